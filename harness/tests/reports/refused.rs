//! Where nothing was judged, no report looks like that of a good run.

use pretty_assertions::assert_eq;

use serde_json::Value;

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
    let whole = said.junit.lines().nth(1).unwrap();
    assert!(!whole.contains("errors=\"0\""), "{whole}");
    let run = &said.sarif["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert_eq!(run["invocations"][0]["exitCode"], code);
    let notes = run["invocations"][0]["toolExecutionNotifications"].to_string();
    // Who looks at results alone does not see an empty list.
    let results = run["results"].as_array().unwrap();
    let red = |it: &&Value| it["level"] == "error" && it["message"].to_string().contains(says);
    assert!(results.iter().any(|it| red(&it)), "{results:?}");
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        assert!(place["uri"].is_string(), "{result}");
    }
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
    refused(
        STACK,
        "[[spec]]\nid = \"s\"\n",
        &[],
        103,
        "this spec does not say what it selects",
    );
    refused(
        STACK,
        SPEC,
        &["--param", "x=1"],
        2,
        "no spec file declares this param",
    );
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

/// A problem of a spec file stands at its line.
#[test]
fn problems_have_places() {
    let folder = Folder::with(&[
        ("in/main.tf.json", STACK),
        (
            "specs/s.toml",
            "\n\n[[spec]]\nid = \"s\"\nresorce = \"a\"\n",
        ),
    ]);
    let said = reports(&folder, &["in", "--specs", "specs"]);
    said.came.is(103, &["resorce"]);
    let results = said.sarif["runs"][0]["results"].as_array().unwrap();
    let places = results
        .iter()
        .map(|it| &it["locations"][0]["physicalLocation"]);
    let there = |it: &Value| {
        it["artifactLocation"]["uri"] == "specs/s.toml" && it["region"]["startLine"] == 5
    };
    assert!(places.clone().any(there), "{results:?}");
    let line = "::error file=specs/s.toml,line=5,";
    assert!(said.github.contains(line), "{}", said.github);
}

/// Two reports never go to one place: nothing is written where they would.
#[test]
fn reports_do_not_overwrite_each_other() {
    let rows: [(&[&str], &str); 5] = [
        (
            &["--report", "junit=o", "--report", "sarif=o"],
            "`--report junit` and `--report sarif` both go to `o`",
        ),
        (
            &["--report", "junit=o", "--report", "junit=./o"],
            "`--report junit` and `--report junit` both go to `./o`",
        ),
        (
            &["--output", "o", "--report", "sarif=o"],
            "`--output` and `--report sarif` both go to `o`",
        ),
        (
            &["--message-format", "json", "--report", "github"],
            "`--message-format json` and `--report github` both go to standard output",
        ),
        (
            &["--report", "github", "--report", "github=-"],
            "`--report github` and `--report github` both go to standard output",
        ),
    ];
    let folder = Folder::with(&[("in/main.tf.json", STACK), ("s.toml", SPEC)]);
    let run = |more: &[&str]| folder.run(&[&["check", "in", "--specs", "s.toml"], more].concat());
    for (args, says) in rows {
        let came = run(args);
        came.is(2, &[says]);
        assert_eq!(came.out, "");
        assert!(!folder.path("o").exists(), "{args:?}");
    }
    // The red twin: what goes to two places is written.
    run(&[
        "--message-format",
        "json",
        "--output",
        "o",
        "--report",
        "github",
        "--report",
        "json=p",
    ])
    .is(0, &[]);
    assert!(folder.path("o").is_file() && folder.path("p").is_file());
}
