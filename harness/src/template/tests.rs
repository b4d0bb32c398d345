//! Tables of expressions and what they come to.

mod holes;
mod random;

use pretty_assertions::assert_eq;

use super::*;
use crate::value::{Flags, Node, parse};

#[track_caller]
fn reads(text: &'static str, expected: &str) {
    assert_eq!(read(text.into()).render(), expected);
}

#[test]
fn pieces_and_holes() {
    reads("plain", r#""plain""#);
    reads("a-${var.x}-b", r#""a-${var.x}-b""#);
    reads(
        "$${not.a.hole} %%{nor this}",
        r#""${not.a.hole} %{nor this}""#,
    );
    reads("${ var.x }", "${var.x}");
    reads(r#"${lookup(var.m, "}")}"#, r#"${lookup(var.m, "}")}"#);
    reads("a ${~ var.x ~} b", r#""a${var.x}b""#);
    reads(
        "%{ if var.x }a%{ endif }",
        r#""${%{ if var.x }a%{ endif }}""#,
    );
    reads(
        "x%{ if var.x }a%{ endif }y",
        r#""x${%{ if var.x }a%{ endif }}y""#,
    );
    reads("${broken", "${${broken}");
    reads("$${only escapes}", r#""${only escapes}""#);
}

/// `~` eats one line at most: Terraform reads a template outside of quotes line by line.
#[test]
fn strips() {
    reads("x${1 ~}\n\n  b", r#""x1\n  b""#);
    reads("x\n\n  ${~ 1}", r#""x\n\n1""#);
    reads(
        "x\n  %{ if true ~}\n\n  b\n  %{~ endif }",
        r#""x\n  \n  b\n""#,
    );
    reads("a ${1 ~} ${2}", r#""a 12""#);
    reads(
        "%{ for x in [1,2] ~}\n  ${x}\n%{ endfor ~}\nend",
        r#""  1\n  2\nend""#,
    );
    reads("${1 ~}   ${~ 2}", r#""12""#);
}

#[track_caller]
fn hole_of(text: &'static str) -> Hole {
    match read(text.into()).kind {
        Kind::Unknown(hole) => *hole,
        Kind::Text(text) => text.holes().next().cloned().expect("a hole"),
        kind => panic!("{kind:?}"),
    }
}

#[test]
fn facts_of_holes() {
    let starts = |text| hole_of(text).starts_with;
    assert_eq!(starts("${aws_kms_key.k.arn}"), Some("arn:"));
    assert_eq!(
        starts("${aws_lambda_function.f[0].invoke_arn}"),
        Some("arn:")
    );
    assert_eq!(starts("${data.aws_kms_key.k.arn}"), None);
    assert_eq!(starts("${aws_kms_key.k.id}"), None);
    assert_eq!(starts("${aws_kms_key.k[*].arn}"), None);
    assert_eq!(starts("${aws_kms_key.k.arn[0]}"), None);
    assert_eq!(starts("${lower(aws_kms_key.k.arn)}"), None);
    let non_null = |text| hole_of(text).non_null;
    assert!(!non_null("${var.arn}"));
    assert!(non_null("${aws_vpc.v.id}"));
    assert!(!non_null("${aws_vpc.v.ipv6_association_id}"));
    assert!(!non_null("${data.aws_vpc.v.id}"));
    assert!(!non_null("${aws_vpc.v[*].id}"));
    assert!(non_null("x${var.arn}"));
    assert!(non_null("${md5(var.x)}"));
    assert!(!non_null("${lookup(var.x, \"k\")}"));
    assert!(hole_of("${join(\",\", var.l)}").is_text);
    assert!(hole_of("${var.c ? \"a\" : \"b\"}").is_text);
    assert!(!hole_of("${var.c ? \"a\" : 1}").is_text);
    assert!(!non_null("${var.c ? \"a\" : null}"));
    let pure = |text| hole_of(text).pure;
    for text in [
        "${uuid()}",
        "${md5(timestamp())}",
        "${each.key}",
        "${count.index + 1}",
    ] {
        assert!(!pure(text), "{text}");
    }
    for text in [
        "${aws_x.y[count.index].id}",
        "${[for u in [uuid(), var.x] : u]}",
    ] {
        assert!(!pure_all(text), "{text}");
    }
    for text in ["${md5(var.x)}", "${file(\"a\")}", "${[for v in var.l : v]}"] {
        assert!(pure(text), "{text}");
    }
}

fn pure_all(text: &'static str) -> bool {
    super::hole::is_pure(&read(text.into()).clone_owned())
}

#[test]
fn names_what_it_waits_for() {
    let waits = |text| {
        let waits_for = hole_of(text).waits_for;
        waits_for
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        waits("${md5(\"${aws_s3_bucket.b.id}-${var.x}\")}"),
        ["aws_s3_bucket.b.id", "var.x"]
    );
    assert_eq!(
        waits("${aws_subnet.s[count.index].id}"),
        ["aws_subnet.s.id", "count.index"]
    );
    assert_eq!(waits("a%{ if var.y }b%{ endif }"), ["var.y"]);
    assert_eq!(
        waits("${tonumber(\"x\")}"),
        ["`tonumber(\"x\")`, which fails: a number is wanted, and this text spells none"]
    );
}

/// Expressions without variables, and what `terraform console` 1.11 says of `jsonencode` of each:
/// the JSON, `error`, or `unknown` where it knows and this evaluator says that it does not.
#[test]
fn as_terraform_evaluates_it() {
    let mut rows = 0;
    for line in include_str!("tests/console.txt").lines() {
        let (expression, expected) = line.split_once("  =>  ").expect("a row");
        let node = evaluate(format!("${{{expression}}}").into(), &Nothing);
        let found = match &node.kind {
            Kind::Unknown(hole) if is_failure(hole) => "error".to_owned(),
            _ if node.has_unknown() => "unknown".to_owned(),
            _ => {
                let text = format!("${{jsonencode({expression})}}");
                let json = evaluate(text.into(), &Nothing);
                json.as_str().expect("a text").to_owned()
            }
        };
        assert_eq!(found, expected, "{expression}");
        rows += 1;
    }
    assert!(rows > 400);
}

pub(super) fn is_failure(hole: &Hole) -> bool {
    hole.waits_for.iter().any(|why| why.contains("which fails"))
}

/// A scope of variables and locals; resources that set a part of their attributes.
struct Table(Vec<(&'static str, Node<'static>)>);

impl Scope for Table {
    fn resolve(&self, reference: &Reference) -> Option<(Node<'static>, usize)> {
        let parts = reference.parts.len();
        (1..=parts).rev().find_map(|taken| {
            let beginning = Reference {
                parts: reference.parts[..taken].to_vec(),
            };
            let written = beginning.to_string();
            let row = self.0.iter().find(|(name, _)| *name == written)?;
            Some((row.1.clone(), taken))
        })
    }
}

fn table() -> Table {
    let known = |text: &'static str| parse(text).expect("JSON");
    let flagged = |text, flag| {
        let mut node = known(text);
        node.flags.set(flag);
        node
    };
    Table(vec![
        ("var.name", known(r#""pay""#)),
        ("var.count", known("3")),
        ("var.on", known("true")),
        ("var.null", known("null")),
        ("var.list", known(r#"["a","b"]"#)),
        ("var.map", known(r#"{"a":"x","b":"y"}"#)),
        ("var.secret", flagged(r#""hush""#, Flags::SENSITIVE)),
        ("var.set", flagged(r#"["b","a"]"#, Flags::SET)),
        ("var.open", flagged(r#"["a"]"#, Flags::OPEN)),
        ("local.key", read("${aws_kms_key.k}".into()).clone_owned()),
        ("local.mixed", read("p-${var.x}".into()).clone_owned()),
        (
            "aws_s3_bucket.b",
            flagged(r#"{"bucket":"logs"}"#, Flags::OPEN),
        ),
    ])
}

/// The text of a secret is in no hole, and what hangs on one equals nothing.
#[test]
fn secrets_are_not_written_into_holes() {
    let scope = table();
    for text in [
        "${md5(\"${var.secret}${var.x}\")}",
        "${[var.secret, var.x][var.y]}",
        "${var.x[var.secret]}",
        "${var.c ? var.secret : var.x}",
        "${replace(var.x, var.secret, \"\")}",
        "${{a = var.secret}[var.x]}",
        "${{a = 1}[var.secret]}",
    ] {
        let node = evaluate(text.into(), &scope);
        assert!(
            node.is_sensitive() || is_unknown_failure(&node),
            "{text}: {node:?}"
        );
        assert!(!format!("{node:?}").contains("hush"), "{text}: {node:?}");
    }
}

fn is_unknown_failure(node: &Node<'_>) -> bool {
    matches!(&node.kind, Kind::Unknown(hole) if is_failure(hole))
}

/// The document of `jsonencode` is the value itself.
#[test]
fn encoded_documents_are_read_through() {
    let text = "${jsonencode({Resource = aws_kms_key.k.arn, Action = var.a, More = merge({x = 1}, var.m)})}";
    let node = read(text.into());
    let Kind::Text(text) = &node.kind else {
        panic!("{node:?}")
    };
    let document = text.document().expect("a document").expect("JSON");
    assert_eq!(
        document.render(),
        r#"{"Action":${var.a},"More":{"x":${merge({"x" = 1}, var.m)["x"]},...},"Resource":${aws_kms_key.k.arn}}"#
    );
}

/// Nothing is slow, deep or large.
#[test]
fn bombs() {
    let nested = format!("${{{}1{}}}", "[".repeat(60), "]".repeat(60));
    let deep = format!("${{{}1{}}}", "(".repeat(5000), ")".repeat(5000));
    let power = format!(
        "${{{}\"a\"{}}}",
        "replace(".repeat(8),
        ", \"a\", \"aaaaaaaaaaaaaaaaaaaa\")".repeat(8)
    );
    let lists = "${[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]}";
    let joined =
        "${join(\"\", [for a in range(1000) : join(\"\", [for b in range(1000) : \"xxxxxxxx\"])])}";
    let copied = "${[for t in [join(\"\", [for a in range(1000) : \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"])] : [for a in range(1000) : [for b in range(100) : t]]]}";
    for text in [
        nested.as_str(),
        &deep,
        &power,
        lists,
        joined,
        copied,
        "${range(1000000000)}",
        "${range(0, 9000000000000000000, 1)}",
        "${format(\"%1000000000d\", 1)}",
        "${format(\"%99999999999999999999999d\", 1)}",
        "${format(\"%-60000s%-60000s\", 1, 2)}",
        "${indent(60000, \"\\n\\n\\n\\n\\n\")}",
        "${replace(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"/(a*)*/\", \"$1$1$1$1$1$1$1$1\")}",
        "${regex(\"(((a{500}){500}){500})\", \"a\")}",
        "${cidrsubnet(\"::/0\", 128, 9223372036854775807)}",
        "${cidrhost(\"::/0\", -9223372036854775808)}",
        "${parseint(\"99999999999999999999999999999999\", 10)}",
        "${pow(9223372036854775807, 9223372036854775807)}",
        "${9223372036854775807 * 9223372036854775807 * 9223372036854775807}",
        "${-9223372036854775808 % -1}",
        "${substr(\"abc\", 9223372036854775807, 9223372036854775807)}",
        "${substr(\"abc\", -9223372036854775807, -1)}",
        "${element([1], 9223372036854775807)}",
        "${chunklist([1], 9223372036854775807)}",
        "${1e308 * 1e308}",
    ] {
        let node = evaluate(text.to_owned().into(), &Nothing);
        assert!(
            node.render().len() < 1 << 20,
            "{}",
            &text[..text.len().min(80)]
        );
    }
}

#[test]
fn malformed_templates() {
    for (text, offset) in [
        ("plain", None),
        ("$${x", None),
        ("${var.x}", None),
        ("${var.x", Some(6)),
        ("a ${}", Some(4)),
        ("%{ if x }a", Some(0)),
        ("${var.}", Some(6)),
        ("${a b}", Some(4)),
        ("${{a = 1, a = 2}}", None),
        ("%{ if a &&\n b }x%{ endif }", None),
    ] {
        assert_eq!(malformed(text).map(|found| found.offset), offset, "{text}");
    }
}

impl Node<'_> {
    /// The node with text of its own, for scopes of tests.
    fn clone_owned(&self) -> Node<'static> {
        let kind = match &self.kind {
            Kind::Text(text) => Kind::Text(Text::pieces(
                text.iter().map(super::convert::owned).collect(),
            )),
            Kind::Unknown(hole) => Kind::Unknown(hole.clone()),
            Kind::List(list) => Kind::List(list.iter().map(Node::clone_owned).collect()),
            Kind::Null => Kind::Null,
            Kind::Bool(value) => Kind::Bool(*value),
            Kind::Number(number) => Kind::Number(number.clone()),
            Kind::Map(map) => {
                let members = map
                    .iter()
                    .map(|(k, v)| (k.to_owned().into(), v.clone_owned()));
                Kind::Map(crate::value::Map::new(members.collect()).unwrap_or_default())
            }
        };
        Node {
            kind,
            flags: self.flags,
        }
    }
}
