//! A stack that somebody else wrote, through every format.

use pretty_assertions::assert_eq;

use super::{Folder, Reports, reports};

/// What must stay text: terminal sequences, commands of CI services, ends of elements and sections,
/// what turns lines about, what no XML may hold.
const HOSTILE: [&str; 10] = [
    "\u{1b}[2J\u{1b}]8;;http://evil\u{7}",
    "\n::error::injected",
    "\n##[error]injected",
    "]]></failure></testcase><testcase name=\"injected\"/>",
    "</script><script>alert(1)</script>",
    "\u{202e}\u{2066}gnp.exe",
    "\u{0}\u{b}\u{fffe}",
    "%0A::error::injected",
    "[click](javascript:alert(1)) <img src=x onerror=alert(1)>",
    "&lt;&#10;\"' ,title=x",
];

const SECRET: &str = "correct-horse-battery";

fn stack(name: &str) -> String {
    let resource = serde_json::json!({
        "resource": { "aws_db_instance": { name: {
            "engine": name,
            "password": SECRET,
            "description": format!("it is {SECRET}"),
            "//": { "metadata": { "path": format!("app/{name}") } },
        } } },
    });
    resource.to_string()
}

const SPECS: &str = r#"
[[spec]]
id       = "engine"
resource = "aws_db_instance"
must     = [ { at = "$.engine", equal = "postgres" } ]

[[spec]]
id       = "no-secret"
resource = "aws_db_instance"
must     = [ { at = "$.password", absent = true }, { at = "$.description", equal = "x" } ]
"#;

fn said_of(name: &str) -> Reports {
    let folder = Folder::with(&[("in/main.tf.json", &stack(name)), ("s.toml", SPECS)]);
    let reports = reports(&folder, &["in", "--specs", "s.toml", "--report", "github"]);
    reports.came.is(100, &["2 fail"]);
    reports
}

#[test]
fn values_stay_text() {
    let plain = said_of("main");
    for name in HOSTILE {
        let said = said_of(name);
        // As many cases, results and commands as a name without malice makes.
        assert_eq!(
            said.junit.matches("<testcase").count(),
            plain.junit.matches("<testcase").count(),
            "{name:?}"
        );
        assert!(
            !said.junit.contains("<testcase name=\"injected\""),
            "{name:?}"
        );
        let results = |of: &Reports| of.sarif["runs"][0]["results"].as_array().unwrap().len();
        assert_eq!(results(&said), results(&plain), "{name:?}");
        assert_eq!(
            said.github.lines().count(),
            plain.github.lines().count(),
            "{name:?}"
        );
        assert!(
            said.github
                .lines()
                .all(|line| line.contains(" file=in/main.tf.json,line=1,") && is_command(line)),
            "{}",
            said.github
        );
        let written = said.sarif.to_string();
        for text in [&said.junit, &said.github, &said.came.out, &written] {
            for bad in [
                '\u{1b}', '\u{0}', '\u{7}', '\u{202e}', '\u{2066}', '\u{fffe}',
            ] {
                assert!(!text.contains(bad), "{name:?} leaves {bad:?} in {text}");
            }
            assert!(!text.contains(SECRET), "{text}");
        }
        for line in said.came.out.lines() {
            let ours = line.contains(" file=in/main.tf.json,line=1,");
            assert!(ours || !is_command(line), "{line}");
        }
        assert!(
            said.sarif["runs"][0]["results"][0]["message"]["text"]
                .as_str()
                .unwrap()
                .find("[click](")
                .is_none()
        );
    }
}

/// JSON Lines are read by programs, and land in logs as they are.
#[test]
fn json_lines_hold_nothing_that_is_obeyed() {
    let name = "##vso[task.complete]\u{7f}\u{85}\u{9b}31m\u{202e}\u{2028}\u{200b}\u{e0041}";
    let folder = Folder::with(&[("in/main.tf.json", &stack(name)), ("s.toml", SPECS)]);
    let (input, suite) = (
        ["in", "--specs", "s.toml"],
        ["suite", "run", "in", "--grade", "--specs", "s.toml"],
    );
    let rows = [
        (100, [&["check"], &input[..]].concat()),
        (0, vec!["query", "in", "$.engine"]),
        (0, vec!["list", "resources", "in"]),
        (0, [&["coverage"], &input[..]].concat()),
        (4, [&["mutate"], &input[..]].concat()),
        (0, suite.to_vec()),
    ];
    for (code, args) in rows {
        let args = [&args[..], &["--message-format", "json"]].concat();
        let came = folder.run(&args);
        assert_eq!(came.code, Some(code), "{args:?} {}", came.err);
        for line in came.out.lines() {
            let odd = |c: char| !(c == ' ' || c.is_ascii_graphic());
            assert!(
                !line.contains(odd) && !line.contains("##vso["),
                "{args:?} {line}"
            );
        }
        // It is the same text for whoever reads it.
        let read = came
            .json()
            .iter()
            .any(|line| line.to_string().contains("\u{202e}"));
        assert!(read || args[0] == "mutate", "{args:?} {}", came.out);
    }
}

/// A spec file of somebody else, in words.
#[test]
fn a_spec_in_words_does_nothing() {
    let specs = r###"
[param.p]
default     = "##vso[task.complete]x"
description = "\u001b[2J"

[[spec]]
id       = "all"
title    = "::error::title \u202E \u0007"
why      = "a\n  ::error::why\r\n##[error]why"
fix      = "\u001b]8;;http://evil\u0007"
source   = "\u2028::error::x"
resource = "aws_sqs_queue"
must     = [ { at = "$.a", equal = "{p}\u001b[31m" } ]
"###;
    let folder = Folder::with(&[("s.toml", specs)]);
    let came = folder.run(&["explain", "all", "--specs", "s.toml"]);
    came.is(0, &["The fault: ", "title", "\\u{202e}", "\\u{1b}"]);
    for line in came.out.lines() {
        let odd = |c: char| c.is_control() || matches!(c, '\u{202e}' | '\u{2028}');
        assert!(!line.contains(odd) && !line.contains("##vso"), "{line:?}");
        assert!(!is_command(line), "{line:?}");
    }
    assert!(came.out.contains("\n  \\u{3a}:error::why"), "{}", came.out);
}

/// A map that is sensitive as a whole: neither its values, however short, nor its keys are shown.
#[test]
fn a_sensitive_map() {
    let tags = r#"{"keyhunter":"a","mate":"valhunter"}"#;
    let plan = format!(
        r#"{{"format_version":"1.2","terraform_version":"1.11.0","planned_values":{{"root_module":{{}}}},
        "resource_changes":[{{"address":"aws_sqs_queue.q","mode":"managed","type":"aws_sqs_queue","name":"q",
        "provider_name":"registry.terraform.io/hashicorp/aws","change":{{"actions":["create"],"before":null,
        "after":{{"name":"orders","tags":{tags},"fifo_queue":false}},"after_unknown":{{}},"before_sensitive":false,
        "after_sensitive":{{"tags":true}}}}}}],"configuration":{{"root_module":{{"resources":[]}}}}}}"#
    );
    let specs = r#"
[[spec]]
id       = "tags"
resource = "aws_sqs_queue"
must     = [ { at = "$.tags.*", like = "x" }, { at = "$.tags", keys = "x" }, { at = "$.tags", count = "3" } ]
"#;
    let folder = Folder::with(&[("plan.json", &plan), ("s.toml", specs)]);
    for args in [
        &["check", "plan.json", "--specs", "s.toml"][..],
        &[
            "check",
            "plan.json",
            "--specs",
            "s.toml",
            "--message-format",
            "json",
        ],
        &["query", "plan.json", "$..*"],
        &["query", "plan.json", "$.tags.*", "--message-format", "json"],
    ] {
        let came = folder.run(args);
        came.is(if args[0] == "check" { 100 } else { 0 }, &["(sensitive)"]);
        came.lacks(&["hunter", "mate", "\"a\""]);
    }
    let said = reports(&folder, &["plan.json", "--specs", "s.toml"]);
    for text in [&said.junit, &said.github, &said.sarif.to_string()] {
        assert!(
            !text.contains("hunter") && text.contains("(sensitive)"),
            "{text}"
        );
    }
}

/// A name of a megabyte is cut, and says what it was.
#[test]
fn long_names_are_cut() {
    let said = said_of(&"x".repeat(1_000_000));
    for text in [&said.junit, &said.github, &said.sarif.to_string()] {
        assert!(text.len() < 400_000, "{}", text.len());
        assert!(text.contains("characters, sha256 "), "{text:.2000}");
    }
}

/// Whether GitHub's runner takes a line for a command, as its `ActionCommand` does: `::` may stand behind
/// blanks, `##[` anywhere.
fn is_command(line: &str) -> bool {
    let second = line.trim_start().strip_prefix("::");
    second.is_some_and(|rest| rest.contains("::")) || line.contains("##[")
}

/// Types, names, keys, values and files; the log of a step is both streams.
#[test]
fn no_line_of_the_log_is_a_command() {
    let stack = r###"{
      "resource": {
        "::error::type": { "::error::name": { "::error::key": "::error::v", "//": { "metadata": { "path": "::error::p/q" } } } },
        "##[error]type": { "##[error]name": { "name": "##[error]v", "tags": { "##[error]k": "##vso[task.complete]" } } },
        "aws_sqs_queue": { "q": { "name": "  ::error::v\n::stop-commands::t", "x": "\ud800::error::" } }
      },
      "output": { "::error::o": { "value": "${::error::x}" } },
      "variable": { "::error::v": { "default": "::error::d" } }
    }"###;
    let specs = r###"
[[spec]]
id       = "all"
title    = "::error::title"
why      = "::error::why\n::error::why"
resource = "*"
must     = [ { at = "$.name", equal = "::error::b" } ]
"###;
    let misspelt = "[[spec]]\nid = \"s\"\n\"::error::key\" = \"##[error]v\"\n";
    let rows = [
        (stack, specs),
        (stack, misspelt),
        ("{\n::error::x\n##[error]y", specs),
        ("{\"resource\": \"::error::x\"}", specs),
    ];
    for (stack, specs) in rows {
        let folder = Folder::with(&[("in/::error::main.tf.json", stack), ("s.toml", specs)]);
        let said = reports(&folder, &["in", "--specs", "s.toml", "--verbose"]);
        assert_ne!(said.came.code, Some(0));
        for line in said.came.out.lines().chain(said.came.err.lines()) {
            assert!(!is_command(line), "{line}");
        }
        for line in said.github.lines() {
            assert!(is_command(line) && !line.contains("##["), "{line}");
            let level = ["::error ", "::warning ", "::notice "];
            assert!(level.iter().any(|it| line.starts_with(it)), "{line}");
        }
        for text in [&said.junit, &said.sarif.to_string()] {
            assert!(!text.contains("##["), "{text}");
        }
    }
}

/// The red twin.
#[test]
fn commands_are_found() {
    for line in ["::error::x", "  ::add-mask::x", "a ##[error]x"] {
        assert!(is_command(line), "{line}");
    }
    for line in ["| ::error::x", "aws::s3::x", "::x", "# [error]"] {
        assert!(!is_command(line), "{line}");
    }
}
