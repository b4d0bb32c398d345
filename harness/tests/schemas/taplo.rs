//! Taplo itself: it accepts what ships and refuses what is wrong, by schema, by configuration and by
//! the first line of a file. Skipped, with a sentence, where there is no Taplo.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use stackspec::schema::Schema;

use crate::common::Folder;
use crate::files::shipped;

/// The program: that of `.ci/run` below `target`, or whichever is on the path.
fn taplo() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/taplo/bin/taplo");
    let found = [own, PathBuf::from("taplo")].into_iter().find(|program| {
        let came = Command::new(program).arg("--version").output();
        came.is_ok_and(|came| came.status.success())
    });
    if found.is_none() {
        println!("skipped: there is no Taplo here (`.ci/run schemas` installs it)");
    }
    found
}

/// Runs `taplo lint` in a folder: whether all is well, and what it printed.
fn lint(program: &Path, folder: &Path, args: &[&str]) -> (bool, String) {
    let came = Command::new(program)
        .current_dir(folder)
        .args(["lint", "--colors", "never"])
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = [came.stdout, came.stderr].concat();
    (
        came.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

/// The schemas in a folder, as `stackspec new schemas` writes them.
fn folder() -> Folder {
    let folder = Folder::with(&[]);
    folder
        .run(&["new", "schemas"])
        .is(0, &["wrote", ".taplo.toml"]);
    folder
}

#[test]
fn accepts_what_ships() {
    let Some(program) = taplo() else { return };
    for schema in Schema::ALL {
        let folder = folder();
        let path = folder.path(&format!(".stackspec/{}", schema.file_name()));
        let url = format!("file://{}", path.display());
        let files: Vec<String> = shipped()
            .into_iter()
            .filter(|(of, _)| *of == schema)
            .map(|(_, path)| path.display().to_string())
            .collect();
        let mut args = vec!["--schema", &url];
        args.extend(files.iter().map(String::as_str));
        let (fine, said) = lint(&program, folder.0.path(), &args);
        assert!(fine, "{said}");
        let found = format!("found files total={}", files.len());
        assert!(said.contains(&found), "not all were read: {said}");
    }
}

const SPEC: &str = "[[spec]]\nid = 'a'\nresource = 'a'\nmust = [ { at = '$.x', equal = 1 } ]\n";

/// By the configuration that `new schemas` writes.
#[test]
fn refuses_what_is_wrong() {
    let Some(program) = taplo() else { return };
    let check = |file: &str, text: &str, sentence: &str| {
        let folder = folder();
        folder.write(file, text);
        let (fine, said) = lint(&program, folder.0.path(), &[]);
        assert_eq!(fine, sentence.is_empty(), "{text}\n{said}");
        assert!(said.contains(sentence), "`{sentence}` is not in:\n{said}");
    };
    check("specs/deep/a.toml", SPEC, "");
    check(
        "specs/deep/a.toml",
        &SPEC.replace("resource", "resorce"),
        "Additional properties are not allowed ('resorce' was unexpected)",
    );
    check(
        "specs/a.toml",
        &SPEC.replace("equal = 1", "at_least = '1'"),
        "\"1\" is not of types \"number\", \"object\"",
    );
    check(
        "specs/a.toml",
        &SPEC.replace("'a'\nres", "5\nres"),
        "5 is not of type \"string\"",
    );
    check(
        "specs/a.toml",
        &SPEC.replace("equal", "equals"),
        "'equals' was unexpected",
    );
    check("specs/a.toml", &format!("{SPEC}level = 'off'\n"), "");
    check(
        "specs/a.toml",
        &format!("{SPEC}level = 'denied'\n"),
        "\"denied\" is not one of",
    );
    check("suite/a/case.toml", "model = 'a'\n", "");
    check(
        "suite/a/case.toml",
        "modell = 'a'\n",
        "'modell' was unexpected",
    );
    check("suite/suite.toml", "spec = 'a'\n", "'spec' was unexpected");
    check("stackspec.toml", "input = 'a'\n", "'input' was unexpected");
    check(
        "stackspec.toml",
        "[levels]\nreference-cycle = 'on'\n",
        "\"on\" is not one of",
    );
    // What is no file of ours is nobody's business.
    check("other/a.toml", "input = 'a'\n", "");
}

/// By the first line of a file, wherever it lies.
#[test]
fn reads_the_first_line() {
    let Some(program) = taplo() else { return };
    let folder = folder();
    for (key, fine) in [("resource", true), ("resorce", false)] {
        let text = SPEC.replace("resource", key);
        let text = format!("#:schema ../.stackspec/spec.schema.json\n{text}");
        folder.write("other/a.toml", &text);
        let (came, said) = lint(&program, folder.0.path(), &["other/a.toml"]);
        assert_eq!(came, fine, "{said}");
    }
}
