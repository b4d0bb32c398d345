//! The one rule: whatever the holes come to, the value is one that the result stands for.
//!
//! Random expressions are evaluated twice: once with all variables known, once with some of them
//! unknown. The value of the first must be a possible value of the second.

use std::collections::HashMap;

use proptest::prelude::*;

use super::super::*;
use super::is_failure;
use crate::value::{Flags, Node, PieceRef, parse};

/// What the variables hold; each draws one of its row.
const VALUES: [(&str, &[&str]); 8] = [
    (
        "s",
        &[
            r#""""#,
            r#""a""#,
            r#""a-b""#,
            r#""A""#,
            r#""1""#,
            r#""true""#,
            "null",
        ],
    ),
    ("t", &[r#""a""#, r#""-""#, r#""x-1""#]),
    ("n", &["0", "1", "2", "-1", "2.5"]),
    ("b", &["true", "false"]),
    ("l", &["[]", r#"["a"]"#, r#"["a","-","a"]"#, r#"["b",""]"#]),
    ("q", &["[1]", "[0,2]", r#"["1",2]"#]),
    ("m", &["{}", r#"{"a":"b"}"#, r#"{"a":"a","b":"-"}"#]),
    ("o", &[r#"{"a":1,"b":"x"}"#, r#"{"b":null,"c":["a"]}"#]),
];

/// Draws choices from random bytes; nothing is left when they are used up.
struct Draw<'b> {
    bytes: &'b [u8],
    depth: usize,
}

impl Draw<'_> {
    fn below(&mut self, count: usize) -> usize {
        match self.bytes.split_first() {
            Some((byte, rest)) => {
                self.bytes = rest;
                usize::from(*byte) % count
            }
            None => 0,
        }
    }

    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }

    /// Fills `~T` and the like in one of the rows with expressions of that type.
    fn fill(&mut self, leaves: &[&str], rows: &[&str]) -> String {
        if self.depth >= 4 || self.bytes.is_empty() {
            return self.pick(leaves).to_owned();
        }
        self.depth += 1;
        let row = self.pick(rows);
        let mut out = String::new();
        let mut chars = row.chars();
        while let Some(c) = chars.next() {
            match c {
                '~' => match chars.next() {
                    Some('T') => out.push_str(&self.text()),
                    Some('N') => out.push_str(&self.number()),
                    Some('B') => out.push_str(&self.boolean()),
                    Some('L') => out.push_str(&self.list()),
                    Some('M') => out.push_str(&self.map()),
                    _ => out.push_str(&self.any()),
                },
                c => out.push(c),
            }
        }
        self.depth -= 1;
        out
    }

    fn any(&mut self) -> String {
        match self.below(6) {
            0 => self.number(),
            1 => self.boolean(),
            2 => self.list(),
            3 => self.map(),
            _ => self.text(),
        }
    }

    fn text(&mut self) -> String {
        self.fill(
            &[
                "var.s", "var.t", "\"a\"", "\"\"", "\"x-y\"", "null", "var.n",
            ],
            &[
                "\"a-${~T}\"",
                "\"${~T}${~A}\"",
                "\"${~T}-b\"",
                "join(~T, ~L)",
                "join(\"-\", [~T, ~T], ~L)",
                "upper(~T)",
                "lower(\"A${~T}\")",
                "title(~T)",
                "format(\"%s-%s\", ~T, ~A)",
                "format(\"%v|%v\", ~A, ~T)",
                "format(\"%03d\", ~N)",
                "format(\"%5s\", ~T)",
                "replace(~T, \"a\", ~T)",
                "replace(~T, \"/[a-z]/\", \"<$0>\")",
                "substr(~T, 0, ~N)",
                "substr(\"abc${~T}\", 1, 2)",
                "trimprefix(\"a${~T}\", \"a\")",
                "trimsuffix(~T, \"b\")",
                "trimsuffix(\"${~T}b\", ~T)",
                "trim(~T, \"a-\")",
                "trimspace(~T)",
                "coalesce(~T, ~A)",
                "element(~L, ~N)",
                "~L[~N]",
                "~M.a",
                "~M[~T]",
                "lookup(~M, ~T, ~T)",
                "lookup(~M, \"a\", ~A)",
                "(~B ? ~T : ~A)",
                "(~B ? ~T : ~T)",
                "try(~T, ~T)",
                "try(~M.a, ~L[0], \"d\")",
                "jsonencode(~A)",
                "jsonencode({a = ~A, b = ~T})",
                "md5(~T)",
                "base64encode(~T)",
                "base64decode(base64encode(~T))",
                "tostring(~A)",
                "one(~L)",
                "\"%{ if ~B }${~T}%{ else }n%{ endif }\"",
                "\"%{ for v in ~L }<${v}>%{ endfor }\"",
                "cidrsubnet(\"10.0.0.0/16\", 8, ~N)",
                "jsondecode(jsonencode(~T))",
                "urlencode(~T)",
                "strrev(~T)",
                "indent(~N, ~T)",
                "chomp(~T)",
                "jsondecode(jsonencode({a = ~T})).a",
            ],
        )
    }

    fn number(&mut self) -> String {
        self.fill(
            &["var.n", "0", "1", "2.5", "-1", "var.t"],
            &[
                "(~N + ~N)",
                "(~N * ~N)",
                "(~N - 1)",
                "(~N / ~N)",
                "(~N % 2)",
                "-(~N)",
                "length(~L)",
                "length(~T)",
                "length(~M)",
                "max(~N, ~N)",
                "min(~N, ~N, 1)",
                "abs(~N)",
                "ceil(~N)",
                "floor(~N)",
                "sum(~L)",
                "tonumber(~T)",
                "(~B ? ~N : ~N)",
                "try(tonumber(~T), ~N)",
                "index(~L, ~T)",
                "signum(~N)",
                "parseint(~T, 10)",
                "coalesce(~N, ~N)",
            ],
        )
    }

    fn boolean(&mut self) -> String {
        self.fill(
            &["var.b", "true", "false", "var.s"],
            &[
                "(~T == ~T)",
                "(~A == ~A)",
                "(~A != ~A)",
                "(~N < ~N)",
                "(~N >= ~N)",
                "(~B && ~B)",
                "(~B || ~B)",
                "!~B",
                "contains(~L, ~T)",
                "contains(~L, ~A)",
                "startswith(~T, ~T)",
                "startswith(\"a${~T}\", \"b\")",
                "endswith(\"${~T}a\", ~T)",
                "can(~A)",
                "tobool(~T)",
                "alltrue([~B, ~B])",
                "anytrue([~B, ~B])",
                "(~A == null)",
                "strcontains(\"a${~T}\", \"a\")",
                "(~B ? ~B : ~B)",
                "(~T == \"a-\")",
            ],
        )
    }

    fn list(&mut self) -> String {
        self.fill(
            &["var.l", "var.q", "[]", "[\"a\"]"],
            &[
                "[~T, ~T]",
                "[~A, ~A]",
                "[~N, ~T]",
                "concat(~L, ~L)",
                "split(\"-\", ~T)",
                "split(~T, ~T)",
                "compact(~L)",
                "distinct(~L)",
                "sort(~L)",
                "reverse(~L)",
                "tolist(~L)",
                "toset(~L)",
                "tolist(toset(~L))",
                "flatten([~L, ~A])",
                "slice(~L, 0, ~N)",
                "keys(~M)",
                "values(~M)",
                "range(~N)",
                "[for v in ~L : upper(v)]",
                "[for v in ~L : v if v != ~T]",
                "[for k, v in ~L : k]",
                "[for k, v in ~M : \"${k}${v}\"]",
                "(~B ? ~L : ~L)",
                "coalescelist(~L, ~L)",
                "formatlist(\"%s.%s\", ~L, ~T)",
                "chunklist(~L, 2)",
                "try(~L, ~L)",
                "[{a = ~A}, {a = ~T}][*].a",
                "~L[*]",
                "jsondecode(jsonencode(~L))",
                "regexall(\"[a-z]\", ~T)",
                "concat(~L, [~A])",
                "[for k, v in toset(~L) : k]",
                "[for v in ~L : [for w in ~L : \"${v}${w}\"]]",
            ],
        )
    }

    fn map(&mut self) -> String {
        self.fill(
            &["var.m", "var.o", "{}", "{a = 1}"],
            &[
                "{a = ~A, b = ~T}",
                "{(~T) = ~T}",
                "{a = 1, (~T) = ~A}",
                "merge(~M, ~M)",
                "merge({a = ~T}, ~M)",
                "merge(~M, {a = ~A})",
                "tomap(~M)",
                "{for v in ~L : v => ~T}",
                "{for k, v in ~M : k => v if v != ~T}",
                "{for v in ~L : v => ~N...}",
                "zipmap(~L, ~L)",
                "(~B ? ~M : ~M)",
                "try(~M, ~M)",
                "jsondecode(jsonencode(~M))",
                "{for k, v in ~L : k => v}",
            ],
        )
    }
}

/// Knows all variables, or only some.
struct Drawn {
    values: Vec<(&'static str, Node<'static>)>,
}

impl Scope for Drawn {
    fn resolve(&self, reference: &Reference) -> Option<(Node<'static>, usize)> {
        let name = reference.name(1)?;
        let row = self.values.iter().find(|(row, _)| *row == name)?;
        Some((row.1.clone(), 2))
    }
}

/// Whether `value` is one that `symbolic` stands for.
fn stands_for(symbolic: &Node<'_>, value: &Node<'_>) -> bool {
    match (&symbolic.kind, &value.kind) {
        // What is not evaluated may be anything.
        (_, Kind::Unknown(_)) => true,
        (Kind::Unknown(hole), found) => {
            let text = matches!(found, Kind::Text(_));
            let starts = hole
                .starts_with
                .is_none_or(|start| value.as_str().is_some_and(|text| text.starts_with(start)));
            starts
                && (!hole.non_null || *found != Kind::Null)
                && (!hole.is_text || text || *found == Kind::Null)
        }
        (Kind::Text(pieces), Kind::Text(text)) => {
            let Some(text) = text.as_known() else {
                return true;
            };
            let mut pattern = String::from("(?s)^");
            for piece in pieces.iter() {
                match piece {
                    PieceRef::Literal(literal) => pattern.push_str(&regex::escape(literal)),
                    PieceRef::Hole(hole) => {
                        pattern.push_str(&regex::escape(hole.starts_with.unwrap_or_default()));
                        pattern.push_str(".*");
                    }
                }
            }
            pattern.push('$');
            let matches = regex::Regex::new(&pattern).unwrap().is_match(text);
            let documents = match (
                pieces.document(),
                serde_json::from_str::<serde_json::Value>(text),
            ) {
                (Some(Ok(document)), Ok(value)) => stands_for(document, &Node::from(&value)),
                _ => true,
            };
            matches && documents
        }
        (Kind::List(some), Kind::List(all)) => {
            if symbolic.is_open() && !value.is_open() {
                return some
                    .iter()
                    .all(|node| all.iter().any(|found| stands_for(node, found)));
            }
            value.is_open()
                || some.len() == all.len()
                    && some
                        .iter()
                        .zip(all)
                        .all(|(node, found)| stands_for(node, found))
        }
        (Kind::Map(some), Kind::Map(all)) => {
            let members = some.iter().all(|(name, node)| match all.get(name) {
                Some(found) => stands_for(node, found),
                None => value.is_open(),
            });
            members && (symbolic.is_open() || value.is_open() || some.len() == all.len())
        }
        (a, b) => a == b,
    }
}

fn scope_of(choices: &[u8], known: impl Fn(usize) -> bool) -> Drawn {
    let draw = |(index, (name, row)): (usize, &(&'static str, &[&'static str]))| {
        let text = row[usize::from(choices[index]) % row.len()];
        known(index).then(|| (*name, parse(text).expect("JSON")))
    };
    Drawn {
        values: VALUES.iter().enumerate().filter_map(draw).collect(),
    }
}

/// Whether everything in a template is evaluated.
fn is_sure(template: &str, scope: &Drawn) -> bool {
    let parsed: hcl_edit::template::Template = template.parse().expect("a template");
    let mut machine = super::super::machine::Machine::new(scope, template);
    machine.template(parsed.iter(), false).is_ok() && machine.unsure == 0
}

fn fails(node: &Node<'_>) -> bool {
    matches!(&node.kind, Kind::Unknown(hole) if is_failure(hole))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_value_is_a_possible_one(
        bytes in proptest::collection::vec(any::<u8>(), 1..160),
        choices in any::<[u8; 8]>(),
        known in any::<u8>(),
    ) {
        let mut draw = Draw { bytes: &bytes, depth: 0 };
        let all = scope_of(&choices, |_| true);
        let some = scope_of(&choices, |index| known & (1 << index) != 0);
        let mut pure: HashMap<Box<str>, Node<'static>> = HashMap::new();
        while !draw.bytes.is_empty() {
            let expression = draw.any();
            let template = format!("${{{expression}}}");
            let symbolic = evaluate(template.clone().into(), &some);
            let value = evaluate(template.clone().into(), &all);
            if fails(&value) {
                continue;
            }
            // What only Terraform evaluates may be an error there too.
            prop_assert!(
                !fails(&symbolic) || !is_sure(&template, &all),
                "{expression}: fails, and gives {}", value.render()
            );
            prop_assert!(
                stands_for(&symbolic, &value),
                "{expression}: {} does not stand for {}; known: {:?}",
                symbolic.render(), value.render(), some.values.iter().map(|(name, _)| *name).collect::<Vec<_>>()
            );
            // Equal pure expressions are equal values.
            if let Kind::Unknown(hole) = &symbolic.kind
                && hole.pure
                && !value.has_unknown()
            {
                let mut value: Node<'static> = evaluate(template.into(), &all).clone_owned();
                value.flags.clear(Flags::SET);
                if let Some(other) = pure.insert(hole.expression.clone(), value.clone()) {
                    prop_assert_eq!(other.render(), value.render(), "{}", hole.expression);
                }
            }
        }
    }
}
