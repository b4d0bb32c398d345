//! What is read out of spec files that are right: the model, params, words.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "a test fails by panicking, and its lines of data read best as values"
)]

use pretty_assertions::assert_eq;
use serde_json::{Value, json};
use stackspec::diagnostic::SourceFile;
use stackspec::spec::{self, Given, Origin, Params, SpecFile, SpecSet};

fn file(name: &str, text: &str) -> SpecFile {
    let source = SourceFile {
        path: format!("specs/{name}.toml").into(),
        text: text.into(),
    };
    match spec::parse(&source, name) {
        Ok(file) => file,
        Err(found) => {
            let shown: Vec<_> = found.iter().map(|found| found.render(false)).collect();
            panic!("{}", shown.join("\n\n"))
        }
    }
}

const EVERYTHING: &str = r#"
[param.suffix]
description = "what tells one environment from another"
env = "ENVIRONMENT_SUFFIX"
identity = true

[param.kinds]
default = ["S", "N"]

[[spec]]
id = "table-key"
title = "a key of the table is not declared"
why = "the apply fails"
fix = "add an attribute block"
refs = ["R-1", "https://example.com"]
level = "warn"
resource = ["aws_dynamodb_table", "aws_dynamodb_*"]
where = "@.billing_mode == 'PROVISIONED'"
when_empty = "skip"
unknown = "warn"
input = ["plan", "synth"]
must = [
    { at = "$['hash_key','range_key']", optional = true, one_of = { at = "$.attribute[*].name" } },
    { at = '$.attribute[*].type', one_of = { param = "kinds" }, not_equal = "B" },
    { at = '$.name', contain = "{suffix}-{$.hash_key}", match = ['^a', 'b$'] },
    { any = [ { at = '$.ttl', absent = true }, { at = '$.tags', some = { equal = { a = "{suffix}", b = 1 } } } ] },
    { at = '$.replica[*]', count = ">= 2", contain = { region = "eu" } },
    { at = '$.x', none = { like = "arn:*" } },
    { at = '$.y', default = 3, at_most = 29, length = "!= 0" },
]

[[spec.case]]
title = "declared"
given.resource.aws_dynamodb_table.main = { hash_key = "id" }
params = { suffix = "pr1" }
expect = "pass"

[[spec.case]]
given = '{"resource": {"aws_dynamodb_table": {"main": {}}}}'
params.suffix = "pr1"
expect = "fail"
address = "aws_dynamodb_table.main"
"#;

/// Everything that a spec can say, in the words of `explain`.
#[test]
fn everything_in_words() {
    let file = file("tables", EVERYTHING);
    assert_eq!(file.warnings, []);
    let expected = r##"# tables::table-key

specs/tables.toml:11

The fault: a key of the table is not declared

Why it is bad: the apply fails

Instead: add an attribute block

Answers: R-1, https://example.com

## What it looks at

Every resource of type `aws_dynamodb_table` or `aws_dynamodb_*`, of these only those for which `@.billing_mode == 'PROVISIONED'`. It is judged on these inputs only: synth, plan.

## What must hold of each

1. Every value at `$['hash_key','range_key']`, if there is one:
   - `one_of` what stands at `$.attribute[*].name`: is one of these values
2. Every value at `$.attribute[*].type`, and there must be one:
   - `one_of` the param `kinds`: is one of these values
   - `not_equal` `"B"`: it is not so that it is this value; numbers and booleans written as text count as what they spell
3. Every value at `$.name`, and there must be one:
   - `contain` `"{suffix}-{$.hash_key}"`: is a text that holds this text, or an object that has these members
   - `match` `^a` or `b$`: is a text in which this regular expression is found (anchor it with ^ and $)
4. One of these holds:
   - Nothing is written at `$.ttl`
   - At least one value at `$.tags`:
     - `equal` `{"a":"{suffix}","b":1}`: is this value; numbers and booleans written as text count as what they spell
5. The number of values at `$.replica[*]` of this kind is at least 2:
   - `contain` `{"region":"eu"}`: is a text that holds this text, or an object that has these members
6. Not one value at `$.x`:
   - `like` `"arn:*"`: is a text of this shape: `*` is any text, `?` any one character
7. Every value at `$.y`; where nothing is written, `3` counts:
   - `at_most` `29`: is a number, this or less
   - `length` not 0: has this many characters, elements or members

## What red means

`warn`: red is printed and fails nothing. If there is nothing to look at, it is skipped. What hangs on a value that is not known before apply is only printed.

## Params

- `suffix`: what tells one environment from another; a text; without a value this spec is skipped; set by the environment variable `ENVIRONMENT_SUFFIX`, where `stackspec.toml` allows it; it differs by environment, so names leave it out
- `kinds`; a list, by default `["S","N"]`

## Example

With `suffix = "pr1"`:

```json
{ "resource": { "aws_dynamodb_table": { "main": {} } } }
```

## Use instead

With `suffix = "pr1"`:

```json
{ "resource": { "aws_dynamodb_table": { "main": { "hash_key": "id" } } } }
```

## Cases

- passes: declared
- fails at `aws_dynamodb_table.main`: a stack
"##;
    assert_eq!(spec::explain(&file.specs[0], &file), expected);
}

#[test]
fn clauses_keep_what_is_written_and_their_bytes() {
    let file = file("tables", EVERYTHING);
    let spec = &file.specs[0];
    assert_eq!(spec.uses, ["kinds", "suffix"]);
    let bytes = |span: &std::ops::Range<usize>| &file.source.text[span.clone()];
    assert_eq!(bytes(&spec.span), "id = \"table-key\"");
    let written =
        "{ at = '$.attribute[*].type', one_of = { param = \"kinds\" }, not_equal = \"B\" }";
    assert_eq!(spec.must[1].written, written);
    assert_eq!(bytes(&spec.must[1].span), written);
    let spec::ClauseKind::Look(look) = &spec.must[1].kind else {
        panic!("a look");
    };
    assert_eq!(bytes(&look.at_span), "$.attribute[*].type");
    assert_eq!(bytes(&look.matchers[1].span), "not_equal = \"B\"");
    let filter = spec.filter.as_ref().unwrap();
    assert_eq!(bytes(&filter.span), "@.billing_mode == 'PROVISIONED'");
    assert_eq!(bytes(&spec.selects.patterns[1].span), "aws_dynamodb_*");
    assert!(spec.selects.patterns[0].glob.is_none() && spec.selects.patterns[1].glob.is_some());
    assert_eq!(
        spec.cases[1].given,
        [json!({"resource": {"aws_dynamodb_table": {"main": {}}}})]
    );
}

/// However a clause is written, it reads the same on one line.
#[test]
fn clauses_over_several_lines() {
    let text = "[[spec]]\nid = 'a'\ndocument = true\n[[spec.must]]\nat = '$.a'\nsome.equal = { x = 1, \"y z\" = '''\nq\"r''' }\n\
                [[spec.must]]\nany = [\n  { at = '$.b', # why\n    equal = [\n 1,\n 2 ] },\n]\n";
    let file = file("a", text);
    let written: Vec<_> = file.specs[0]
        .must
        .iter()
        .map(|clause| clause.written.as_str())
        .collect();
    let expected = [
        r#"{ at = '$.a', some = { equal = { x = 1, "y z" = 'q"r' } } }"#,
        "{ any = [{ at = '$.b', equal = [1, 2] }] }",
    ];
    assert_eq!(written, expected);
}

/// The other side of what is refused as never failing: these can fail, and must be read.
#[test]
fn what_can_fail_is_read() {
    for clause in [
        "match = '^.{0,64}$'",
        "match = '^[a-z0-9-]*$'",
        "match = '^[^ ]*$'",
        "match = '^[^☃]*$'",
        "match = '^$'",
        "match = '^(|prod)$'",
        "match = ['^a', '^b']",
        "match = 'a{0}b'",
        "like = '*a'",
        "like = '?*'",
        "like = '*{proxy}*'",
        "count = 0",
        "count = '<= 0'",
        "count = '!= 0'",
        "count = '> 0'",
        "length = 0",
        "contain = ' '",
        "contain = '/{proxy+}'",
        "contain = '{}{a b}{1}'",
        "equal = ''",
        "equal = {}",
        "equal = []",
        "equal = { param = 1, at = 2 }",
        "default = 1, equal = 2",
        "optional = true, not_equal = 2",
        "optional = true, count = 2, equal = 1",
        "present = true, equal = 2",
        "some = { present = true }",
    ] {
        let text = format!(
            "[[spec]]\nid = 'a'\nresource = 'aws_x'\nmust = [ {{ at = '$.a', {clause} }} ]\n"
        );
        let file = file("a", &text);
        assert_eq!(file.warnings, [], "{clause}");
    }
}

fn set(files: &[(&str, &str)]) -> SpecSet {
    let files = files.iter().map(|(name, text)| file(name, text));
    SpecSet::new(files.collect()).unwrap()
}

/// A spec that uses a param as text.
fn using(param: &str, clause: &str) -> String {
    format!("{param}\n[[spec]]\nid = 'a'\nresource = 'x'\nmust = [ {{ at = '$.a', {clause} }} ]\n")
}

#[test]
fn files_that_cannot_stand_together() {
    let text = using("[param.p]\ndefault = 'x'", "equal = '{p}'");
    let list = using("[param.p]\ndefault = ['x']", "one_of = { param = 'p' }");
    let shown = |files: Vec<SpecFile>| {
        let found = SpecSet::new(files).unwrap_err();
        found
            .iter()
            .map(|found| found.render(false))
            .collect::<Vec<_>>()
            .join("\n\n")
    };
    assert_eq!(
        shown(vec![file("a", &text), file("a", &text)]),
        "error: two spec files are called `a` in the names of cases\n |\n = note: specs/a.toml and specs/a.toml\n = help: rename one, or pass the folder that both are in"
    );
    assert_eq!(
        shown(vec![file("a", &text), file("b", &list)]),
        "\
error: the param `p` is a list here
 --> specs/b.toml:1:8
  |
1 | [param.p]
  |        ^
  |
  = note: in specs/a.toml it is a text; a value given from outside applies to both
  = help: give one of them another name"
    );
    assert_eq!(SpecSet::new(Vec::new()).unwrap().declared(), 0);
    assert_eq!(set(&[("b", &text), ("a", "")]).declared(), 1);
}

const PARAMS: &str = "[param.suffix]\nenv = 'SUFFIX'\nidentity = true\n[param.days]\ndefault = 7\n[param.names]\ndefault = ['a']\n";

fn params_file() -> SpecSet {
    let clauses = "equal = '{suffix}', one_of = { param = 'names' }, at_least = { param = 'days' }";
    set(&[("a", &using(PARAMS, clauses))])
}

fn given(name: &str, value: Value, origin: Origin) -> Given {
    let place = None;
    Given {
        name: name.to_owned(),
        value,
        origin,
        place,
    }
}

fn environment(name: &str) -> Option<String> {
    (name == "SUFFIX").then(|| "env1".to_owned())
}

#[track_caller]
fn resolved(params: &Params, name: &str, expected: Option<(Value, Origin)>) {
    let found = params.of("a").get(name);
    assert_eq!(
        found.map(|found| (found.value.clone(), found.origin)),
        expected
    );
}

#[test]
fn the_nearest_value_wins() {
    let set = params_file();
    let flag = Given::flag("suffix=flag1").unwrap();
    let config = given("suffix", json!("config1"), Origin::Config);
    let allowed = ["SUFFIX".to_owned()];
    let resolve = |given: &[Given], allowed: &[String]| {
        spec::resolve_params(&set, given, &environment, allowed).unwrap()
    };
    let params = resolve(&[config.clone(), flag], &allowed);
    resolved(&params, "suffix", Some((json!("flag1"), Origin::Flag)));
    assert_eq!(params.identity_values(), ["flag1"]);
    resolved(
        &resolve(&[config], &allowed),
        "suffix",
        Some((json!("config1"), Origin::Config)),
    );
    let params = resolve(&[], &allowed);
    resolved(
        &params,
        "suffix",
        Some((json!("env1"), Origin::Environment)),
    );
    resolved(&params, "days", Some((json!(7), Origin::Default)));
    let suffix = params.of("a").get("suffix").unwrap();
    assert_eq!(
        (suffix.may_print(), suffix.shown("suffix")),
        (false, "{suffix}".to_owned())
    );
    // Not on the allow list: not read, and said.
    let params = resolve(&[], &[]);
    resolved(&params, "suffix", None);
    let warnings: Vec<_> = params.warnings.iter().map(|w| w.render(false)).collect();
    assert_eq!(
        warnings,
        ["\
warning: the environment variable `SUFFIX` is not on the allow list, so it is not read
 --> specs/a.toml:1:8
  |
1 | [param.suffix]
  |        ^^^^^^ the param `suffix` asks for it
  |
  = help: allow it in stackspec.toml: `env = [\"SUFFIX\"]`"]
    );
}

#[test]
fn text_from_outside_becomes_what_the_param_is() {
    let set = params_file();
    let given = ["names=b, c", "days=30"].map(|flag| Given::flag(flag).unwrap());
    let params = spec::resolve_params(&set, &given, &|_| None, &[]).unwrap();
    resolved(&params, "names", Some((json!(["b", "c"]), Origin::Flag)));
    resolved(&params, "days", Some((json!(30), Origin::Flag)));
}

/// The messages, and that no value is in them.
#[test]
fn values_that_do_not_fit() {
    let set = params_file();
    let refused = |given: Vec<Given>, variable: Option<&str>, expected: &str| {
        let allowed = ["SUFFIX".to_owned()];
        let read = |_: &str| variable.map(str::to_owned);
        let found = spec::resolve_params(&set, &given, &read, &allowed).unwrap_err();
        let shown: Vec<_> = found.iter().map(|found| found.render(false)).collect();
        assert_eq!(shown.join("\n\n"), expected);
    };
    let flag = |text: &str| Given::flag(text).unwrap();
    refused(
        vec![flag("sufix=secret")],
        None,
        "error: `--param sufix`: no spec file declares this param\n |\n = help: did you mean `suffix`?",
    );
    refused(
        vec![flag("zzz=secret")],
        None,
        "error: `--param zzz`: no spec file declares this param\n |\n = note: declared are `days`, `names` and `suffix`",
    );
    refused(
        vec![flag("suffix=a"), flag("suffix=b")],
        None,
        "error: `--param suffix` is given twice, with different values",
    );
    refused(
        vec![flag("days=secret")],
        None,
        "error: the value of `--param days` is not a number\n |\n = note: the default of `days` is a number",
    );
    refused(
        vec![flag("names=a,,b")],
        None,
        "error: the value of `--param names` is empty, or has an empty element",
    );
    refused(
        vec![given("suffix", json!(["secret"]), Origin::Config)],
        None,
        "error: the value of `suffix` is not a text\n |\n = note: the specs use `suffix` as a text",
    );
    refused(
        vec![given("suffix", json!(""), Origin::Config)],
        None,
        "error: the value of `suffix` is empty",
    );
    refused(
        vec![],
        Some(""),
        "\
error: the environment variable `SUFFIX` is empty
 --> specs/a.toml:1:8
  |
1 | [param.suffix]
  |        ^^^^^^ sets the param `suffix`",
    );
}

#[test]
fn a_config_may_know_more_params_than_these_files() {
    let config = given("sufix", json!("a"), Origin::Config);
    let params = spec::resolve_params(&params_file(), &[config], &|_| None, &[]).unwrap();
    let shown = params.warnings[0].render(false);
    assert_eq!(
        shown,
        "warning: no spec file declares the param `sufix`\n |\n = help: did you mean `suffix`?"
    );
}

#[test]
fn own_variables_need_no_leave_and_others_are_not_asked_for() {
    let spec = using(
        "[param.p]\nenv = 'STACKSPEC_P'\n[param.q]\nenv = 'AWS_SECRET'",
        "equal = '{p}{q}'",
    );
    let set = set(&[("a", &spec)]);
    let read = |name: &str| {
        assert_eq!(name, "STACKSPEC_P", "no other variable may be read");
        Some("x".to_owned())
    };
    let params = spec::resolve_params(&set, &[], &read, &[]).unwrap();
    resolved(&params, "p", Some((json!("x"), Origin::Environment)));
    resolved(&params, "q", None);
}

#[test]
fn a_value_applies_to_every_file_and_a_default_to_its_own() {
    let one = using("[param.p]\ndefault = 'one'", "equal = '{p}'");
    let two = using("[param.p]\ndefault = 'two'", "equal = '{p}'");
    let set = set(&[("a", &one), ("b", &two)]);
    let value = |params: &Params, file: &str| params.of(file).get("p").unwrap().value.clone();
    let params = spec::resolve_params(&set, &[], &|_| None, &[]).unwrap();
    assert_eq!(
        (value(&params, "a"), value(&params, "b")),
        (json!("one"), json!("two"))
    );
    let flag = Given::flag("p=x").unwrap();
    let params = spec::resolve_params(&set, &[flag], &|_| None, &[]).unwrap();
    assert_eq!(
        (value(&params, "a"), value(&params, "b")),
        (json!("x"), json!("x"))
    );
    assert_eq!(params.of("gone").iter().count(), 0);
}

#[test]
fn cases_have_their_own_params() {
    let file = file("tables", EVERYTHING);
    let params = spec::case_params(&file, &file.specs[0].cases[0]);
    let found: Vec<_> = params
        .iter()
        .map(|(name, param)| (name, param.value.clone(), param.origin))
        .collect();
    let expected = [
        ("kinds", json!(["S", "N"]), Origin::Default),
        ("suffix", json!("pr1"), Origin::Case),
    ];
    assert_eq!(found, expected);
}

#[test]
fn flags_without_a_name_or_a_value() {
    let refused = |text: &str, expected: &str| {
        let shown = Given::flag(text).unwrap_err().render(false);
        assert_eq!(shown.lines().next(), Some(expected));
    };
    refused("suffix", "error: `--param suffix` has no `=`");
    refused("suffix=", "error: `--param suffix=...` has an empty value");
    refused("=secret", "error: `--param =...` has an empty name");
}

/// Spec files may come from anyone: whatever stands in one, it is read or refused with messages
/// that can be shown, and nothing panics.
#[test]
fn broken_files_are_refused_in_words() {
    let read = |text: &str| {
        let source = SourceFile {
            path: "a.toml".into(),
            text: text.into(),
        };
        match spec::parse(&source, "a") {
            Ok(file) => file
                .specs
                .iter()
                .for_each(|spec| _ = spec::explain(spec, &file)),
            Err(found) => {
                assert!(!found.is_empty());
                found.iter().for_each(|found| _ = found.render(true));
            }
        }
    };
    for (at, c) in EVERYTHING.char_indices() {
        read(&EVERYTHING[..at]);
        for junk in ["", "É", "{", "'", "\u{a0}"] {
            read(&format!(
                "{}{junk}{}",
                &EVERYTHING[..at],
                &EVERYTHING[at + c.len_utf8()..]
            ));
        }
    }
    read(&format!("a = {}", "[".repeat(10_000)));
    read(&format!("[[spec]]\nmust = {}", "[{any=".repeat(200)));
    read(&format!("[[spec]]\nid = '{}'", "É ".repeat(5_000)));
}
