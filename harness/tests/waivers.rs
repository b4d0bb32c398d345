//! Waivers: what they cover, what they never cover, and what becomes of them.

#![expect(clippy::unwrap_used, reason = "a test")]

mod common;

use std::process::Command;

use common::{Came, Folder, run};
use pretty_assertions::assert_eq;

const STACK: &str = r#"{
  "variable": { "unset": {} },
  "resource": {
    "aws_sqs_queue": {
      "orders": { "name": "orders-pr1", "fifo_queue": false },
      "audit": { "name": "audit-pr1", "fifo_queue": false, "delay_seconds": 5 },
      "pr1": { "name": "own-pr1", "fifo_queue": true, "kms_master_key_id": "${var.unset}" }
    }
  }
}
"#;

const SPECS: &str = r#"
[param.suffix]
identity = true

[[spec]]
id       = "fifo"
title    = "a queue keeps no order"
resource = "aws_sqs_queue"
must     = [ { at = "$.fifo_queue", equal = true } ]

[[spec]]
id       = "no-own"
resource = "aws_sqs_queue"
must     = [ { at = "$.name", not_equal = "own-{suffix}" } ]

[[spec]]
id       = "key"
resource = "aws_sqs_queue"
where    = "$.fifo_queue == true"
must     = [ { at = "$.kms_master_key_id", equal = "a" } ]

[[spec]]
id       = "misspelt"
resource = "aws_sqs_queues"
must     = [ { at = "$.name", present = true } ]

[[spec]]
id       = "odd"
resource = "aws_sqs_queue"
must     = [ { at = "$.name", at_least = 5 } ]

[[spec]]
id       = "together"
resource = "aws_vpc"
must     = [ { together = "stack", at = "$", count = 1 }, { at = "$.cidr_block", present = true } ]

[[spec]]
id       = "good"
resource = "aws_sqs_queue"
must     = [ { at = "$.name", match = "-pr1$" } ]
"#;

const CONFIG: &str = "inputs = [\"in\"]\nspecs = [\"specs\"]\nparams.suffix = \"pr1\"\n";

fn folder(waivers: &str) -> Folder {
    Folder::with(&[
        ("in/main.tf.json", STACK),
        ("specs/q.toml", SPECS),
        ("stackspec.toml", &format!("{CONFIG}{waivers}")),
    ])
}

/// A waiver with the reason and the day that all of these have.
fn waiver(keys: &str) -> String {
    format!("[[waiver]]\n{keys}\nreason = \"drained by hand\"\nexpires = \"2030-01-31\"\n")
}

/// `check` of one spec, on a day before all waivers expire.
fn check(waivers: &str, spec: &str, args: &[&str]) -> Came {
    let args = [&["check", "--spec", spec, "--today", "2026-01-01"], args].concat();
    folder(waivers).run(&args)
}

#[test]
fn what_is_waived_fails_nothing_and_is_listed() {
    let both = waiver(
        "spec = \"fifo\"\naddress = \"aws_sqs_queue.{orders,audit}\"\nmany = true\nowner = \"@q\"\nissue = \"OPS-1\"",
    );
    check(&both, "fifo", &[]).is(
        0,
        &[
            "waived 2 findings until 2030-01-31: spec = \"fifo\", address = \"aws_sqs_queue.{orders,audit}\": \
             drained by hand (@q, OPS-1)\n",
            "ok: 1 spec on 1 stack: 1 waived, 2 findings waived",
        ],
    );
    check(&both, "fifo", &["--verbose"]).is(0, &["    - in::q::fifo: aws_sqs_queue.audit\n"]);
    // The red twin: without it.
    check("", "fifo", &[]).is(100, &["FAILED: 1 spec on 1 stack: 1 fail"]);
}

#[test]
fn what_is_left_is_red() {
    let one = waiver("spec = \"q::fifo\"\naddress = \"aws_sqs_queue.audit\"");
    let came = check(&one, "fifo", &[]);
    came.is(
        100,
        &[
            "| aws_sqs_queue.orders\n",
            "= waived: 1 finding\n",
            "1 fail, 1 finding waived",
        ],
    );
    came.lacks(&["| aws_sqs_queue.audit"]);
}

#[test]
fn several_subjects_are_covered_only_where_it_says_so() {
    for keys in [
        "spec = \"fifo\"",
        "spec = \"fifo\"\naddress = \"aws_sqs_queue.*\"",
    ] {
        check(&waiver(keys), "fifo", &[]).is(
            100,
            &[
                "warning: this waiver is like 2 subjects of one stack, and covers none of them\n",
                "name one of them, or say `many = true`",
            ],
        );
        let many = format!("{keys}\nmany = true");
        check(&waiver(&many), "fifo", &[]).is(0, &["1 waived"]);
    }
}

#[test]
fn params_stand_for_their_values() {
    let own = waiver("spec = \"no-own\"\naddress = \"aws_sqs_queue.{suffix}\"");
    check(&own, "no-own", &[]).is(0, &["1 waived"]);
    check(&own, "no-own", &["--param", "suffix=*"]).is(0, &["ok: 1 spec on 1 stack: 1 pass"]);
    check(&own.replace("{suffix}", "{sufix}"), "no-own", &[]).is(
        2,
        &[
            "`{sufix}` in the address of this waiver has no value",
            "--> stackspec.toml:4:1",
        ],
    );
}

#[test]
fn what_is_unknown_can_be_waived() {
    check("", "key", &[]).is(100, &["1 unknown"]);
    check(&waiver("spec = \"key\""), "key", &[]).is(0, &["1 waived"]);
}

/// Nothing true is said there that one could live with.
#[test]
fn what_is_vacuous_or_no_judgement_cannot_be_waived() {
    for (spec, outcome) in [("misspelt", "vacuous"), ("odd", "error")] {
        let came = check(
            &waiver(&format!("spec = \"{spec}\"\nmany = true")),
            spec,
            &[],
        );
        came.is(
            100,
            &[&format!("1 {outcome}"), "this waiver covers nothing"],
        );
    }
    // A spec that is red for its count alone, and has examined nothing beside it.
    check("", "together", &[]).is(100, &["1 fail"]);
    check(&waiver("spec = \"together\""), "together", &[]).is(100, &["1 vacuous"]);
}

#[test]
fn what_is_stale_is_said_and_red_where_nobody_reads_it() {
    let audit = "spec = \"fifo\"\naddress = \"aws_sqs_queue.audit\"";
    let orders = waiver("spec = \"fifo\"\naddress = \"aws_sqs_queue.orders\"");
    let rows = [
        (
            waiver("spec = \"good\""),
            "good",
            "this waiver covers nothing\n",
        ),
        (
            waiver("spec = \"fifo\"\naddress = \"aws_sqs_queue.audits\""),
            "fifo",
            "did you mean `aws_sqs_queue.audit`?",
        ),
        (
            waiver(audit).replace("2030", "2025") + &orders,
            "fifo",
            "this waiver expired on 2025-01-31: 1 finding that it waived count again\n",
        ),
        (
            waiver("spec = \"good\"").replace("2030", "2025"),
            "good",
            "and nothing is left that is like it\n",
        ),
    ];
    for (waivers, spec, says) in rows {
        let open = check(&waivers, spec, &[]);
        let red = if spec == "good" { 104 } else { 100 };
        open.is(if spec == "good" { 0 } else { 100 }, &[says]);
        check(&waivers, spec, &["--locked"]).is(red, &[says, "--locked"]);
    }
    // The last day counts, the next does not.
    let both = waiver("spec = \"fifo\"\nmany = true");
    folder(&both)
        .run(&[
            "check",
            "--spec",
            "fifo",
            "--today",
            "2030-01-31",
            "--locked",
        ])
        .is(0, &["1 waived"]);
    folder(&both)
        .run(&["check", "--spec", "fifo", "--today", "2030-02-01"])
        .is(100, &["expired"]);
}

#[test]
fn ci_is_locked() {
    let folder = folder(&waiver("spec = \"good\""));
    for (ci, code) in [("true", 104), ("1", 104), ("false", 0), ("", 0)] {
        let args = ["check", "--spec", "good", "--today", "2026-01-01"];
        let mut command = Command::new(env!("CARGO_BIN_EXE_stackspec"));
        let came = command
            .current_dir(folder.path(""))
            .args(args)
            .env("CI", ci)
            .output()
            .unwrap();
        assert_eq!(came.status.code(), Some(code), "CI={ci}");
    }
}

/// A misspelt spec is unused in a whole run; in a part of it nobody can tell.
#[test]
fn a_waiver_of_no_spec() {
    let waivers = waiver("spec = \"fifos\"") + &waiver("spec = \"good\"\nstack = \"elsewhere-*\"");
    let came = folder(&waivers).run(&["check", "--today", "2026-01-01"]);
    came.is(100, &["this waiver covers nothing", "did you mean `fifo`?"]);
    assert_eq!(came.out.matches("this waiver").count(), 1, "{}", came.out);
    check(&waivers, "good", &["--locked"]).is(0, &["1 pass"]);
}

#[test]
fn what_is_no_waiver_is_refused() {
    let rows = [
        (
            "[[waiver]]\nspec = \"fifo\"\nreason = \"r\"\n",
            "this waiver has no `expires`",
        ),
        (
            "[[waiver]]\nspec = \"fifo\"\nexpires = 2030-01-31\n",
            "this waiver has no `reason`",
        ),
        (
            "[[waiver]]\nreason = \"r\"\nexpires = 2030-01-31\n",
            "names no spec",
        ),
        (
            "[[waiver]]\nspec = \"a\"\nreason = \"r\"\nexpires = \"soon\"\n",
            "a day, as \"2027-01-31\"",
        ),
        (
            "[[waiver]]\nspec = \"a\"\nreason = \" \"\nexpires = \"2030-01-31\"\n",
            "empty",
        ),
        (
            "[[waiver]]\nspec = \"a\"\nreason = \"r\"\nexpires = \"2030-01-31\"\nuntil = 1\n",
            "`expires`",
        ),
        (
            "[[waiver]]\nspec = \"a\"\naddress = \"[\"\nreason = \"r\"\nexpires = \"2030-01-31\"\n",
            "this is no glob",
        ),
    ];
    for (text, says) in rows {
        folder(text).run(&["check"]).is(2, &[says]);
    }
    let folder = folder("");
    folder.write(
        "specs/q.toml",
        &format!("{SPECS}{}", waiver("spec = \"fifo\"")),
    );
    folder
        .run(&["check"])
        .is(103, &["waivers stand in stackspec.toml"]);
}

#[test]
fn programs_read_it() {
    let waivers = waiver("spec = \"fifo\"\naddress = \"aws_sqs_queue.audit\"\nowner = \"@q\"")
        + &waiver("spec = \"good\"");
    let came =
        folder(&waivers).run(&["check", "--today", "2026-01-01", "--message-format", "json"]);
    let of = |kind: &str| {
        let lines = came.json().into_iter();
        lines
            .filter(|line| line["type"] == kind)
            .collect::<Vec<_>>()
    };
    let said: Vec<_> = of("waiver")
        .iter()
        .map(|it| {
            (
                it["state"].clone(),
                it["findings"].clone(),
                it["line"].clone(),
                it["stale"].clone(),
            )
        })
        .collect();
    assert_eq!(
        serde_json::json!(said),
        serde_json::json!([["used", 1, 4, false], ["unused", 0, 10, true]])
    );
    let waived: Vec<_> = of("finding")
        .into_iter()
        .filter(|it| !it["waived"].is_null())
        .collect();
    assert_eq!(waived.len(), 1);
    let expected = serde_json::json!({"reason": "drained by hand", "owner": "@q", "issue": null, "expires": "2030-01-31"});
    assert_eq!(waived[0]["waived"], expected);
}

/// `waive` writes what `check` then holds to.
#[test]
fn the_verb_writes_one() {
    let folder = folder("");
    let day = ["--today", "2026-01-01"];
    let waive = |args: &[&str]| {
        let common = [
            "waive",
            "--reason",
            "a \"quoted\" reason\n[[waiver]]",
            "--expires",
            "2030-01-31",
        ];
        folder.run(&[&common, &day[..], args].concat())
    };
    let text = || std::fs::read_to_string(folder.path("stackspec.toml")).unwrap();
    let before = text();
    let refused = [
        (
            &["--spec", "fifo"][..],
            "`fifo` finds fault with 2 subjects: say which is waived",
        ),
        (
            &["--spec", "fifo", "--address", "aws_sqs_queue.*"],
            "this is like 2 subjects of one stack",
        ),
        (
            &["--spec", "fifo", "--address", "aws_sqs_queue.orderz"],
            "did you mean `aws_sqs_queue.orders`?",
        ),
        (
            &["--spec", "good"],
            "`good` finds no fault that could be waived",
        ),
        (
            &["--spec", "misspelt"],
            "q::misspelt is vacuous, which no waiver covers",
        ),
        (&["--spec", "nothing"], "matches no spec"),
    ];
    for (args, says) in refused {
        waive(args).is(2, &[says]);
        assert_eq!(text(), before);
    }
    waive(&["--spec", "no-own"]).is(
        0,
        &["wrote stackspec.toml: 1 finding of no-own waived until 2030-01-31"],
    );
    assert!(
        text().contains("address = \"aws_sqs_queue.{suffix}\""),
        "{}",
        text()
    );
    assert!(text().starts_with(CONFIG.trim_end()), "{}", text());
    waive(&["--spec", "no-own", "--address", "*"]).is(2, &["what this is like is waived already"]);
    waive(&["--spec", "fifo", "--address", "*", "--many"]).is(0, &["2 findings of fifo waived"]);
    for spec in ["no-own", "fifo"] {
        folder
            .run(&["check", "--spec", spec, "--today", "2026-01-01"])
            .is(0, &["1 waived"]);
    }
    run(&["waive", "--help"]).is(0, &["never what is vacuous or could not be judged"]);
    let over = ["--today", "2031-01-01", "--spec", "key"];
    let reason = ["waive", "--reason", "r", "--expires", "2030-01-31"];
    folder
        .run(&[&reason, &over[..]].concat())
        .is(2, &["2030-01-31 is over: it would waive nothing"]);
}
