//! Where reports go: a file is replaced, what is no file is written to, and what nobody could read is no
//! success.

use std::fs;
use std::io::Read as _;
use std::process::{Command, Stdio};

use pretty_assertions::assert_eq;

use super::Folder;

const SPECS: &str = r#"
[[spec]]
id       = "name"
resource = "aws_sqs_queue"
must     = [ { at = "$.name", equal = "orders" } ]
"#;

fn queue(name: &str) -> Folder {
    let stack = format!("{{\"resource\":{{\"aws_sqs_queue\":{{\"q\":{{\"name\":\"{name}\"}}}}}}}}");
    Folder::with(&[("in/main.tf.json", &stack), ("s.toml", SPECS)])
}

const CHECK: [&str; 4] = ["check", "in", "--specs", "s.toml"];

fn check<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&CHECK[..], more].concat()
}

fn command(folder: &Folder, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stackspec"));
    command
        .current_dir(folder.path(""))
        .args(args)
        .env_remove("CI")
        .stdin(Stdio::null());
    command
}

fn is_junit(text: &str) -> bool {
    text.starts_with("<?xml") && text.trim_end().ends_with("</testsuites>")
}

/// A link stays one; what it leads to is what is written, there already or not. So are its permissions.
#[cfg(unix)]
#[test]
fn links_are_followed() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = queue("orders");
    folder.write("store/old.xml", "old");
    let private = fs::Permissions::from_mode(0o600);
    fs::set_permissions(folder.path("store/old.xml"), private).unwrap();
    for (link, to) in [
        ("a.xml", "store/old.xml"),
        ("b.xml", "store/new.xml"),
        ("c.xml", "a.xml"),
    ] {
        symlink(to, folder.path(link)).unwrap();
        let to = folder.path(link);
        folder
            .run(&check(&["--report", &format!("junit={link}")]))
            .is(0, &[]);
        assert!(fs::symlink_metadata(&to).unwrap().is_symlink(), "{link}");
        assert!(is_junit(&fs::read_to_string(&to).unwrap()), "{link}");
    }
    let mode = |path: &str| {
        let data = fs::metadata(folder.path(path)).unwrap();
        data.permissions().mode() & 0o777
    };
    assert_eq!(
        (mode("store/old.xml"), mode("store/new.xml")),
        (0o600, 0o644)
    );
    symlink("loop.xml", folder.path("loop.xml")).unwrap();
    folder.run(&check(&["--report", "junit=loop.xml"])).is(
        2,
        &["`--report junit=loop.xml` cannot be written: a link leads back to itself"],
    );
}

/// A pipe is written to, not replaced by a file.
#[cfg(unix)]
#[test]
fn pipes_stay_pipes() {
    use std::os::unix::fs::FileTypeExt as _;
    for flag in ["--report", "--output"] {
        let folder = queue("orders");
        let pipe = folder.path("pipe");
        let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).unwrap()
        });
        let to = match flag {
            "--report" => "junit=pipe",
            _ => "pipe",
        };
        folder.run(&check(&[flag, to])).is(0, &[]);
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo(), "{flag}");
        let text = reader.join().unwrap();
        assert!(is_junit(&text) || text.contains("ok: 1 spec"), "{text}");
    }
}

/// An open file by its number, as `>(...)` of a shell names one, also where it is a regular file.
#[cfg(target_os = "linux")]
#[test]
fn open_files_are_written_to() {
    let folder = queue("orders");
    let out = fs::File::create(folder.path("log")).unwrap();
    let args = check(&["--report", "junit=/proc/self/fd/1"]);
    let status = command(&folder, &args).stdout(out).status().unwrap();
    assert_eq!(status.code(), Some(0));
    let log = fs::read_to_string(folder.path("log")).unwrap();
    assert!(
        log.contains("</testsuites>") && log.contains("ok: 1 spec"),
        "{log}"
    );
}

/// Red twins: a report that was lost in a full file is no success; a reader that has gone away is none
/// of ours.
#[cfg(target_os = "linux")]
#[test]
fn what_nobody_could_read() {
    let full = |name: &str, args: &[&str], code: i32| {
        let folder = queue(name);
        let out = fs::File::options().write(true).open("/dev/full").unwrap();
        let came = command(&folder, args).stdout(out).output().unwrap();
        let said = String::from_utf8(came.stderr).unwrap();
        assert_eq!(came.status.code(), Some(code), "{args:?} {said}");
        let sentence = "error: standard output cannot be written to: ";
        assert_eq!(said.matches(sentence).count(), 1, "{args:?} {said}");
    };
    for args in [
        check(&[]),
        check(&["--message-format", "json"]),
        check(&["--report", "github"]),
        vec!["list", "specs", "--specs", "s.toml"],
        vec!["query", "in", "$.name"],
        vec!["explain", "matchers"],
        vec!["completions", "bash"],
        vec!["man"],
        vec!["--help"],
        vec!["--version"],
        vec!["suite", "run", "in", "--grade", "--specs", "s.toml"],
        vec!["coverage", "in", "--specs", "s.toml"],
        vec!["mutate", "in", "--specs", "s.toml"],
    ] {
        full("orders", &args, 2);
    }
    // As where a report cannot be written.
    full("invoices", &check(&[]), 2);
    let folder = queue("orders");
    let mut child = command(&folder, &["explain", "library"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

/// Red twins: of two reports in one file one would be lost, however it is spelled.
#[test]
fn one_file_by_two_names() {
    let folder = queue("orders");
    folder.write("sub/x", "");
    for (a, b) in [
        ("a.xml", "./a.xml"),
        ("a.xml", "sub/../a.xml"),
        ("sub/./a.xml", "sub/../sub/a.xml"),
    ] {
        let (junit, sarif) = (format!("junit={a}"), format!("sarif={b}"));
        let reports = check(&["--report", &junit, "--report", &sarif]);
        folder.run(&reports).is(2, &["both go to"]);
        let output = check(&["--report", &junit, "--output", b]);
        folder.run(&output).is(2, &["both go to"]);
    }
    let two = check(&["--report", "junit=a.xml", "--report", "sarif=sub/a.xml"]);
    folder.run(&two).is(0, &[]);
}

/// What other commands of a step have written to its summary stays, however the file is spelled.
#[test]
fn the_summary_of_a_step() {
    let folder = queue("orders");
    folder.write("sub/summary.md", "mine\n");
    for path in ["sub/summary.md", "./sub/../sub/summary.md"] {
        let before = fs::read_to_string(folder.path("sub/summary.md")).unwrap();
        let report = format!("markdown={path}");
        let came = command(&folder, &check(&["--report", &report]))
            .env("GITHUB_STEP_SUMMARY", folder.path("sub/summary.md"))
            .output()
            .unwrap();
        assert_eq!(came.status.code(), Some(0));
        let after = fs::read_to_string(folder.path("sub/summary.md")).unwrap();
        assert!(
            after.starts_with(&before) && after.len() > before.len(),
            "{after}"
        );
    }
}

#[test]
fn a_dash_is_no_file() {
    let folder = queue("orders");
    for kind in ["json", "junit", "html"] {
        folder.run(&check(&["--report", &format!("{kind}=-")])).is(
            2,
            &[
                "only `github` goes to standard output",
                &format!("write {kind}=FILE"),
            ],
        );
    }
    for args in [
        check(&["--output", "-"]),
        vec!["coverage", "in", "--specs", "s.toml", "--report", "html=-"],
    ] {
        folder.run(&args).is(2, &["it is no file", "`./-`"]);
    }
    folder
        .run(&check(&["--report", "github=-"]))
        .is(0, &["ok: 1 spec"]);
    assert!(!folder.path("-").exists());
}
