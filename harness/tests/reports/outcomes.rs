//! Every outcome at every level, in every format.

use pretty_assertions::assert_eq;

use super::{Folder, Reports, case, reports};

const STACK: &str = r#"{
  "variable": { "unset": {} },
  "resource": {
    "aws_sqs_queue": {
      "orders": { "name": "orders", "kms_master_key_id": "${var.unset}" }
    }
  }
}
"#;

/// What a spec says of the queue, by what it comes to.
const SPECS: [(&str, &str); 5] = [
    (
        "pass",
        r#"resource = "aws_sqs_queue"
must = [ { at = "$.name", equal = "orders" } ]"#,
    ),
    (
        "fail",
        r#"resource = "aws_sqs_queue"
must = [ { at = "$.name", equal = "payments" } ]"#,
    ),
    (
        "unknown",
        r#"resource = "aws_sqs_queue"
must = [ { at = "$.kms_master_key_id", equal = "a" } ]"#,
    ),
    (
        "vacuous",
        r#"resource = "aws_sqs_queues"
must = [ { at = "$.name", present = true } ]"#,
    ),
    (
        "error",
        r#"resource = "aws_sqs_queue"
must = [ { at = "$.name", at_least = 5 } ]"#,
    ),
];

const CONFIG: &str = "inputs = [\"in\"]\nspecs = [\"specs\"]\n[[waiver]]\nspec = \"waived\"\n\
                      reason = \"moved in March\"\nexpires = \"2030-01-31\"\n";

fn everything() -> Reports {
    let mut specs = String::new();
    for level in ["deny", "warn", "off"] {
        for (word, body) in SPECS {
            specs.push_str(&format!(
                "[[spec]]\nid = \"{word}-{level}\"\nlevel = \"{level}\"\n{body}\n"
            ));
        }
    }
    specs.push_str(&format!(
        "[[spec]]\nid = \"waived\"\ntitle = \"a queue is for payments\"\n{}\n",
        SPECS[1].1
    ));
    let folder = Folder::with(&[
        ("in/main.tf.json", STACK),
        ("specs/q.toml", &specs),
        ("stackspec.toml", CONFIG),
    ]);
    let reports = reports(&folder, &["--today", "2026-01-01"]);
    reports.came.is(100, &["1 vacuous", "1 waived"]);
    reports
}

/// The table of `report/junit.rs`, written out.
#[test]
fn junit() {
    let xml = everything().junit;
    let rows = [
        ("pass-deny", "/>"),
        ("fail-deny", "<failure type=\"fail\""),
        ("unknown-deny", "<failure type=\"unknown\""),
        ("vacuous-deny", "<failure type=\"vacuous\""),
        ("error-deny", "<error type=\"error\""),
        ("pass-warn", "/>"),
        (
            "fail-warn",
            "<system-out>fail in::q::fail-warn (warn: it fails nothing)",
        ),
        ("unknown-warn", "<system-out>unknown"),
        ("vacuous-warn", "<system-out>vacuous"),
        ("error-warn", "<system-out>error"),
        ("fail-off", "<skipped message=\"its level is off\"/>"),
        (
            "waived",
            "<skipped message=\"waived until 2030-01-31: moved in March\"/>",
        ),
    ];
    for (name, says) in rows {
        let case = case(&xml, &format!("q::{name}"));
        assert!(case.contains(says), "{name}: `{says}` is not in {case}");
        let bad = ["<failure", "<error", "<skipped", "<system-out"];
        let first = bad.iter().filter_map(|it| case.find(it)).min();
        assert_eq!(first.is_none(), says == "/>", "{name}: {case}");
        if let Some(first) = first {
            assert!(case[first..].starts_with(says), "{name}: {case}");
        }
    }
    let built_in = stackspec::spec::built_in().specs.len();
    let head = format!(
        "<testsuite name=\"in\" tests=\"{}\" failures=\"3\" errors=\"1\"",
        16 + built_in
    );
    assert!(xml.contains(&head), "`{head}` is not in {xml}");
    for (name, value) in [
        ("q::fail-deny.level", "deny"),
        ("q::fail-warn.level", "warn"),
        ("q::fail-deny.source", "in/main.tf.json:5:27"),
        ("q::fail-deny.address", "aws_sqs_queue.orders"),
        ("q::fail-deny.spec", "specs/q.toml:7"),
    ] {
        let property = format!("<property name=\"{name}\" value=\"{value}\"/>");
        assert!(xml.contains(&property), "`{property}` is not in {xml}");
    }
}

#[test]
fn sarif() {
    let run = everything().sarif["runs"][0].take();
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], true);
    assert_eq!(invocation["exitCode"], 100);
    let results = run["results"].as_array().unwrap();
    let of = |spec: &str| {
        results
            .iter()
            .filter(|it| it["ruleId"] == format!("q::{spec}"))
            .collect::<Vec<_>>()
    };
    for (spec, level) in [
        ("pass-deny", None),
        ("fail-deny", Some("error")),
        ("unknown-deny", Some("error")),
        ("vacuous-deny", Some("error")),
        ("error-deny", Some("error")),
        ("pass-warn", None),
        ("fail-warn", Some("warning")),
        ("unknown-warn", Some("warning")),
        ("vacuous-warn", Some("warning")),
        ("error-warn", Some("warning")),
        ("fail-off", None),
        ("waived", Some("error")),
    ] {
        let found: Vec<_> = of(spec).iter().map(|it| it["level"].as_str()).collect();
        let expected: Vec<_> = level.into_iter().map(Some).collect();
        assert_eq!(found, expected, "{spec}");
        for result in of(spec) {
            let rule =
                &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(rule["id"], result["ruleId"]);
            let waived = spec == "waived";
            assert_eq!(
                result["suppressions"][0]["justification"] == "until 2030-01-31: moved in March",
                waived
            );
        }
    }
    let place = &of("fail-deny")[0]["locations"][0];
    assert_eq!(
        place["physicalLocation"]["artifactLocation"]["uri"],
        "in/main.tf.json"
    );
    assert_eq!(place["physicalLocation"]["region"]["startLine"], 5);
    assert_eq!(
        place["logicalLocations"][0]["fullyQualifiedName"],
        "aws_sqs_queue.orders"
    );
    let vacuous = &of("vacuous-deny")[0]["locations"][0]["physicalLocation"];
    assert_eq!(vacuous["artifactLocation"]["uri"], "specs/q.toml");
}

/// What GitHub makes of a line, as `@actions/core` writes one.
fn command(line: &str) -> (String, Vec<(String, String)>, String) {
    let (head, data) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (word, properties) = head.split_once(' ').unwrap();
    let plain = |text: &str| {
        let text = text.replace("%0A", "\n").replace("%0D", "\r");
        text.replace("%3A", ":")
            .replace("%2C", ",")
            .replace("%25", "%")
    };
    let properties = properties.split(',').map(|it| it.split_once('=').unwrap());
    let properties = properties.map(|(key, value)| (key.to_owned(), plain(value)));
    (word.to_owned(), properties.collect(), plain(data))
}

#[test]
fn github() {
    let text = everything().github;
    let commands: Vec<_> = text.lines().map(command).collect();
    let of = |title: &str| {
        let is = |it: &&(String, Vec<(String, String)>, String)| {
            it.1.contains(&("title".to_owned(), title.to_owned()))
        };
        commands
            .iter()
            .filter(is)
            .map(|it| it.0.as_str())
            .collect::<Vec<_>>()
    };
    for (spec, words) in [
        ("pass-deny", vec![]),
        ("fail-deny", vec!["error"]),
        ("unknown-deny", vec!["error"]),
        ("vacuous-deny", vec!["error"]),
        ("error-deny", vec!["error"]),
        ("fail-warn", vec!["warning"]),
        ("vacuous-warn", vec!["warning"]),
        ("fail-off", vec![]),
        ("waived", vec!["notice"]),
    ] {
        assert_eq!(of(&format!("q::{spec}")), words, "{spec}");
    }
    let (_, properties, data) = &commands
        .iter()
        .find(|it| it.1.iter().any(|(_, value)| value == "q::fail-deny"))
        .unwrap();
    let expected = [
        ("file", "in/main.tf.json"),
        ("line", "5"),
        ("col", "27"),
        ("title", "q::fail-deny"),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect();
    assert_eq!(properties, &expected);
    assert_eq!(
        data,
        "aws_sqs_queue.orders\npath: $.name\nexpected: equal \"payments\"\nactual: \"orders\""
    );
}

/// One run, one truth: as many findings in each format.
#[test]
fn all_say_the_same() {
    let all = everything();
    let findings = all
        .json
        .iter()
        .filter(|line| line["type"] == "finding")
        .count();
    let silent = all.json.iter().filter(|line| {
        line["type"] == "verdict" && line["findings"] == 0 && line["outcome"] == "vacuous"
    });
    let results = all.sarif["runs"][0]["results"].as_array().unwrap().len();
    let silent = silent.count();
    assert_eq!(results, findings + silent);
    assert_eq!(all.github.lines().count(), findings + silent);
    assert!(findings > 6 && silent == 2, "{findings} {silent}");
}
