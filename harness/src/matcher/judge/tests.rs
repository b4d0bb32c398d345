//! Every matcher over every kind of value: one table, one helper.

use super::*;
use crate::template;
use crate::value::parse;

/// JSON, or a template after `~`.
fn node(text: &'static str) -> Node<'static> {
    match text.strip_prefix('~') {
        Some(template) => template::read(template.into()),
        None => parse(text).unwrap(),
    }
}

fn expected(
    matcher: Matcher,
    text: &'static str,
    regexes: &'static [regex::Regex],
) -> Expected<'static> {
    match matcher {
        Matcher::Match => Expected::Regex(regexes),
        Matcher::Length => Expected::Count(CountTest::parse(text).unwrap()),
        Matcher::Present | Matcher::Absent | Matcher::Empty | Matcher::Parses => Expected::Nothing,
        Matcher::OneOf => {
            let list = node(text).as_list().unwrap().to_vec();
            Expected::Values {
                nodes: list.into_iter().map(Held::Own).collect(),
                open: false,
            }
        }
        _ => Expected::Value(Held::Own(node(text))),
    }
}

#[track_caller]
fn check(matcher: Matcher, right: &'static str, rows: &[(&'static str, &str)]) {
    let regexes: &'static [regex::Regex] = match matcher {
        Matcher::Match => vec![regex::Regex::new(right).unwrap()].leak(),
        _ => &[],
    };
    for (actual, outcome) in rows {
        let expected = expected(matcher, right, regexes);
        let said = match judge(matcher, &node(actual), &expected, false) {
            Ok(Truth::True) => "true".to_owned(),
            Ok(Truth::False) => "false".to_owned(),
            Ok(Truth::Unknown) => "unknown".to_owned(),
            Err(wrong) => format!("error: wants {}", wrong.wants),
        };
        assert_eq!(
            &said,
            outcome,
            "{} {right} on {actual}",
            matcher.info().name
        );
    }
}

#[test]
fn equal_and_one_of() {
    check(
        Matcher::Equal,
        "\"*\"",
        &[
            ("\"*\"", "true"),
            ("\"arn:x\"", "false"),
            ("~${aws_s3_bucket.b.arn}", "false"),
            ("~${aws_s3_bucket.b.arn}/*", "false"),
            ("~${var.x}", "unknown"),
            ("[\"*\"]", "error: wants a comparison with a string"),
            ("{}", "error: wants a comparison with a string"),
            ("1", "error: wants a comparison with a string"),
        ],
    );
    check(
        Matcher::Equal,
        "80",
        &[
            ("80", "true"),
            ("\"80\"", "true"),
            ("81", "false"),
            ("~8${var.x}", "unknown"),
        ],
    );
    check(
        Matcher::Equal,
        "[1]",
        &[
            ("[1]", "true"),
            ("1", "error: wants a comparison with a list"),
        ],
    );
    check(
        Matcher::OneOf,
        r#"["S","N"]"#,
        &[
            ("\"S\"", "true"),
            ("\"X\"", "false"),
            ("~${var.x}", "unknown"),
            ("[\"S\"]", "error: wants a comparison with a string"),
        ],
    );
}

#[test]
fn texts() {
    check(
        Matcher::Contain,
        "\"pr1\"",
        &[
            ("\"x-pr1-y\"", "true"),
            ("\"x\"", "false"),
            ("~x-${aws_x.pr1.id}", "unknown"),
            ("~x-pr1-${var.x}", "true"),
            ("~${var.pr1}", "unknown"),
            ("[\"pr1\"]", "error: wants a string or an object"),
            ("1", "error: wants a string or an object"),
        ],
    );
    check(
        Matcher::Like,
        "\"arn:*\"",
        &[
            ("\"arn:aws:x\"", "true"),
            ("\"x\"", "false"),
            ("~${aws_s3_bucket.b.arn}", "true"),
            ("~${var.x}", "unknown"),
            ("~x${var.x}", "false"),
            ("1", "error: wants a string"),
        ],
    );
    check(
        Matcher::Match,
        "^[a-z]+$",
        &[
            ("\"abc\"", "true"),
            ("\"a-c\"", "false"),
            ("~abc${var.x}", "unknown"),
            ("[]", "error: wants a string"),
        ],
    );
    check(
        Matcher::Match,
        "b+",
        &[("~abc${var.x}", "true"), ("~c${var.b}", "unknown")],
    );
    check(
        Matcher::Parses,
        "json",
        &[
            (r#""{\"a\":1}""#, "true"),
            ("\"12\"", "false"),
            ("\"{\"", "false"),
            ("~{\"a\": ${var.x}}", "true"),
            ("~${var.x}", "unknown"),
            ("{}", "error: wants a string"),
        ],
    );
}

#[test]
fn numbers() {
    check(
        Matcher::AtLeast,
        "60",
        &[
            ("60", "true"),
            ("\"300\"", "true"),
            ("59.5", "false"),
            ("~${var.x}", "unknown"),
            ("~1${var.x}", "unknown"),
            ("~a${var.x}", "error: wants a number"),
            ("\"many\"", "error: wants a number"),
            ("true", "error: wants a number"),
        ],
    );
    check(Matcher::AtMost, "29", &[("29", "true"), ("30", "false")]);
    check(Matcher::LessThan, "29", &[("28", "true"), ("29", "false")]);
    check(
        Matcher::GreaterThan,
        "29",
        &[("30", "true"), ("29", "false")],
    );
    check(
        Matcher::AtLeast,
        "\"x\"",
        &[("1", "error: wants a number to compare with")],
    );
}

#[test]
fn lists_and_objects() {
    check(
        Matcher::Include,
        "\"a\"",
        &[
            ("[\"a\",\"b\"]", "true"),
            ("[\"b\"]", "false"),
            ("[]", "false"),
            ("~${var.x}", "unknown"),
            ("\"a\"", "error: wants a list"),
        ],
    );
    check(
        Matcher::Contain,
        r#"{"a":{"b":1}}"#,
        &[
            (r#"{"a":{"b":1,"c":2},"d":3}"#, "true"),
            (r#"{"a":{"c":2}}"#, "false"),
            (r#""{\"a\":{\"b\":1}}""#, "true"),
            ("~${var.x}", "unknown"),
            ("[]", "error: wants an object"),
        ],
    );
    check(
        Matcher::Empty,
        "true",
        &[
            ("\"\"", "true"),
            ("\"a\"", "false"),
            ("[]", "true"),
            ("{\"a\":1}", "false"),
            ("~${var.x}", "unknown"),
            ("~a${var.x}", "false"),
            ("0", "error: wants a string, a list or an object"),
        ],
    );
    check(
        Matcher::Length,
        ">= 2",
        &[
            ("[1,2]", "true"),
            ("[1]", "false"),
            ("\"ab\"", "true"),
            ("~a${var.x}", "unknown"),
            ("~ab${var.x}", "true"),
            ("true", "error: wants a string, a list or an object"),
        ],
    );
}

#[test]
fn written_or_not() {
    check(
        Matcher::Present,
        "true",
        &[("1", "true"), ("~${var.x}", "true")],
    );
    let mut filled_in = node("false");
    filled_in.flags.set(Flags::DEFAULTED);
    let said = |matcher| judge(matcher, &filled_in, &Expected::Nothing, false);
    assert_eq!(said(Matcher::Present), Ok(Truth::False));
    assert_eq!(said(Matcher::Absent), Ok(Truth::True));
}

/// An unknown element makes a list open to every answer that it could still change.
#[test]
fn open_lists_prove_only_what_is_there() {
    let mut open = node("[1]");
    open.flags.set(Flags::OPEN);
    let include = |text| {
        judge(
            Matcher::Include,
            &open,
            &Expected::Value(Held::Own(node(text))),
            false,
        )
    };
    assert_eq!(include("1"), Ok(Truth::True));
    assert_eq!(include("2"), Ok(Truth::Unknown));
    assert_eq!(
        judge(Matcher::Empty, &open, &Expected::Nothing, false),
        Ok(Truth::False)
    );
}
