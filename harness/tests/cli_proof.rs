//! `stackspec coverage`, `mutate` and `merge`.

#![expect(clippy::unwrap_used, reason = "a test")]

#[path = "common/committed.rs"]
mod committed;
mod common;
#[path = "cli_proof/coverage.rs"]
mod coverage;
#[path = "cli_proof/merge.rs"]
mod merge;
#[path = "cli_proof/mutate.rs"]
mod mutate;
#[path = "common/say.rs"]
mod say;

use common::Folder;

/// A queue and a table; what nobody asks for stands beside what somebody does.
const STACK: &str = r#"{
  "resource": {
    "aws_sqs_queue": {
      "jobs": {
        "name": "jobs",
        "delay_seconds": 5,
        "policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}]}"
      }
    },
    "aws_dynamodb_table": {
      "orders": {
        "name": "orders",
        "billing_mode": "PAY_PER_REQUEST",
        "hash_key": "id",
        "attribute": [{ "name": "id", "type": "S" }]
      }
    }
  }
}
"#;

const SPECS: &str = r#"
[[spec]]
id       = "queue-waits"
resource = "aws_sqs_queue"
must     = [ { at = "$.delay_seconds", equal = 5 } ]

[[spec]]
id       = "queue-has-a-name"
resource = "aws_sqs_queue"
must     = [ { at = "$.name", present = true } ]

[[spec]]
id       = "table-on-demand"
resource = "aws_dynamodb_table"
must     = [ { at = "$.billing_mode", equal = "PAY_PER_REQUEST" } ]
"#;

/// One more, which fails.
const RED: &str = r#"
[[spec]]
id       = "table-is-red"
resource = "aws_dynamodb_table"
must     = [ { at = "$.billing_mode", equal = "PROVISIONED" } ]
"#;

fn folder() -> Folder {
    Folder::with(&[
        ("in/app.tf.json", STACK),
        ("specs/app.toml", SPECS),
        ("red/red.toml", RED),
    ])
}

/// A verb on the stack, with the specs of a folder.
fn words<'a>(verb: &'a str, specs: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut words = vec![verb, "in", "--specs", specs];
    words.extend(more);
    words
}

/// The page says what the table of operators says. `STACKSPEC_BLESS=1` writes it.
#[test]
fn the_operators_of_the_page_are_those_of_the_table() {
    let page = document();
    let (start, end) = ("<!-- operators -->\n", "<!-- /operators -->");
    let (before, rest) = page.split_once(start).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let mut table = "| operator | what it does |\n|---|---|\n".to_owned();
    for info in &stackspec::proof::OPERATORS {
        table.push_str(&format!("| `{}` | {} |\n", info.name, info.does));
    }
    let made = format!("{before}{start}{table}{end}{after}");
    committed::committed("docs/coverage.md", &made);
}

/// Every flag of the verbs is explained there.
#[test]
fn the_page_knows_every_flag() {
    let page = document();
    let mut known = 0;
    for verb in ["coverage", "mutate", "merge"] {
        let help = common::run(&[verb, "--help"])
            .is(0, &["Examples:"])
            .out
            .clone();
        let words = help
            .split_whitespace()
            .filter(|word| word.starts_with("--"));
        for flag in words.map(|word| word.trim_end_matches([',', '.'])) {
            let flag = flag.split(['=', '`']).next().unwrap();
            assert!(
                flag == "--help" || page.contains(&format!("`{flag}")),
                "{verb} {flag}"
            );
            known += 1;
        }
    }
    assert!(known > 20, "{known}");
}

fn document() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coverage.md");
    std::fs::read_to_string(path).unwrap()
}
