//! Conditions in three-valued logic, over values that are partly known.

use pretty_assertions::assert_eq;
use stackspec::select::{Condition, Document, Mode};
use stackspec::verdict::Truth::{self, False as F, True as T, Unknown as U};

use crate::support::document;

#[track_caller]
fn judges(condition: &str, json: &str, expected: Truth) {
    judge(condition, json, expected, Mode::Stack);
}

#[track_caller]
fn judge(condition: &str, json: &str, expected: Truth, mode: Mode) {
    let root = document(json);
    let on = Document {
        root: &root,
        meta: None,
        omits: Some(&|name| name == "lifecycle"),
        mode,
    };
    let judged = Condition::parse(condition)
        .unwrap_or_else(|error| panic!("{condition}: {error}"))
        .judge(&on, &root);
    assert_eq!(judged.truth, expected, "{condition} on {json}: {judged:?}");
    if expected != U {
        assert_eq!(
            judged.waits_for,
            Vec::<String>::new(),
            "{condition} on {json}"
        );
    }
}

#[test]
fn existence() {
    for (json, expected) in [
        (r#"{}"#, F),
        (r#"{"x":null}"#, F),
        (r#"{"x":false}"#, T),
        (r#"{"x":[]}"#, T),
        (r#"{"x":"?h"}"#, U),
        (r#"{"x":"?!h"}"#, T),
        (r#"{"x":"?arn:h"}"#, T),
        (r#"{"x":"<a{h}>"}"#, T),
        (r#"{"...":1}"#, U),
        (r#"{"...":1,"x":1}"#, T),
    ] {
        judges("@.x", json, expected);
        judges("!@.x", json, !expected);
    }
    judges("@.x.y", r#"{"x":"?h"}"#, U);
    judges("@.x[*]", r#"{"x":["..."]}"#, U);
    judges("@.x[*]", r#"{"x":[]}"#, F);
    judges("@.x[?@.a == 1]", r#"{"x":[{"a":"?h"}]}"#, U);
    judges("@.x[?@.a == 1]", r#"{"x":[{"a":"?h"},{"a":1}]}"#, T);
    judges("@.lifecycle", r#"{"x":1}"#, U);
    judges("@.lifecycle.x == 1", r#"{"lifecycle":{"x":1}}"#, T);
}

#[test]
fn kleene() {
    let body = r#"{"t":1,"u":"?h"}"#;
    for (condition, expected) in [
        ("@.t && @.u", U),
        ("@.f && @.u", F),
        ("@.u && @.f", F),
        ("@.t || @.u", T),
        ("@.u || @.t", T),
        ("@.f || @.u", U),
        ("!@.u", U),
        ("!(@.f && @.u)", T),
        ("@.u == 1 && @.u == 1", U),
    ] {
        judges(condition, body, expected);
    }
}

#[test]
fn converts_as_terraform_does() {
    for (condition, json, expected) in [
        ("@.x >= 60", r#"{"x":"300"}"#, T),
        ("@.x >= 60", r#"{"x":"59.5"}"#, F),
        ("@.x == 60", r#"{"x":"60"}"#, T),
        ("@.x == '60'", r#"{"x":60}"#, T),
        ("@.x == 60", r#"{"x":"60a"}"#, F),
        ("@.x == 60", r#"{"x":" 60"}"#, F),
        ("@.x < '1000'", r#"{"x":"300"}"#, T),
        ("@.x < 'b'", r#"{"x":"a"}"#, T),
        ("@.x == true", r#"{"x":"true"}"#, T),
        ("@.x == 'false'", r#"{"x":false}"#, T),
        ("@.x == true", r#"{"x":"yes"}"#, F),
        ("@.x == 1", r#"{"x":true}"#, F),
        ("match(@.x, '5\\\\..*')", r#"{"x":5.7}"#, T),
        ("match(@.x, 'true')", r#"{"x":true}"#, T),
    ] {
        judges(condition, json, expected);
    }
    // Not by the letter of the RFC.
    judge("@.x >= 60", r#"{"x":"300"}"#, F, Mode::Strict);
    judge("@.x == '60'", r#"{"x":60}"#, F, Mode::Strict);
    judge("@.x == true", r#"{"x":"true"}"#, F, Mode::Strict);
    judge("match(@.x, 'true')", r#"{"x":true}"#, F, Mode::Strict);
    judge("@.x", r#"{"x":null}"#, T, Mode::Strict);
}

#[test]
fn numbers_are_exact() {
    let big = r#"{"a":9007199254740993,"b":9007199254740992.0,"c":18446744073709551615,"d":1.0}"#;
    judges("@.a == @.b", big, F);
    judges("@.a > @.b", big, T);
    judges("@.c > @.a", big, T);
    judges("@.d == 1", big, T);
    judges("@.d < 1.0000000000000002", big, T);
    judges("@.c < 1e300 && @.c > -1e300", big, T);
    judges("@.x == -0.5 && @.x > -1 && @.x < 0", r#"{"x":-0.5}"#, T);
}

#[test]
fn texts_with_holes() {
    let body = r#"{"x":"<pay-{a}-mid-{b}-end>"}"#;
    for (condition, expected) in [
        ("@.x == 'pay-1-mid-2-end'", U),
        ("@.x == 'pay--mid--end'", U),
        ("@.x == 'bill-1-mid-2-end'", F),
        ("@.x == 'pay-1-mid-2-fin'", F),
        ("@.x == 'pay-1-2-end'", F),
        ("@.x == 'pay-mid-end'", F),
        ("@.x != 'bill'", T),
        ("@.x == 5", F),
        ("@.x == true", F),
        ("@.x > 5", F),
        ("@.x > 'a'", U),
        ("match(@.x, 'pay.*')", U),
        ("@.y == @.x", F),
    ] {
        judges(condition, body, expected);
    }
    judges("@.x == 5", r#"{"x":"<1{h}>"}"#, U);
    judges("@.x == true", r#"{"x":"<t{h}>"}"#, U);
    judges("@.x == @.y", r#"{"x":"<a{h}>","y":"<b{h}>"}"#, F);
    judges("@.x == @.y", r#"{"x":"<{h}a>","y":"<{h}b>"}"#, F);
    judges("@.x == @.y", r#"{"x":"<a{h}>","y":"<a{h}>"}"#, U);
    judges("@.x == @.y", r#"{"x":"<a{=h}>","y":"<a{=h}>"}"#, T);
    judges("@.x < @.y", r#"{"x":"<a{=h}>","y":"<a{=h}>"}"#, F);
    judges("@.x == @.y", r#"{"x":"<a{=h}>","y":"<a{=g}>"}"#, U);
}

#[test]
fn holes() {
    judges("@.x == 'a'", r#"{"x":"?h"}"#, U);
    judges("@.x == '*'", r#"{"x":"?arn:h"}"#, F);
    judges("@.x != '*'", r#"{"x":"?arn:h"}"#, T);
    judges("@.x == 'arn:aws:s3:::b'", r#"{"x":"?arn:h"}"#, U);
    judges("@.x == 5", r#"{"x":"?arn:h"}"#, F);
    judges("@.x == null", r#"{"x":"?!h"}"#, F);
    judges("@.x == null", r#"{"x":"?h"}"#, U);
    judges("@.x == @.y", r#"{"x":"?h","y":"?h"}"#, U);
    judges("@.x == @.y", r#"{"x":"?=h","y":"?=h"}"#, T);
    judges("@.x <= @.y", r#"{"x":"?=h","y":"?=h"}"#, T);
    judges("@.x == @.y", r#"{"x":"?=h","y":"?=g"}"#, U);
    judges("@.x == @.y", r#"{"x":"?h"}"#, U);
    judges("@.x == @.y", r#"{"x":"?!h"}"#, F);
    judges("@.x == @.y", r#"{"x":"?arn:h","y":"<s3{g}>"}"#, F);
    judges("@.x > 1", r#"{"x":"?h"}"#, U);
    judges("@.x > true", r#"{"x":"?h"}"#, F);
    judges("@.x == @.y", r#"{"x":[1,"?h"],"y":[2,3]}"#, F);
    judges("@.x == @.y", r#"{"x":[1,"?h"],"y":[1,3]}"#, U);
    judges("@.x == @.y", r#"{"x":[1,"..."],"y":[1]}"#, U);
    judges("@.x == @.y", r#"{"x":[1,2,"..."],"y":[1]}"#, F);
    judges(
        "@.x == @.y",
        r#"{"x":{"a":1,"...":1},"y":{"a":1,"b":2}}"#,
        U,
    );
    judges(
        "@.x == @.y",
        r#"{"x":{"a":1,"...":1},"y":{"a":2,"b":2}}"#,
        F,
    );
    judges("@.x == @.y", r#"{"x":{"a":1,"...":1},"y":{"b":2}}"#, F);
}

/// Equality has no sides: whatever stands on the left may stand on the right.
#[test]
fn equality_is_symmetric() {
    let values = [
        "1",
        r#""1""#,
        r#""true""#,
        "true",
        "null",
        "[1]",
        r#"[1,"..."]"#,
        r#"[2,"..."]"#,
        r#"{"a":1}"#,
        r#"{"a":1,"b":2}"#,
        r#"{"a":1,"...":1}"#,
        r#"{"b":1,"...":1}"#,
        r#""?h""#,
        r#""?!h""#,
        r#""?=h""#,
        r#""?arn:h""#,
        r#""<a{h}>""#,
        r#""<{=h}b>""#,
    ];
    for x in values {
        for y in values {
            let root = document(r#"{"a":1}"#);
            let json = format!(r#"{{"l":[{x},{y}]}}"#);
            let pair = document(&json);
            let on = Document {
                root: &root,
                meta: None,
                omits: None,
                mode: Mode::Stack,
            };
            let truth = |text: &str| Condition::parse(text).unwrap().judge(&on, &pair).truth;
            for op in ["==", "!="] {
                let (there, back) = (format!("@.l[0] {op} @.l[1]"), format!("@.l[1] {op} @.l[0]"));
                assert_eq!(truth(&there), truth(&back), "{x} {op} {y}");
            }
            assert_eq!(
                truth("@.l[0] < @.l[1]"),
                truth("@.l[1] > @.l[0]"),
                "{x} < {y}"
            );
        }
    }
    judges(
        "@.x == @.y",
        r#"{"x":{"a":1,"b":2},"y":{"a":1,"...":1}}"#,
        U,
    );
    judges("@.x == @.y", r#"{"x":{"b":2},"y":{"a":1,"...":1}}"#, F);
}

#[test]
fn functions() {
    judges("length(@.x) == 3", r#"{"x":"añb"}"#, T);
    judges("length(@.x) == 3", r#"{"x":"?h"}"#, U);
    judges("length(@.x) > 2", r#"{"x":"<abc{h}>"}"#, T);
    judges("length(@.x) == 2", r#"{"x":"<abc{h}>"}"#, F);
    judges("length(@.x) > 3", r#"{"x":"<abc{h}>"}"#, U);
    judges("length(@.x) == 1", r#"{"x":[1,"..."]}"#, U);
    judges("length(@.x) >= 1", r#"{"x":[1,"..."]}"#, T);
    judges("length(@.x) == length(@.y)", r#"{"x":1}"#, T);
    judges("count(@.x[*]) == 0", r#"{}"#, T);
    judges("count(@.x[*]) >= 1", r#"{"x":[1,"..."]}"#, T);
    judges("count(@.x[*]) >= 2", r#"{"x":[1,"..."]}"#, U);
    judges("count(@.x[*]) < 1", r#"{"x":[1,"..."]}"#, F);
    judges("count(@.x[*]) == 2", r#"{"x":["?h",1]}"#, T);
    judges("count(@.x) == 1", r#"{"x":"?h"}"#, U);
    judges("count(@.x[?@.a == 1]) <= 1", r#"{"x":[{"a":"?h"}]}"#, T);
    judges("count(@.x[?@.a == 1]) == 1", r#"{"x":[{"a":"?h"}]}"#, U);
    judges("1 > count(@.x[*])", r#"{"x":[1]}"#, F);
    judges("value(@.x[*]) == 1", r#"{"x":[1]}"#, T);
    judges("value(@.x[*]) == 1", r#"{"x":[1,"..."]}"#, U);
    judges("value(@.x[*]) == 1", r#"{"x":[1,1]}"#, F);
    judges("match(@.x, 'a')", r#"{"x":"?h"}"#, U);
    judges("search(@.x, 'a')", r#"{"x":"ba"}"#, T);
    judges("match(@.x, 'a')", r#"{"x":"ba"}"#, F);
    judges("match(@.x, 'a')", r#"{"x":[]}"#, F);
    judges("match(@.x, 'a')", r#"{}"#, F);
    judges("match(@.x, @.y)", r#"{"x":"ab","y":"a."}"#, T);
    judges("match(@.x, @.y)", r#"{"x":"ab","y":"?h"}"#, U);
    judges("match(@.x, @.y)", r#"{"x":"ab","y":"("}"#, F);
    judges("match(@.x, 1)", r#"{"x":"1"}"#, F);
}

#[test]
fn says_what_it_waits_for() {
    let root = document(r#"{"x":"?aws_a.b.c","y":"<p-{var.d}>","z":1}"#);
    let on = Document {
        root: &root,
        meta: None,
        omits: None,
        mode: Mode::Stack,
    };
    let waits = |text: &str| Condition::parse(text).unwrap().judge(&on, &root).waits_for;
    assert_eq!(waits("@.x == 1"), ["aws_a.b.c"]);
    assert_eq!(waits("@.x.deep.er == 1"), ["aws_a.b.c"]);
    assert_eq!(
        waits("@.x == 1 || @.y == 'p-1' || @.x == 2"),
        ["aws_a.b.c", "var.d"]
    );
    assert_eq!(waits("length(@.x) == 1 && @.z"), ["aws_a.b.c"]);
    assert_eq!(waits("(@.x == 1 && @.z == 2) || @.y == 'p-1'"), ["var.d"]);
    assert_eq!(waits("@.x == 1 && @.z == 2"), Vec::<String>::new());
}

#[test]
fn misfits_are_reported_with_the_answer_of_the_rfc() {
    let root = document(r#"{"v":[{"x":1}],"k":"a"}"#);
    let on = Document {
        root: &root,
        meta: None,
        omits: None,
        mode: Mode::Stack,
    };
    let judged = Condition::parse("@.k == 'a' && @.v.x == 1")
        .unwrap()
        .judge(&on, &root);
    assert_eq!(judged.truth, F);
    let shown: Vec<String> = judged.misfits.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        ["`$.v` is a list, and `.x` wants an object; write `@.k == 'a' && @.v[0].x == 1`",]
    );
    let strict = Document {
        mode: Mode::Strict,
        ..on
    };
    let judged = Condition::parse("@.v.x == 1")
        .unwrap()
        .judge(&strict, &root);
    assert_eq!((judged.truth, judged.misfits), (F, vec![]));
}
