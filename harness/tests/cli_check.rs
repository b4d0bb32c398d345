//! `stackspec check`: what it prints, where to, and how it ends.

#![expect(clippy::unwrap_used, reason = "a test")]

mod common;
#[path = "common/copy.rs"]
mod copy;

use common::{Folder, run};
use copy::copy;
use pretty_assertions::assert_eq;
use serde_json::Value;
use stackspec::report::json::TABLE;

const STACK: &str = r#"{
  "resource": {
    "aws_db_instance": {
      "main": { "engine": "postgres", "storage_encrypted": false, "instance_class": "db.t4g.micro" },
      "other": { "engine": "postgres", "storage_encrypted": true, "instance_class": "db.t4g.micro" }
    },
    "aws_vpc": { "net": { "cidr_block": "10.0.0.0/16" } }
  }
}
"#;

const SPECS: &str = r#"[param.suffix]
identity = true

[[spec]]
id       = "not-encrypted"
title    = "a database is not encrypted"
resource = "aws_db_instance"
must     = [ { at = "$.storage_encrypted", equal = true } ]
fix      = "storage_encrypted = true"

[[spec]]
id       = "engine"
resource = "aws_db_instance"
must     = [ { at = "$.engine", equal = "postgres" } ]

[[spec]]
id       = "suffix"
resource = "aws_db_instance"
must     = [ { at = "$.engine", contain = "{suffix}" } ]
"#;

fn folder() -> Folder {
    Folder::with(&[("in/main.tf.json", STACK), ("specs/db.toml", SPECS)])
}

const CHECK: [&str; 4] = ["check", "in/main.tf.json", "--specs", "specs"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&CHECK, more].concat()
}

/// The whole report, to the letter.
#[test]
fn the_report_for_people() {
    let came = folder().run(&CHECK);
    let expected = r#"skipped 1 spec: the param `suffix` has no value (give --param suffix=VALUE)
    - in::db::suffix
FAIL in::db::not-encrypted (deny): a database is not encrypted
 --> specs/db.toml:8:14
  |
8 | must     = [ { at = "$.storage_encrypted", equal = true } ]
  |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  | aws_db_instance.main
  |   --> in/main.tf.json:4:60
  |        path: $.storage_encrypted
  |    expected: equal true
  |      actual: false
  |
  = judged: 2 of 2
  = fix: storage_encrypted = true

coverage: 2 of 3 resources covered (66 %)
    | aws_vpc      0/1    0 %
    | 1 other type is covered as a whole
    not covered by any spec:
    - aws_vpc.net
FAILED: 3 specs on 1 stack: 1 fail, 1 pass, 1 skipped; 2 of 3 resources covered; 7 built-in specs hold (exit code 100)
"#;
    assert_eq!(came.out, expected);
    assert_eq!((came.err.as_str(), came.code), ("", Some(100)));
    // The same again: no times, no order that changes.
    assert_eq!(folder().run(&CHECK).out, expected);
}

#[test]
fn params_specs_and_names() {
    let folder = folder();
    folder
        .run(&with(&["--param", "suffix=gres"]))
        .is(100, &["2 pass"]);
    folder
        .run(&with(&["--param", "sufix=gres"]))
        .is(2, &["sufix", "did you mean `suffix`?"]);
    folder
        .run(&with(&["--param", "suffix"]))
        .is(2, &["has no `=`"]);
    folder
        .run(&with(&["--spec", "engine"]))
        .is(0, &["1 spec on 1 stack: 1 pass"]);
    folder
        .run(&with(&["--spec", "db::e*", "--verbose"]))
        .is(0, &["pass in::db::engine (2 of 2)"]);
    folder
        .run(&with(&["--spec", "suffix"]))
        .is(4, &["NOTHING JUDGED", "exit code 4"]);
    folder.run(&with(&["--spec", "{"])).is(2, &["is no glob"]);
    folder
        .run(&with(&[
            "--stack",
            "db-gres",
            "--param",
            "suffix=gres",
            "--verbose",
        ]))
        .is(100, &["FAIL db::db::not-encrypted", "pass db::db::engine"]);
    folder
        .run(&with(&["--message-format", "yaml"]))
        .is(2, &["yaml", "human", "json"]);
    folder.run(&["chekc"]).is(2, &["chekc", "check"]);
    folder
        .run(&["stackspec", "check", "in", "--specs", "specs"])
        .is(100, &["FAIL in::db"]);
}

#[test]
fn two_stacks_of_one_role_are_refused() {
    let folder = folder();
    folder.write("b/in/main.tf.json", STACK);
    folder.run(&["check", "in", "b/in", "--specs", "specs"]).is(
        2,
        &[
            "two stacks have the role `in`: `in` of in and `in` of b/in",
            "two runs",
            "--stack NAME",
        ],
    );
    folder
        .run(&["check", "in", "in", "--specs", "specs"])
        .is(2, &["two stacks"]);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let folder = folder();
    folder.write("bad/a.toml", "[[spec]]\nid = \"X\"\nresorce = \"a\"\n");
    folder.write("bad/b.toml", "[[spec]\n");
    let came = folder.run(&["check", "gone.json", "--specs", "bad", "--param", "x"]);
    // Usage first, then specs, then inputs.
    came.is(2, &["bad/a.toml:3:1", "bad/b.toml:1", "`--param x`"]);
    let came = folder.run(&["check", "gone.json", "--specs", "bad"]);
    came.is(
        103,
        &[
            "bad/a.toml:3:1",
            "did you mean `resource`?",
            "bad/b.toml:1",
            "gone.json",
        ],
    );
    folder
        .run(&["check", "gone.json", "--specs", "specs"])
        .is(102, &["gone.json"]);
    assert_eq!(came.out, "");
}

#[test]
fn json_lines() {
    let folder = folder();
    let came = folder.run(&with(&["--message-format", "json"]));
    let lines = came.is(100, &[]).json();
    // Built-in specs have a verdict each, behind those that were asked for.
    let own = |line: &&Value| line["type"] != "verdict" || line["file"] != "stackspec";
    let built_in = lines.iter().filter(|line| !own(line)).count();
    assert_eq!(built_in, stackspec::spec::built_in().specs.len());
    let lines: Vec<Value> = lines.iter().filter(own).cloned().collect();
    let types: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["type"].as_str())
        .collect();
    let expected = [
        "stack", "verdict", "finding", "verdict", "verdict", "coverage", "coverage", "summary",
    ];
    assert_eq!(types, expected);
    assert_eq!(
        lines[2],
        serde_json::json!({
            "type": "finding", "stack": "in", "file": "db", "spec": "not-encrypted",
            "outcome": "fail", "address": "aws_db_instance.main", "construct_path": null,
            "path": "$['storage_encrypted']", "expected": "equal true", "actual": "false",
            "source": {"file": "in/main.tf.json", "line": 4, "column": 60},
            "message": lines[2]["message"], "notes": [], "waived": null, "made_at": null,
        })
    );
    assert_eq!(lines[7]["exit_code"], 100);
    assert_eq!(lines[7]["outcomes"]["fail"], 1);
    assert_eq!(lines[6]["stack"], Value::Null);
    assert_eq!(lines[5]["uncovered"][0]["address"], "aws_vpc.net");
    let refused = folder.run(&[
        "check",
        "gone",
        "--specs",
        "specs",
        "--message-format",
        "json",
    ]);
    assert_eq!(
        refused.is(102, &[]).json().last().unwrap()["exit_code"],
        102
    );
}

/// Every line has the fields of the table, in its order, and no others.
#[test]
fn json_lines_are_as_documented() {
    let folder = folder();
    let case = "\n[[spec.case]]\nexpect = \"pass\"\ngiven.resource.aws_db_instance.d = { engine = \"a x\" }\nparams = { suffix = \"x\" }\n";
    folder.write("specs/db.toml", &format!("{SPECS}{case}"));
    let net =
        r#"{"resource":{"aws_vpc":{"v":{}},"aws_subnet":{"s":{"vpc_id":"${aws_vpc.v.id}"}}}}"#;
    folder.write("net/main.tf.json", net);
    let gates = "[coverage]\nresources = 1\nattributes = 1\nclauses_proven = 1\n\
                 [[coverage.ignore]]\ntype = \"aws_vpc\"\nreason = \"x\"\n\
                 [[waiver]]\nspec = \"x\"\nreason = \"x\"\nexpires = \"2030-01-31\"\n";
    folder.write("gates.toml", gates);
    let json = ["--message-format", "json"];
    let runs = [
        with(&json),
        [&with(&["--config", "gates.toml"])[..], &json[..]].concat(),
        [&["check", "gone", "--specs", "specs"], &json[..]].concat(),
        [&["list", "specs", "--specs", "specs"], &json[..]].concat(),
        [&["list", "stacks", "in"], &json[..]].concat(),
        [&["list", "resources", "in"], &json[..]].concat(),
        [&["query", "in", "$.engine"], &json[..]].concat(),
        [&["query", "net", "aws_subnet", "-> aws_vpc"], &json[..]].concat(),
        [&["graph", "net"], &json[..]].concat(),
        [&["test", "--specs", "specs"], &json[..]].concat(),
    ];
    let mut seen: Vec<&str> = Vec::new();
    for args in &runs {
        let out = folder.run(args).out;
        for line in out.lines() {
            let keys = keys(line);
            let value: Value = serde_json::from_str(line).unwrap();
            let name = value["type"].as_str().unwrap();
            let row = TABLE.iter().find(|row| row.name == name);
            // The lines of `list resources` are of one kind: `type` is the resource's.
            let row = row
                .or(TABLE.iter().find(|row| row.name.is_empty()))
                .unwrap();
            let head = if row.name.is_empty() {
                None
            } else {
                Some("type")
            };
            let fields: Vec<&str> = head
                .into_iter()
                .chain(row.fields.iter().map(|field| field.name))
                .collect();
            assert_eq!(keys, fields, "{line}");
            seen.push(row.name);
        }
    }
    let unseen: Vec<&str> = TABLE
        .iter()
        // Those of one verb, of proof and of scoreboards are held to the table beside what writes them.
        .filter(|row| {
            let others = [
                "`coverage`, `merge`",
                "`mutate`",
                "`scoreboard`",
                "`stable`",
            ];
            row.verb.is_empty() && !others.iter().any(|verb| row.says.starts_with(verb))
        })
        .map(|row| row.name)
        .filter(|name| !seen.contains(name))
        .collect();
    assert_eq!(unseen, Vec::<&str>::new());
}

/// The members of a JSON object, in the order of the text.
fn keys(line: &str) -> Vec<String> {
    struct Keys(Vec<String>);
    impl<'de> serde::Deserialize<'de> for Keys {
        fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            struct Visitor;
            impl<'de> serde::de::Visitor<'de> for Visitor {
                type Value = Keys;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("an object")
                }
                fn visit_map<A: serde::de::MapAccess<'de>>(
                    self,
                    mut map: A,
                ) -> Result<Keys, A::Error> {
                    let mut keys = Vec::new();
                    while let Some((key, _)) = map.next_entry::<String, serde::de::IgnoredAny>()? {
                        keys.push(key);
                    }
                    Ok(Keys(keys))
                }
            }
            from.deserialize_map(Visitor)
        }
    }
    serde_json::from_str::<Keys>(line).unwrap().0
}

#[test]
fn a_report_in_a_file() {
    let folder = folder();
    let came = folder.run(&with(&[
        "--message-format",
        "json",
        "--output",
        "report.jsonl",
    ]));
    came.is(100, &["FAIL in::db::not-encrypted"]);
    let written = std::fs::read_to_string(folder.path("report.jsonl")).unwrap();
    assert_eq!(
        written,
        folder.run(&with(&["--message-format", "json"])).out
    );
    folder
        .run(&with(&["--output", "report.txt"]))
        .is(100, &["FAIL"]);
    let written = std::fs::read_to_string(folder.path("report.txt")).unwrap();
    assert!(
        written.contains("pass in::db::engine (2 of 2)"),
        "{written}"
    );
    folder
        .run(&with(&["--output", "gone/report"]))
        .is(2, &["`--output gone/report` cannot be written"]);
    // Nothing half-written is left behind.
    let mut left: Vec<_> = std::fs::read_dir(folder.0.path())
        .unwrap()
        .flatten()
        .map(|e| e.file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["in", "report.jsonl", "report.txt", "specs"]);
}

/// Five findings a case and 200 lines; what is left out is said, and is in the file.
#[test]
fn a_report_is_bounded() {
    let databases: Vec<String> = (0..500)
        .map(|i| format!(r#""d{i:03}": {{ "engine": "{}" }}"#, "x".repeat(4000)))
        .collect();
    let specs: String = (0..60)
        .map(|i| format!("[[spec]]\nid = \"s{i}\"\nresource = \"aws_db_instance\"\nmust = [ {{ at = \"$.engine\", equal = \"y\" }} ]\n"))
        .collect();
    let folder = Folder::with(&[
        (
            "in/a.tf.json",
            &format!(
                r#"{{"resource":{{"aws_db_instance":{{{}}}}}}}"#,
                databases.join(",")
            ),
        ),
        ("specs/a.toml", &specs),
    ]);
    let came = folder.run(&["check", "in", "--specs", "specs", "--output", "all.txt"]);
    came.is(
        100,
        &[
            "= 495 more findings: `stackspec check --output FILE` writes them all",
            "left out here",
        ],
    );
    assert!(
        came.out.lines().count() < 400,
        "{}",
        came.out.lines().count()
    );
    assert!(
        came.out.lines().all(|line| line.chars().count() <= 240),
        "a line is long"
    );
    let all = std::fs::read_to_string(folder.path("all.txt")).unwrap();
    assert_eq!(all.matches("expected: equal \"y\"").count(), 60 * 500);
}

#[test]
fn configuration() {
    let folder = folder();
    let bare = "inputs = [\"in\"]\nspecs = [\"specs\"]\n[params]\nsuffix = \"gres\"\n";
    folder.write("none.toml", bare);
    folder.write(
        "stackspec.toml",
        &format!("{bare}[coverage]\nresources = 66\n"),
    );
    folder
        .run(&["check"])
        .is(100, &["1 fail, 2 pass", "66 % are required"]);
    // A filter changes no gate.
    folder
        .run(&["check", "--spec", "engine"])
        .is(0, &["1 pass", "66 % are required\n"]);
    folder
        .run(&["check", "--spec", "engine", "--config", "none.toml"])
        .is(0, &["1 pass"])
        .lacks(&["coverage"]);
    folder.write(
        "other.toml",
        "inputs = [\"in\"]\nspecs = [\"specs/db.toml\"]\n[coverage]\nresources = 67\n",
    );
    folder
        .run(&["check", "--config", "other.toml"])
        .is(100, &["67 % are required: FAILED"]);
    // The gate alone makes it red.
    folder.write("good/a.toml", "[[spec]]\nid = \"e\"\nresource = \"aws_db_instance\"\nmust = [ { at = \"$.engine\", equal = \"postgres\" } ]\n");
    folder
        .run(&["check", "--config", "other.toml", "--specs", "good"])
        .is(100, &["1 pass", "FAILED"]);
    folder
        .run(&["check", "--specs", "good"])
        .is(0, &["ok: 1 spec"]);
    folder.write("stackspec.toml", "input = 1\n");
    folder
        .run(&["check"])
        .is(2, &["stackspec.toml:1:1", "did you mean `inputs`?"]);
    folder
        .run(&["check", "--config", "gone.toml"])
        .is(2, &["`gone.toml` cannot be read"]);
}

/// What a library skips is told in numbers, the most frequent reason first; specs of one's own are named.
#[test]
fn what_a_library_skips_is_counted() {
    let folder = folder();
    let with_library = with(&["--library", "aws/rds,terraform/names"]);
    let came = folder.run(&with_library);
    came.is(
        100,
        &[
            "specs of the library: --verbose lists them\n    - ",
            "skipped 1 spec: the param `suffix` has no value (give --param suffix=VALUE)\n    - in::db::suffix",
        ],
    );
    assert!(!came.out.contains("- in::terraform::"), "{}", came.out);
    let numbers = came
        .out
        .lines()
        .skip(1)
        .map_while(|line| line.strip_prefix("    - ")?.trim().split_once(':'));
    let numbers: Vec<usize> = numbers.map(|(count, _)| count.parse().unwrap()).collect();
    let (last, named) = numbers.split_last().unwrap();
    assert!(named.is_sorted_by(|a, b| a >= b), "{numbers:?}");
    assert!((2..=6).contains(&numbers.len()), "{numbers:?} {last}");
    let all = format!(
        "skipped {} specs of the library",
        numbers.iter().sum::<usize>()
    );
    assert!(came.out.starts_with(&all), "{}", came.out);
    let verbose = folder.run(&[with_library.as_slice(), &["--verbose"]].concat());
    verbose.is(100, &["    - in::terraform::names::name-without-suffix"]);
    assert!(!verbose.out.contains("of the library"), "{}", verbose.out);
}

/// What is read is not lost to a report, wherever it was named.
#[test]
fn a_report_takes_the_place_of_nothing_that_is_read() {
    let folder = folder();
    copy(
        "fixtures/terraform-builtin/plan.json",
        &folder.path("plan.json"),
    );
    let refused = |words: &[&str], file: &str| {
        let before = std::fs::read(folder.path(file)).unwrap();
        let said = "would take the place of what is read there";
        folder.run(words).is(2, &[said]);
        assert_eq!(std::fs::read(folder.path(file)).unwrap(), before, "{file}");
    };
    let source = "in/main.tf.json";
    refused(&with(&["--output", source]), source);
    refused(&with(&["--report", "sarif=specs/db.toml"]), "specs/db.toml");
    let plan = "plan.json";
    refused(
        &[
            "check",
            plan,
            "--specs",
            "specs",
            "--report",
            "json=./plan.json",
        ],
        plan,
    );
    refused(
        &["coverage", plan, "--specs", "specs", "--output", plan],
        plan,
    );
    refused(
        &[
            "mutate",
            plan,
            "--specs",
            "specs",
            "--report",
            "html=plan.json",
        ],
        plan,
    );
    refused(&["stable", plan, "in", "--output", plan], plan);
    refused(&["merge", plan, "--output", plan], plan);
    refused(&["scoreboard", plan, "--output", plan], plan);
    // The input that the configuration names; and nothing of a refusal is written there, either.
    folder.write(
        "stackspec.toml",
        "inputs = [\"plan.json\"]\nspecs = [\"specs\"]\n",
    );
    let json = ["check", "--message-format", "json", "--output", plan];
    refused(&json, plan);
    refused(&["coverage", "--output", plan], plan);
    // An earlier report is written anew.
    folder.run(&with(&["--output", "report.json"])).is(100, &[]);
    folder.run(&with(&["--output", "report.json"])).is(100, &[]);
}

/// An input may come from anybody: it must not configure its own test.
#[test]
fn nothing_under_an_input_configures() {
    let folder = folder();
    folder.write("in/stackspec.toml", "[params]\nsuffix = \"gres\"\n");
    let inside = folder.path("in");
    let came = common::run_in(&inside, &["check", ".", "--specs", "../specs"]);
    came.is(
        100,
        &[
            "lies in the input `.` and is not read",
            "skipped 1 spec: the param `suffix`",
        ],
    );
    let came = common::run_in(
        &inside,
        &[
            "check",
            ".",
            "--specs",
            "../specs",
            "--config",
            "stackspec.toml",
        ],
    );
    came.is(100, &["2 pass"]);
}

#[test]
fn the_payments_stack() {
    let check = |input: &str, more: &[&str]| {
        let input = format!("examples/payments/{input}");
        let args = [
            "check",
            &input,
            "--specs",
            "examples/payments/specs",
            "--param",
            "suffix=pr1234",
        ];
        run(&[&args, more].concat())
    };
    check("fixed/cdktf.out", &[]).is(0, &["ok: ", "80 of 80 resources covered"]);
    check("fixed/cdktf.out", &["--library", "aws"]).is(0, &["ok: ", "80 of 80 resources covered"]);
    check("broken/cdktf.out", &[]).is(
        100,
        &[
            "FAIL payments::database::database-public (deny): a database has a public address",
            "aws_db_instance.database_instance_D7FC2283  (payments-pr1234/database/instance)",
            "cdk.tf.json:465:32",
        ],
    );
    check("fixed/plan.json", &["--stack", "payments"]).is(0, &["it is for synth input"]);
    check("broken/plan.json", &["--stack", "payments"])
        .is(100, &["FAIL payments::database::database-public"]);
}

/// `stackspec check | head -1` is no error of anybody.
#[test]
fn a_reader_that_goes_away() {
    let folder = folder();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_stackspec"))
        .current_dir(folder.0.path())
        .args(CHECK)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).as_ref()
        ),
        (Some(100), "")
    );
}
