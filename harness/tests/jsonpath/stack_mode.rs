//! What a query finds by the rules of a stack. Every rule has its red twin beside it: the same
//! question where the answer is another one.

use std::ops::ControlFlow;

use pretty_assertions::assert_eq;
use stackspec::select::{Document, Found, MAX_VISITS, Mode, Query};
use stackspec::value::{Kind, Node};

use crate::support::{document, stack};

#[track_caller]
pub(crate) fn finds(query: &str, json: &str, expected: &[&str]) {
    assert_eq!(stack(query, &document(json)), expected, "{query} on {json}");
}

#[test]
fn the_tail_is_judged_for_each_element() {
    let states = r#"{"s":[{"retry":1},{"x":2},{"retry":3}]}"#;
    finds(
        "$.s[*].retry",
        states,
        &[
            "$.s[0].retry = 1",
            "missing $.s[1].retry",
            "$.s[2].retry = 3",
        ],
    );
    finds(
        "$.s[*]['retry','x'].y",
        r#"{"s":[{"retry":{"y":1}}]}"#,
        &["$.s[0].retry.y = 1", "missing $.s[0].x.y"],
    );
    finds(
        "$.s[*].a['b','c'][0]",
        r#"{"s":[{}]}"#,
        &["missing $.s[0].a.b[0]", "missing $.s[0].a.c[0]"],
    );
    finds(
        "$.s[*].a[-1]",
        r#"{"s":[{"a":[]},{"a":[7,8]}]}"#,
        &["missing $.s[0].a[0]", "$.s[1].a[1] = 8"],
    );
}

#[test]
fn what_the_root_lacks_is_missing() {
    finds("$.a.b", r#"{"c":1}"#, &["missing $.a.b"]);
    finds("$.a.b", r#"{"a":{}}"#, &["missing $.a.b"]);
    finds("$['a','c']", r#"{"c":1}"#, &["missing $.a", "$.c = 1"]);
    finds("$", r#"{"c":1}"#, &[r#"$ = {"c":1}"#]);
}

#[test]
fn what_is_written_out_is_missing_wherever_it_stands() {
    finds("$.a[*].b", "{}", &["missing $.a"]);
    finds("$.a[*]", r#"{"b":1}"#, &["missing $.a"]);
    finds(
        "$.a[*].b[*].c",
        r#"{"a":[{"b":[{"c":1}]},{}]}"#,
        &["$.a[0].b[0].c = 1", "missing $.a[1].b"],
    );
    finds("$.a[*].b.c[*]", r#"{"a":[{}]}"#, &["missing $.a[0].b.c"]);
    finds("$..[?@.t].b[*]", r#"{"x":{"t":1}}"#, &["missing $.x.b"]);
    // What may select any number of nodes may select none.
    finds("$.a[*].b", r#"{"a":[]}"#, &[]);
    finds("$.a[?@.x == 1].b", r#"{"a":[{"x":2}]}"#, &[]);
    finds("$..b", r#"{"a":1}"#, &[]);
}

#[test]
fn null_members_are_unset_and_null_elements_are_values() {
    finds("$.a", r#"{"a":null}"#, &["missing $.a"]);
    finds("$.*", r#"{"a":null,"b":1}"#, &["$.b = 1"]);
    finds("$.a[*]", r#"{"a":[null]}"#, &["$.a[0] = null"]);
    finds("$.a[*].b", r#"{"a":[null]}"#, &["missing $.a[0].b"]);
    finds("$.p.a", r#"{"p":"{\"a\":null}"}"#, &["$.p.a = null"]);
}

#[test]
fn steps_into_what_is_not_known_are_open() {
    finds("$.a.b", r#"{"a":"?x"}"#, &["open $.a (unknown x)"]);
    finds("$.a[0]", r#"{"a":"?x"}"#, &["open $.a (unknown x)"]);
    finds("$.a[*].b", r#"{"a":"?x"}"#, &["open $.a (unknown x)"]);
    finds("$.a[1:]", r#"{"a":"?x"}"#, &["open $.a (unknown x)"]);
    finds("$.a[?@.b]", r#"{"a":"?x"}"#, &["open $.a (unknown x)"]);
    finds("$.a", r#"{"a":"?x"}"#, &["$.a = ${x}"]);
}

#[test]
fn open_lists_and_maps() {
    finds("$.a.b", r#"{"a":{"...":1}}"#, &["open $.a.b (open)"]);
    finds("$.a.b", r#"{"a":{"...":1,"b":2}}"#, &["$.a.b = 2"]);
    finds(
        "$.a[*]",
        r#"{"a":[1,"..."]}"#,
        &["$.a[0] = 1", "open $.a (open)"],
    );
    finds(
        "$.a.*",
        r#"{"a":{"b":1,"...":1}}"#,
        &["$.a.b = 1", "open $.a (open)"],
    );
    finds(
        "$.a[?@ > 0]",
        r#"{"a":[1,"..."]}"#,
        &["$.a[0] = 1", "open $.a (open)"],
    );
    finds(
        "$.a[:]",
        r#"{"a":[1,"..."]}"#,
        &["$.a[0] = 1", "open $.a (open)"],
    );
    // What is not listed may stand before it.
    finds(
        "$.a[:1]",
        r#"{"a":[1,"..."]}"#,
        &["maybe $.a[0] = 1 ()", "open $.a (open)"],
    );
    finds(
        "$.a[0]",
        r#"{"a":[1,"..."]}"#,
        &["open $.a (open)", "maybe $.a[0] = 1 ()"],
    );
    finds("$.a[5]", r#"{"a":[1,"..."]}"#, &["open $.a (open)"]);
    finds("$.a[5]", r#"{"a":[1]}"#, &["missing $.a[5]"]);
}

#[test]
fn descendants_and_what_is_not_known() {
    finds(
        "$..b",
        r#"{"a":"?x","b":1}"#,
        &["$.b = 1", "open $.a (unknown x)"],
    );
    finds(
        "$..b",
        r#"{"a":{"...":1}}"#,
        &["open $.a (open)", "open $.a.b (open)"],
    );
    // A text has no members, whatever it comes to.
    finds("$..b", r#"{"a":"?arn:x"}"#, &[]);
    finds("$..b", r#"{"a":"<x{y}>"}"#, &[]);
}

#[test]
fn undecided_filters_make_maybes() {
    let rules = r#"{"r":[{"p":1,"q":1},{"p":"?x","q":2},{"p":3,"q":3}]}"#;
    finds(
        "$.r[?@.p == 1].q",
        rules,
        &["$.r[0].q = 1", "maybe $.r[1].q = 2 (x)"],
    );
    finds(
        "$.r[?@.p == 1].z",
        rules,
        &["missing $.r[0].z", "maybe missing $.r[1].z (x)"],
    );
    finds("$.r[?@.p == 1 && @.q == 3]", rules, &[]);
    finds("$.r[?@.p == 9 || @.q == 2].q", rules, &["$.r[1].q = 2"]);
    finds(
        "$.r[?@.p == 1][?@ == 2]",
        rules,
        &["maybe $.r[1].p = ${x} (x)", "maybe $.r[1].q = 2 (x)"],
    );
}

#[test]
fn what_the_harness_knows_stands_under_one_key() {
    finds(
        "$['//'].address",
        r#"{"a":1}"#,
        &[r#"$['//'].address = "aws_a.b""#],
    );
    finds("$['//'].nope", r#"{"a":1}"#, &["missing $['//'].nope"]);
    finds(
        "$['//'].address",
        r#"{"//":{"address":"theirs"}}"#,
        &[r#"$['//'].address = "aws_a.b""#],
    );
    finds("$.*", r#"{"//":{"address":"theirs"},"a":1}"#, &["$.a = 1"]);
    finds(
        "$..address",
        r#"{"//":{"address":"theirs"},"a":{"address":1}}"#,
        &["$.a.address = 1"],
    );
    finds("$[?@.address]", r#"{"//":{"address":"theirs"}}"#, &[]);
    finds("$..['//']", r#"{"//":1}"#, &[]);
    // Elsewhere it is a name like any other.
    finds(
        "$.tags['//']",
        r#"{"tags":{"//":1}}"#,
        &["$.tags['//'] = 1"],
    );
    finds("$.tags.*", r#"{"tags":{"//":1}}"#, &["$.tags['//'] = 1"]);
}

#[test]
fn not_carried_is_neither_absent_nor_unknown() {
    finds(
        "$.lifecycle.x",
        r#"{"a":1}"#,
        &["open $.lifecycle (not carried lifecycle)"],
    );
    finds(
        "$.lifecycle.x",
        r#"{"lifecycle":{"x":1}}"#,
        &["$.lifecycle.x = 1"],
    );
    finds(
        "$.lifecycle.x",
        r#"{"lifecycle":{}}"#,
        &["missing $.lifecycle.x"],
    );
    finds("$.a.lifecycle", r#"{"a":{}}"#, &["missing $.a.lifecycle"]);
    finds(
        "$[?$.lifecycle].b",
        r#"{"a":{"b":1}}"#,
        &["maybe $.a.b = 1 ()"],
    );
}

#[test]
fn paths_that_misfit_the_shape() {
    let body = r#"{"vpc":[{"ids":[1]}],"tags":{"a":"x"},"n":1}"#;
    finds(
        "$.vpc.ids",
        body,
        &["misfit `$.vpc` is a list, and `.ids` wants an object; write `$.vpc[*].ids`"],
    );
    finds(
        "$.vpc['ids'][0]",
        body,
        &["misfit `$.vpc` is a list, and `['ids']` wants an object; write `$.vpc[*]['ids'][0]`"],
    );
    finds(
        "$.tags[0]",
        body,
        &["misfit `$.tags` is an object, and `[0]` wants a list; write `$.tags`"],
    );
    finds(
        "$.tags[1:]",
        body,
        &["misfit `$.tags` is an object, and `[1:]` wants a list; write `$.tags`"],
    );
    finds(
        "$.n.x",
        body,
        &["misfit `$.n` is a number, and `.x` wants an object"],
    );
    finds(
        "$.n[*].x",
        body,
        &["misfit `$.n` is a number, and `[*]` wants a list or an object"],
    );
    finds(
        "$.n[?@.x]",
        body,
        &["misfit `$.n` is a number, and `[?@.x]` wants a list or an object; write `$.n`"],
    );
    finds(
        "$.vpc[*]['ids','x'].y",
        body,
        &[
            "misfit `$.vpc[0].ids` is a list, and `.y` wants an object; write `$.vpc[*]['ids','x'][*].y`",
            "missing $.vpc[0].x.y",
        ],
    );
    // Never under `..`, where shapes differ; what the tail lacks is missing all the same.
    finds("$..vpc.ids", body, &["missing $.vpc.ids"]);
    finds(
        "$..[0]",
        body,
        &[r#"$.vpc[0] = {"ids":[1]}"#, "$.vpc[0].ids[0] = 1"],
    );
}

/// RFC 9535 answers false; in a stack it is told that the filter can never hold.
#[test]
fn kinds_that_never_fit_are_told() {
    let misfit = |query: &str, json: &str, said: &str| {
        let either = "(where it may be either, write `value(@.a)`)";
        finds(
            query,
            json,
            &[&format!("misfit `$.r[0].a` is {said} {either}")],
        );
    };
    misfit(
        "$.r[?@.a == 'x']",
        r#"{"r":[{"a":["x"]}]}"#,
        "a list, and `@.a == 'x'` wants a single value",
    );
    misfit(
        "$.r[?@.a == 'x']",
        r#"{"r":[{"a":{"x":1}}]}"#,
        "an object, and `@.a == 'x'` wants a single value",
    );
    misfit(
        "$.r[?@.a == true]",
        r#"{"r":[{"a":1}]}"#,
        "a number, and `@.a == true` wants true or false",
    );
    misfit(
        "$.r[?@.a > 1]",
        r#"{"r":[{"a":[2]}]}"#,
        "a list, and `@.a > 1` wants a number or a text",
    );
    // What may be equal, is not set or is not known, is none.
    for json in [
        r#"{"r":[{"a":"x"}]}"#,
        r#"{"r":[{}]}"#,
        r#"{"r":[{"a":null}]}"#,
        r#"{"r":[{"a":""}]}"#,
    ] {
        finds("$.r[?@.a == 'y']", json, &[]);
    }
    finds(
        "$.r[?@.a == 1]",
        r#"{"r":[{"a":"2"},{"a":""},{"a":null},{}]}"#,
        &[],
    );
    finds("$.r[?@.a == true]", r#"{"r":[{"a":"false"}]}"#, &[]);
    finds("$.r[?value(@.a) == 'x']", r#"{"r":[{"a":["x"]}]}"#, &[]);
    finds("$..[?@.a == 'x']", r#"{"r":[{"a":["x"]}]}"#, &[]);
    finds("$.r[?@.a == @.b]", r#"{"r":[{"a":[1],"b":[2]}]}"#, &[]);
}

#[test]
fn misfits_inside_filters_are_told_once_a_place() {
    let body = r#"{"r":[{"v":[{"x":1}]},{"v":{"x":1}}]}"#;
    finds(
        "$.r[?@.v.x == 1 || @.v.x == 2].v",
        body,
        &[
            "misfit `$.r[0].v` is a list, and `.x` wants an object; write `$.r[?@.v[0].x == 1 || @.v.x == 2].v`",
            "misfit `$.r[0].v` is a list, and `.x` wants an object; write `$.r[?@.v.x == 1 || @.v[0].x == 2].v`",
            r#"$.r[1].v = {"x":1}"#,
        ],
    );
    finds(
        "$.r[?@.v.x]",
        r#"{"r":[{"v":[]}]}"#,
        &["misfit `$.r[0].v` is a list, and `.x` wants an object; write `$.r[?@.v[*].x]`"],
    );
    finds(
        "$.r[?$.r.x]",
        r#"{"r":[1,2,3]}"#,
        &["misfit `$.r` is a list, and `.x` wants an object; write `$.r[?$.r[*].x]`"],
    );
    // What would ask something else is not suggested: one of several, or `@` itself.
    finds(
        "$.r[?@.v.x == 1]",
        r#"{"r":[{"v":[{"x":1},{"x":2}]}]}"#,
        &["misfit `$.r[0].v` is a list, and `.x` wants an object"],
    );
    finds(
        "$[?@.x == 1]",
        r#"{"r":[{"x":1}]}"#,
        &["misfit `$.r` is a list, and `.x` wants an object"],
    );
    finds(
        "$.r[?@.a == 1 || @.a[*]]",
        r#"{"r":[{"a":2}]}"#,
        &["misfit `$.r[0].a` is a number, and `[*]` wants a list or an object"],
    );
    // A guard keeps the other side from being looked at.
    finds(
        "$.r[?@.kind == 'map' && @.v.x]",
        r#"{"r":[{"kind":"list","v":[]}]}"#,
        &[],
    );
}

/// A walk that visits too much ends without an answer, and says so.
#[test]
fn there_is_a_budget() {
    let count = 1_100;
    let list = || Node::new(Kind::List(vec![Node::new(Kind::Null); count]));
    let root = Node::new(Kind::List((0..count).map(|_| list()).collect()));
    let ends = |query: &str| {
        let document = Document {
            root: &root,
            meta: None,
            omits: None,
            mode: Mode::Stack,
        };
        let mut last = String::new();
        let flow = Query::parse(query).unwrap().visit(&document, &mut |found| {
            last = match found {
                Found::OverBudget => "over budget".into(),
                _ => "other".into(),
            };
            ControlFlow::Continue(())
        });
        (flow.is_break(), last)
    };
    assert!(count * count > MAX_VISITS as usize);
    assert_eq!(ends("$[*][*]"), (true, "over budget".into()));
    assert_eq!(ends("$[?count($[*][*]) > 0]"), (true, "over budget".into()));
    assert_eq!(ends("$[*]"), (false, "other".into()));
}

#[test]
fn the_callback_can_stop() {
    let root = document("[1,2,3]");
    let document = Document {
        root: &root,
        meta: None,
        omits: None,
        mode: Mode::Stack,
    };
    let mut seen = 0;
    let flow = Query::parse("$[*]").unwrap().visit(&document, &mut |_| {
        seen += 1;
        ControlFlow::Break(())
    });
    assert_eq!((seen, flow.is_break()), (1, true));
}
