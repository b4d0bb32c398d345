//! Where nothing was judged, no report looks like that of a good run.

use pretty_assertions::assert_eq;

use super::{Folder, reports};

const SPEC: &str = "[[spec]]\nid = \"s\"\nresource = \"aws_sqs_queue\"\nmust = [ { at = \"$.name\", equal = \"a\" } ]\n";
const STACK: &str = r#"{"resource":{"aws_sqs_queue":{"q":{"name":"a"}}}}"#;

/// What stands in the way: what ends with this code says this, in every format.
#[track_caller]
fn refused(stack: &str, spec: &str, args: &[&str], code: i32, says: &str) {
    let folder = Folder::with(&[("in/main.tf.json", stack), ("specs/s.toml", spec)]);
    let args = [&["in", "--specs", "specs"], args].concat();
    let said = reports(&folder, &args);
    said.came.is(code, &[]);
    assert!(said.junit.contains("<error type="), "{}", said.junit);
    assert!(said.junit.contains("errors=\"1\""), "{}", said.junit);
    let run = &said.sarif["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert_eq!(run["invocations"][0]["exitCode"], code);
    let notes = run["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(said.github.starts_with("::error "), "{}", said.github);
    let summary = said.json.last().unwrap();
    assert_eq!(summary["exit_code"], code);
    for text in [&said.junit, &notes, &said.github] {
        let text = text.replace("%3A", ":").replace("&quot;", "\"");
        assert!(text.contains(says), "`{says}` is not in {text}");
    }
}

#[test]
fn no_format_is_green() {
    refused("{\"resource\":", SPEC, &[], 102, "in/main.tf.json");
    refused(STACK, "[[spec]]\nid = \"s\"\n", &[], 103, "selects nothing");
    refused(STACK, SPEC, &["--param", "x=1"], 2, "`x`");
    refused(
        STACK,
        &SPEC.replace("must", "level = \"off\"\nmust"),
        &[],
        4,
        "nothing was judged",
    );
}

/// The file that GitHub shows of a step has what other commands wrote.
#[test]
fn the_summary_of_a_step_is_added_to() {
    let folder = Folder::with(&[
        ("in/main.tf.json", STACK),
        ("s.toml", SPEC),
        ("step.md", "before\n"),
    ]);
    let file = folder.path("step.md");
    let run = |named: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_stackspec"));
        command
            .current_dir(folder.path(""))
            .args(["check", "in", "--specs", "s.toml", "--report"]);
        let came = command
            .arg(format!("json={}", file.display()))
            .env("GITHUB_STEP_SUMMARY", named)
            .output();
        assert_eq!(came.unwrap().status.code(), Some(0));
        std::fs::read_to_string(&file).unwrap()
    };
    let text = run(&file.display().to_string());
    assert!(text.starts_with("before\n{"), "{text}");
    assert!(run("").starts_with('{'));
}

/// Annotations are read from standard output.
#[test]
fn annotations_need_no_file() {
    let folder = Folder::with(&[
        ("in/main.tf.json", STACK),
        ("s.toml", &SPEC.replace("\"a\" }", "\"b\" }")),
    ]);
    for report in ["github", "github=-"] {
        let came = folder.run(&["check", "in", "--specs", "s.toml", "--report", report]);
        came.is(
            100,
            &["\n::error file=in/main.tf.json,line=1,", "FAILED: 1 spec"],
        );
    }
}
