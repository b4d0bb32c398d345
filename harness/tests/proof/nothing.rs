//! Specs that assert nothing hold nothing.

use pretty_assertions::assert_eq;

use crate::judged::{Small, coverage, example, mutate, specs, states, unproven};
use stackspec::diagnostic::SourceFile;
use stackspec::proof::Scope;
use stackspec::spec;

const STACK: &str = r#"{"resource":{"aws_vpc":{"main":{"cidr_block":"10.0.0.0/16","tags":{"Name":"n"}}},
  "aws_s3_bucket":{"b":{"bucket":"b"}}}}"#;

/// Nothing of the example is covered, and no mutant of a value is killed.
#[track_caller]
fn asserts_nothing(text: &str) {
    let input = example("payments/fixed/cdktf.out");
    let found = coverage(&input, specs(text));
    let tally = found.attributes();
    assert_eq!((tally.covered, tally.percent()), (0, Some(0)), "{text}");
    assert_eq!(found.resources().1, 0, "{text}");
}

#[test]
fn that_something_is_there_says_nothing_of_it() {
    asserts_nothing(
        "[[spec]]\nid = \"all\"\nresource = \"*\"\nmust = [ { at = \"$..*\", present = true } ]",
    );
    asserts_nothing(
        "[[spec]]\nid = \"any\"\nresource = \"*\"\nmust = [ { at = \"$..*\", count = \">= 1\" } ]",
    );
}

/// What the harness itself says of a block is a constant: its type, its address.
#[test]
fn a_constant_of_the_test_is_no_leaf() {
    asserts_nothing(
        "[[spec]]\nid = \"type\"\nresource = \"aws_vpc\"\nmust = [ { at = \"$['//'].type\", equal = \"aws_vpc\" } ]",
    );
    asserts_nothing(
        "[[spec]]\nid = \"named\"\nresource = \"*\"\nmust = [ { at = \"$['//'].address\", match = \"^aws_\" } ]",
    );
}

/// The way in which tests are written that cannot fail: `expect(true)`, and texts of the test held
/// against themselves.
#[test]
fn tests_of_themselves() {
    asserts_nothing(
        "[[spec]]\nid = \"true\"\nresource = \"*\"\nmust = [ { any = [ { at = \"$.tags\", present = true }, { at = \"$.tags\", absent = true } ] } ]",
    );
    asserts_nothing(
        "[[spec]]\nid = \"count\"\nresource = \"*\"\nmust = [ { at = \"$['//'].name\", count = 1 } ]",
    );
    // What is held against itself is no spec at all.
    for right in ["\"{$.bucket}\"", "{ at = \"$.bucket\" }"] {
        let text = format!(
            "[[spec]]\nid = \"it\"\nresource = \"aws_s3_bucket\"\nmust = [ {{ at = \"$.bucket\", equal = {right} }} ]"
        );
        let source = SourceFile {
            path: "specs.toml".into(),
            text: text.into(),
        };
        let errors = spec::parse(&source, "specs").expect_err("refused");
        assert_eq!(errors[0].message, "this compares the value with itself");
    }
}

#[test]
fn expressions_that_find_anything() {
    for expression in ["(?s)^.", ".+"] {
        let text = format!(
            "[[spec]]\nid = \"it\"\nresource = \"aws_vpc\"\nmust = [ {{ at = \"$.cidr_block\", match = '{expression}' }} ]"
        );
        let found = Small::new(STACK).coverage(&text);
        assert_eq!(found.attributes().covered, 0, "{text}");
    }
}

#[test]
fn a_clause_that_cannot_fail_is_named() {
    let text = r#"
[[spec]]
id = "wide"
resource = "aws_vpc"
must = [
  { at = "$.cidr_block", equal = "10.0.0.0/16" },
  { at = "$.cidr_block", match = '^(.|\n)', optional = true },
  { any = [ { at = "$.cidr_block", present = true }, { at = "$.cidr_block", absent = true } ] },
]
"#;
    let found = Small::new(STACK).coverage(text);
    assert_eq!(unproven(&found), ["wide#2", "wide#3"]);
    let why = found.clauses[1].why.as_deref();
    assert_eq!(
        why,
        Some("no change of one thing that was tried made it fail, nor did any value that it names")
    );
    assert_eq!(found.proven(), (3, 1));
}

#[test]
fn a_red_spec_proves_nothing() {
    let text = "[[spec]]\nid = \"red\"\nresource = \"aws_vpc\"\nmust = [ { at = \"$.cidr_block\", equal = \"x\" }, { at = \"$.tags.Name\", equal = \"n\" } ]";
    let stack = Small::new(STACK);
    let found = stack.mutate(text);
    assert_eq!(
        found.left_out,
        [("payments::specs::red".to_owned(), "fail")]
    );
    assert_eq!(found.score().killed, 0);
    // What holds of the subject is held all the same.
    let found = stack.coverage(text);
    let expected = [
        "aws_vpc.main $.cidr_block: consulted",
        "aws_vpc.main $.tags.Name: covered",
    ];
    assert_eq!(states(&found), expected);
}

#[test]
fn a_warning_guards_nothing() {
    let text = "[[spec]]\nid = \"w\"\nlevel = \"warn\"\nresource = \"aws_vpc\"\nmust = [ { at = \"$.cidr_block\", equal = \"10.0.0.0/16\" } ]";
    let stack = Small::new(STACK);
    assert_eq!(stack.coverage(text).attributes().covered, 0);
    assert_eq!(stack.coverage(text).clauses.len(), 0);
    assert_eq!(stack.mutate(text).score().killed, 0);
}

/// Without any spec every mutant survives, and there is no percentage that could be met.
#[test]
fn nothing_kills_nothing() {
    let found = mutate(&Small::new(STACK).path(), specs(""), &Scope::default());
    let score = found.score();
    assert_eq!(
        (score.killed, score.noticed, score.percent()),
        (0, 0, Some(0))
    );
    assert!(score.survived > 8, "{score:?}");
    let empty = mutate(
        &Small::new("{\"resource\":{}}").path(),
        specs(""),
        &Scope::default(),
    );
    assert_eq!((empty.score().mutants, empty.score().percent()), (0, None));
}
