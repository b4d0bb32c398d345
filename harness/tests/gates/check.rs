//! Gates of `stackspec check`, from a stack to the exit code.

use pretty_assertions::assert_eq;
use serde_json::Value;

use super::common::{Came, Folder, run};

const STACK: &str = r#"{
  "resource": {
    "aws_sqs_queue": { "jobs": { "name": "jobs", "delay_seconds": 5 } },
    "aws_vpc": { "net": { "cidr_block": "10.0.0.0/16" } }
  }
}
"#;

/// `name` covers one leaf of three; the clause of `anything` cannot fail.
const SPECS: &str = r#"[[spec]]
id       = "name"
resource = "aws_sqs_queue"
must     = [ { at = "$.name", equal = "jobs" } ]

[[spec]]
id       = "anything"
resource = "aws_vpc"
must     = [ { any = [ { at = "$.cidr_block", present = true },
                       { at = "$.cidr_block", absent = true } ] } ]
"#;

const CONFIG: &str = "inputs = [\"in\"]\nspecs = [\"specs\"]\n";

fn check_with(stack: &str, coverage: &str, args: &[&str]) -> Came {
    let folder = Folder::with(&[
        ("in/main.tf.json", stack),
        ("specs/db.toml", SPECS),
        ("stackspec.toml", &format!("{CONFIG}{coverage}")),
    ]);
    folder.run(&[&["check"], args].concat())
}

fn check(coverage: &str, args: &[&str]) -> Came {
    check_with(STACK, coverage, args)
}

#[test]
fn resources_at_the_bar_and_below_it() {
    check("[coverage]\nresources = 50\n", &[]).is(
        0,
        &[
            "coverage: 1 of 2 resources covered (50 %); 50 % are required\n",
            "ok: 2 specs on 1 stack: 2 pass; 1 of 2 resources covered;",
        ],
    );
    check("[coverage]\nresources = 51\n", &[]).is(
        100,
        &[
            "coverage: 1 of 2 resources covered (50 %); 51 % are required: FAILED\n",
            "    - aws_vpc.net\n",
            "FAILED: 2 specs on 1 stack: 2 pass; 1 of 2 resources covered;",
        ],
    );
}

#[test]
fn attributes_at_the_bar_and_below_it() {
    check("[coverage]\nattributes = 33\n", &[]).is(
        0,
        &["attributes: 1 of 3 attributes covered (33 %); 33 % are required\n"],
    );
    check("[coverage]\nattributes = 34\n", &[]).is(
        100,
        &[
            "attributes: 1 of 3 attributes covered (33 %); 34 % are required: FAILED\n",
            "    no clause would fail if these were otherwise:\n",
            "    - aws_sqs_queue.jobs $.delay_seconds  in/main.tf.json:3\n",
            "1 of 2 resources covered, 1 of 3 attributes covered;",
        ],
    );
}

#[test]
fn clauses_at_the_bar_and_below_it() {
    check("[coverage]\nclauses_proven = 50\n", &[]).is(
        0,
        &["clauses: 1 of 2 clauses proven (50 %); 50 % are required\n"],
    );
    check("[coverage]\nclauses_proven = 51\n", &[]).is(
        100,
        &[
            "clauses: 1 of 2 clauses proven (50 %); 51 % are required: FAILED\n",
            "    no change was seen to make these clauses fail:\n",
            "    - db::anything clause 1: ",
            "  specs/db.toml:9\n",
        ],
    );
    let ignore = "[[coverage.ignore]]\nspec = \"db::anything\"\nreason = \"it shows a gate\"\n";
    let all = "[coverage]\nclauses_proven = 100\n";
    check(&format!("{all}{ignore}"), &[]).is(0, &["1 of 1 clause proven (100 %)"]);
}

/// A filter chooses what is shown, and no percentage.
#[test]
fn gates_are_of_all_specs_whatever_the_filter() {
    let gates = [
        (
            "resources = 50",
            "resources = 51",
            "1 of 2 resources covered (50 %)",
        ),
        (
            "attributes = 33",
            "attributes = 34",
            "1 of 3 attributes covered (33 %)",
        ),
        (
            "clauses_proven = 50",
            "clauses_proven = 51",
            "1 of 2 clauses proven (50 %)",
        ),
    ];
    for (met, missed, share) in gates {
        for spec in ["name", "anything"] {
            let one = "1 spec on 1 stack: 1 pass; 1 of 2 resources covered";
            let same = "= this is of all specs: a filter changes no percentage";
            let run = |gate| check(&format!("[coverage]\n{gate}\n"), &["--spec", spec]);
            run(met).is(0, &[share, one, same]).lacks(&["FAILED"]);
            run(missed).is(100, &[share, one, same, "are required: FAILED"]);
        }
    }
    // Without a gate nobody waits for a share.
    check("", &["--spec", "name"])
        .is(0, &["1 spec on 1 stack: 1 pass"])
        .lacks(&["covered"]);
    // What is red outside of the filter is not shown, and decides nothing but the gate.
    let red = STACK.replace("\"name\": \"jobs\"", "\"name\": \"other\"");
    let gate = "[coverage]\nresources = 50\n";
    check_with(&red, gate, &["--spec", "anything"])
        .is(0, &["1 pass"])
        .lacks(&["FAIL"]);
    check_with(&red, gate, &[]).is(100, &["1 fail"]);
}

/// The exits of a filter and of nothing judged come together as without a gate.
#[test]
fn a_gate_that_is_met_proves_nothing_else() {
    let off = SPECS.replacen("id  ", "level = \"off\"\nid  ", 1);
    let folder = Folder::with(&[
        ("in/main.tf.json", STACK),
        ("specs/db.toml", &off),
        (
            "stackspec.toml",
            &format!("{CONFIG}[coverage]\nresources = 0\n"),
        ),
    ]);
    folder
        .run(&["check", "--spec", "name"])
        .is(4, &["NOTHING JUDGED"]);
}

#[test]
fn what_does_not_count() {
    let gate = "[coverage]\nresources = 100\n";
    let vpc = "[[coverage.ignore]]\ntype = \"aws_vpc\"\nreason = \"of another team\"\n";
    check(&format!("{gate}{vpc}"), &[]).is(
        0,
        &["coverage: 1 of 1 resource covered (100 %); 1 more ignored; 100 % are required\n"],
    );
    check(&format!("{gate}{vpc}"), &["--verbose"]).is(
        0,
        &["ignored: 1 resource by type = \"aws_vpc\" (stackspec.toml:5): of another team\n"],
    );
    // One that takes nothing away is said, and makes no gate red.
    let gone = vpc.replace("aws_vpc", "aws_lb");
    check(&format!("{gate}{vpc}{gone}"), &[]).is(
        0,
        &["ignored for nothing: stackspec.toml:8: type = \"aws_lb\": nothing that counts is like it"],
    );
    check(&format!("{gate}{gone}"), &[]).is(
        100,
        &[
            "(50 %); 100 % are required: FAILED",
            "ignored for nothing: stackspec.toml:5",
        ],
    );
    // What has no gate to be ignored for is no matter.
    let tags = "[[coverage.ignore]]\ntype = \"*\"\npath = \"$.tags\"\nreason = \"x\"\n";
    check(&format!("{gate}{vpc}{tags}"), &[])
        .is(0, &[])
        .lacks(&["for nothing"]);
}

#[test]
fn nothing_to_cover_is_red() {
    let ignored = "[[coverage.ignore]]\ntype = \"*\"\nreason = \"all\"\n\
                   [[coverage.ignore]]\nspec = \"*\"\nreason = \"all\"\n";
    for gate in ["resources = 0", "attributes = 0", "clauses_proven = 0"] {
        let coverage = format!("[coverage]\n{gate}\n");
        check(&format!("{coverage}{ignored}"), &[]).is(
            100,
            &["(nothing to cover)", "0 % are required: FAILED", "2 pass"],
        );
        let bare = r#"{"output":{"x":{"value":"y"}}}"#;
        let wanted = match gate {
            "resources = 0" => "0 of 0 resources covered (nothing to cover)",
            _ => "",
        };
        check_with(bare, &coverage, &[]).is(100, &[wanted]);
    }
    let folder = Folder::with(&[
        ("in/readme.md", "nothing"),
        ("specs/db.toml", SPECS),
        (
            "stackspec.toml",
            &format!("{CONFIG}[coverage]\nresources = 0\n"),
        ),
    ]);
    folder.run(&["check"]).is(102, &[]);
}

#[test]
fn lines_of_json() {
    let coverage = "[coverage]\nresources = 60\nattributes = 33\nclauses_proven = 51\n\
                    [[coverage.ignore]]\ntype = \"aws_lb\"\nreason = \"gone\"\n";
    for args in [
        &["--message-format", "json"][..],
        &["--message-format", "json", "--spec", "name"],
    ] {
        let came = check(coverage, args);
        let lines = came.is(100, &[]).json();
        let of = |kind: &str| -> Vec<&Value> {
            lines.iter().filter(|line| line["type"] == kind).collect()
        };
        let gates: Vec<Value> = of("gate")
            .iter()
            .map(|line| {
                let names = [
                    "gate", "case", "required", "percent", "all", "reached", "met",
                ];
                names.iter().map(|name| line[*name].clone()).collect()
            })
            .collect();
        let expected = [
            serde_json::json!(["resources", "run::coverage::resources", 60, 50, 2, 1, false]),
            serde_json::json!([
                "attributes",
                "run::coverage::attributes",
                33,
                33,
                3,
                1,
                true
            ]),
            serde_json::json!([
                "clauses_proven",
                "run::coverage::clauses_proven",
                51,
                50,
                2,
                1,
                false
            ]),
        ];
        assert_eq!(gates, expected);
        assert_eq!(of("gate")[0]["missing"][0]["what"], "aws_vpc.net");
        assert_eq!(of("gate")[1]["missing"][0]["file"], "in/main.tf.json");
        assert_eq!(of("gate")[2]["missing"][0]["line"], 9);
        assert_eq!(
            *of("ignore")[0],
            serde_json::json!({
                "type": "ignore", "entry": "type = \"aws_lb\"", "reason": "gone",
                "file": "stackspec.toml", "line": 7, "asked": true, "resources": 0, "leaves": 0,
                "clauses": 0, "unused": true,
            })
        );
        let total = of("coverage")
            .into_iter()
            .find(|line| line["stack"].is_null())
            .unwrap();
        assert_eq!(
            (&total["required"], &total["met"]),
            (&Value::from(60), &Value::from(false))
        );
    }
}

#[test]
fn the_help_says_so() {
    let help = run(&["check", "--help"]).out;
    let words: Vec<&str> = help.split_whitespace().collect();
    let help = words.join(" ");
    for said in [
        "the gates of `[coverage]` are judged by all specs all the same",
        "100 if one does not or a gate is not met",
    ] {
        assert!(help.contains(said), "`{said}` is not in:\n{help}");
    }
}

/// A misspelt operator is refused before anything is judged, whatever the verb.
#[test]
fn mutants_of_no_operator() {
    let skip = "[[mutant.skip]]\ntype = \"*\"\noperator = \"dorp\"\nreason = \"x\"\n";
    check(skip, &[]).is(2, &["no operator is called `dorp`", "did you mean `drop`?"]);
    check(&skip.replace("dorp", "drop"), &[]).is(0, &["2 pass"]);
}
