//! The `JSONPath` compliance test suite: every selector, every value, every normalized path.

use pretty_assertions::assert_eq;
use serde_json::Value;
use stackspec::select::Query;
use stackspec::value::Node;

use crate::support::strict;

/// How many tests the suite has, how many of them are invalid selectors, and how many give
/// normalized paths. A suite of another size is another suite: look at it before changing this.
const TESTS: usize = 703;
const INVALID: usize = 247;
const WITH_PATHS: usize = 456;

#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
#[expect(
    clippy::disallowed_methods,
    reason = "the suite stands outside of the repository"
)]
fn suite() -> Option<Value> {
    let Some(corpus) = std::env::var_os("STACKSPEC_CORPUS") else {
        println!("skipped: STACKSPEC_CORPUS is not set, and the compliance suite is there");
        return None;
    };
    let path = std::path::Path::new(&corpus).join("jsonpath-cts.json");
    let text = std::fs::read_to_string(&path).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn compliance_suite() {
    let Some(suite) = suite() else { return };
    let tests = suite["tests"].as_array().unwrap();
    let (mut right, mut refused, mut paths_right) = (0, 0, 0);
    let mut wrong = Vec::new();
    for test in tests {
        let selector = test["selector"].as_str().unwrap();
        let query = Query::parse(selector);
        if test["invalid_selector"] == true {
            match query {
                Err(error) => {
                    assert!(error.column + error.length <= selector.len(), "{selector}");
                    (refused, right) = (refused + 1, right + 1);
                }
                Ok(_) => wrong.push(format!("accepted: {selector}")),
            }
            continue;
        }
        let query = match query {
            Ok(query) => query,
            Err(error) => {
                wrong.push(format!("refused: {selector}: {error}"));
                continue;
            }
        };
        let root = Node::from(&test["document"]);
        let (paths, values): (Vec<_>, Vec<_>) = strict(&query, &root).into_iter().unzip();
        match alternatives(test, "result").contains(&values) {
            true => right += 1,
            false => wrong.push(format!("values: {selector}: {values:?}")),
        }
        match alternatives(test, "result_paths").contains(&paths) {
            true => paths_right += 1,
            false => wrong.push(format!("paths: {selector}: {paths:?}")),
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(
        (tests.len(), right, refused, paths_right),
        (TESTS, TESTS, INVALID, WITH_PATHS)
    );
}

/// The answers that are right: one, or any of several where the order is left open.
fn alternatives(test: &Value, key: &str) -> Vec<Vec<String>> {
    let texts = |list: &Value| {
        let text = |value: &Value| match (key, value) {
            ("result_paths", Value::String(path)) => path.clone(),
            (_, value) => Node::from(value).render(),
        };
        list.as_array().unwrap().iter().map(text).collect()
    };
    let plural = key.replacen("result", "results", 1);
    match (&test[key], &test[&plural]) {
        (Value::Array(_), _) => vec![texts(&test[key])],
        (_, Value::Array(several)) => several.iter().map(texts).collect(),
        _ => panic!("a test without {key}: {test}"),
    }
}
