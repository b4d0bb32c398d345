//! `stackspec completions`, `stackspec man` and `cargo stackspec`.

#![expect(clippy::unwrap_used, reason = "a test")]

#[expect(dead_code, reason = "each test binary uses a part of it")]
mod common;
#[path = "common/say.rs"]
mod say;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use common::{Folder, run};
use say::say;

/// The verbs, as the help lists them.
fn verbs() -> Vec<String> {
    let help = run(&["--help"]);
    let listed = help.is(0, &[]).out.split("Commands:\n").nth(1).unwrap();
    let rows = listed.lines().take_while(|line| !line.is_empty());
    // What goes on from the row above stands further in.
    let rows = rows.filter(|row| !row.starts_with("   "));
    let verbs: Vec<String> = rows
        .filter_map(|row| row.split_whitespace().next())
        .filter(|verb| *verb != "help")
        .map(str::to_owned)
        .collect();
    assert!(
        verbs.len() >= 16 && verbs.contains(&"check".to_owned()),
        "{verbs:?}"
    );
    verbs
}

/// Gives a text to a program that may not be there.
fn judged_by(program: &str, args: &[&str], text: &str) {
    let child = Command::new(program)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        say(&format!("{program} is not here: not tried"));
        return;
    };
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}");
    assert_eq!(said, "", "{program}");
}

#[test]
fn every_verb_is_completed() {
    let verbs = verbs();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let came = run(&["completions", shell]);
        came.is(0, &["message-format", "no-synth", "watch"]);
        for verb in &verbs {
            assert!(came.out.contains(verb.as_str()), "{shell}: {verb}");
        }
        assert_eq!(came.err, "");
    }
    run(&["completions", "tcsh"]).is(2, &["invalid value 'tcsh'"]);
    run(&["completions"]).is(2, &["<SHELL>"]);
}

#[test]
fn shells_read_them() {
    judged_by("bash", &["-n"], &run(&["completions", "bash"]).out);
    judged_by("zsh", &["-n"], &run(&["completions", "zsh"]).out);
    judged_by(
        "fish",
        &["--no-execute"],
        &run(&["completions", "fish"]).out,
    );
}

/// Bash completes by it.
#[test]
fn bash_completes() {
    let script = run(&["completions", "bash"]).out;
    let folder = Folder::with(&[("c.bash", &script)]);
    let ask = "source c.bash; COMP_WORDS=(stackspec mut); COMP_CWORD=1; \
               _stackspec stackspec mut stackspec; echo \"${COMPREPLY[@]}\"";
    let output = Command::new("bash")
        .args(["--norc", "-c", ask])
        .current_dir(folder.0.path())
        .output();
    match output {
        Ok(output) => assert_eq!(String::from_utf8_lossy(&output.stdout), "mutate\n"),
        Err(_) => say("bash is not here: not tried"),
    }
}

#[test]
fn pages() {
    let whole = run(&["man"]);
    whole.is(0, &[".TH stackspec 1", "stackspec"]);
    for verb in verbs() {
        assert!(whole.out.contains(&verb), "{verb}");
        let page = run(&["man", &verb]);
        page.is(
            0,
            &[
                &format!(".TH stackspec-{verb} 1"),
                ".SH NAME",
                ".SH SYNOPSIS",
            ],
        );
        judged_by("mandoc", &["-T", "lint", "-W", "error"], &page.out);
    }
    run(&["man", "suite", "run"]).is(0, &["grade", "104"]);
    judged_by("mandoc", &["-T", "lint", "-W", "error"], &whole.out);
    judged_by("groff", &["-man", "-Tutf8", "-ww"], &whole.out);
    // Red twins.
    let came = run(&["man", "chek"]);
    came.is(
        2,
        &["`chek` is no verb of `stackspec`", "did you mean `check`?"],
    );
    assert_eq!(came.out, "");
    run(&["man", "suite", "walk"]).is(2, &["no verb of `stackspec suite`"]);
}

/// Cargo finds it by its name, and passes that name on.
#[test]
fn cargo_runs_it() {
    let cargo_stackspec = Path::new(env!("CARGO_BIN_EXE_cargo-stackspec"));
    let folder = Folder::with(&[]);
    let bin = cargo_stackspec.parent().unwrap().to_str().unwrap();
    let path = format!("{bin}:{}", path());
    let cargo = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        let command = command.current_dir(folder.0.path()).env("PATH", &path);
        command.args(args).output().unwrap()
    };
    let version = cargo(&["stackspec", "--version"]);
    let said = String::from_utf8_lossy(&version.stdout).into_owned();
    assert_eq!(said, format!("stackspec {}\n", env!("CARGO_PKG_VERSION")));
    // The exit code of the verb is the exit code.
    let check = cargo(&["stackspec", "check", "no-such-input", "--library", "all"]);
    assert_eq!(check.status.code(), Some(102));
    // By itself it works too.
    let direct = Command::new(cargo_stackspec)
        .arg("--version")
        .output()
        .unwrap();
    assert!(direct.status.success());
}

#[expect(clippy::disallowed_methods, reason = "a test that adds to PATH")]
fn path() -> String {
    std::env::var("PATH").unwrap()
}
