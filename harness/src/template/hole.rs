//! Making holes: what stands for a value that is not known, how it is written, what it waits for.

use std::fmt::Write as _;

use super::{Part, Reference};
use crate::value::{Flags, Hole, Kind, Node, PieceRef, Text};

/// A written expression longer than this is cut, and then never equal to another.
const MAX_EXPRESSION: usize = 4096;

/// How many references a hole names.
const MAX_WAITS: usize = 32;

/// Functions whose result is not decided by their arguments.
/// Source: the functions of the Terraform language that its documentation calls impure.
pub(super) const IMPURE: [&str; 4] = ["uuid", "timestamp", "bcrypt", "plantimestamp"];

/// Attributes that every resource which has them sets itself, and that hold an Amazon Resource
/// Name. Others that end in `_arn` may be null or empty (`stream_arn` of a table without one).
const ARN_ATTRIBUTES: [&str; 5] = [
    "arn",
    "invoke_arn",
    "qualified_arn",
    "qualified_invoke_arn",
    "execution_arn",
];

/// The hole of a reference that nothing is known of. `written` is its expression.
pub(super) fn reference(reference: &Reference, written: impl Into<String>) -> Hole {
    let attribute = attribute_of_managed(reference);
    let arn = attribute.is_some_and(|name| ARN_ATTRIBUTES.contains(&name));
    let set = arn || attribute == Some("id");
    let hole = Hole {
        starts_with: arn.then_some("arn:"),
        non_null: set,
        is_text: set,
        pure: is_stable(reference),
        waits_for: vec![names(reference).into()],
        ..Hole::opaque("")
    };
    named(hole, written.into())
}

/// What a verdict that hangs on a reference waits for: its names without keys,
/// `aws_subnet.s.id` for `aws_subnet.s[0].id`.
pub(super) fn names(reference: &Reference) -> String {
    let mut out = String::new();
    for part in &reference.parts {
        if let Part::Name(name) = part {
            out.push_str(if out.is_empty() { "" } else { "." });
            out.push_str(name);
        }
    }
    out
}

/// Whether a reference stands for one value wherever it is written in a stack. `each`, `count` and
/// `self` stand for another one in each instance.
pub(super) fn is_stable(reference: &Reference) -> bool {
    let fixed = |part: &Part| match part {
        Part::UnknownKey(written) => !mentions_instance(written),
        _ => true,
    };
    !matches!(reference.name(0), Some("each" | "count" | "self"))
        && reference.parts.iter().all(fixed)
}

/// Whether a written expression may hold the name of something that differs between instances.
fn mentions_instance(written: &str) -> bool {
    ["each.", "count.", "self."]
        .iter()
        .any(|name| written.contains(name))
        || IMPURE.iter().any(|name| written.contains(name))
}

/// `arn` of `aws_x.name.arn`, a managed resource of the AWS provider. It always sets the `id`, and the
/// ARN where there is one. Source: "Amazon Resource Names", AWS General Reference: every ARN begins
/// `arn:`; "Resources - Data Consistency" of the plugin SDK: a resource without an id is gone.
fn attribute_of_managed(reference: &Reference) -> Option<&str> {
    let mut names = reference.parts.iter().filter_map(|part| match part {
        Part::Name(name) => Some(&**name),
        _ => None,
    });
    let splat = reference.parts.contains(&Part::Splat);
    let ends_in_name = matches!(reference.parts.last(), Some(Part::Name(_)));
    let found = (names.next(), names.next(), names.next(), names.next());
    match found {
        (Some(kind), Some(_), Some(attribute), None) => {
            (!splat && ends_in_name && kind.starts_with("aws_")).then_some(attribute)
        }
        _ => None,
    }
}

/// The hole of something that is computed from `parts`: it waits for what they wait for, and is
/// pure if they are.
pub(super) fn computed<'n>(
    written: String,
    parts: impl IntoIterator<Item = &'n Node<'static>>,
) -> Hole {
    let mut hole = Hole {
        pure: true,
        ..Hole::opaque("")
    };
    for part in parts {
        hole.pure &= is_pure(part);
        waits(part, &mut hole.waits_for);
    }
    named(hole, written)
}

fn named(hole: Hole, mut written: String) -> Hole {
    let mut pure = hole.pure;
    if written.len() > MAX_EXPRESSION {
        let mut end = MAX_EXPRESSION;
        while !written.is_char_boundary(end) {
            end -= 1;
        }
        written.truncate(end);
        written.push_str("...");
        pure = false;
    }
    Hole {
        expression: written.into(),
        pure,
        ..hole
    }
}

/// Whether what is written of a value says all about it.
pub(super) fn is_pure(node: &Node<'_>) -> bool {
    if node.flags.has(Flags::SENSITIVE) || node.is_open() {
        return false;
    }
    let pure = |hole: &Hole| hole.pure && !hole.expression.is_empty();
    match &node.kind {
        Kind::Unknown(hole) => pure(hole),
        Kind::Text(text) => text.holes().all(pure),
        // Lists and tuples, maps and objects are written alike; only where all elements are texts
        // do they behave alike.
        Kind::List(list) => !node.flags.has(Flags::SET) && list.iter().all(is_pure_text),
        Kind::Map(map) => map.iter().all(|(_, node)| is_pure_text(node)),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => true,
    }
}

fn is_pure_text(node: &Node<'_>) -> bool {
    let text = match &node.kind {
        Kind::Text(_) => true,
        Kind::Unknown(hole) => hole.is_text,
        _ => false,
    };
    text && is_pure(node)
}

/// Adds what the holes in a value wait for.
pub(super) fn waits(node: &Node<'_>, found: &mut Vec<Box<str>>) {
    let mut add = |hole: &Hole| {
        for name in &hole.waits_for {
            if found.len() < MAX_WAITS && !found.contains(name) {
                found.push(name.clone());
            }
        }
    };
    match &node.kind {
        Kind::Unknown(hole) => add(hole),
        Kind::Text(text) => text.holes().for_each(add),
        Kind::List(list) => list.iter().for_each(|node| waits(node, found)),
        Kind::Map(map) => map.iter().for_each(|(_, node)| waits(node, found)),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => {}
    }
}

/// A value as an expression. What is sensitive is not written.
pub(super) fn written(node: &Node<'_>) -> String {
    let mut out = String::new();
    write_node(node, &mut out);
    out
}

/// A value as the operand of an operator or a traversal: in parentheses unless it is one word.
pub(super) fn operand(node: &Node<'_>) -> String {
    let text = written(node);
    let compound = match &node.kind {
        Kind::Unknown(hole) => {
            hole.expression.contains([' ', '\n']) || text.starts_with(['-', '!'])
        }
        _ => false,
    };
    if compound { format!("({text})") } else { text }
}

fn write_node(node: &Node<'_>, out: &mut String) {
    if out.len() > MAX_EXPRESSION {
        return;
    }
    if node.flags.has(Flags::SENSITIVE) {
        out.push_str("(sensitive)");
        return;
    }
    match &node.kind {
        Kind::Null => out.push_str("null"),
        Kind::Bool(value) => _ = write!(out, "{value}"),
        Kind::Number(number) => _ = write!(out, "{number}"),
        Kind::Text(text) => write_text(text, out),
        Kind::Unknown(hole) => out.push_str(&hole.expression),
        Kind::List(list) => {
            out.push('[');
            for (index, node) in list.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                write_node(node, out);
            }
            out.push_str(if node.is_open() { ", ...]" } else { "]" });
        }
        Kind::Map(map) => {
            out.push('{');
            for (index, (name, node)) in map.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                write_text(&Text::Plain(name.into()), out);
                out.push_str(" = ");
                write_node(node, out);
            }
            out.push_str(if node.is_open() { ", ...}" } else { "}" });
        }
    }
}

fn write_text(text: &Text<'_>, out: &mut String) {
    out.push('"');
    for piece in text.iter() {
        match piece {
            PieceRef::Hole(hole) => _ = write!(out, "${{{}}}", hole.expression),
            PieceRef::Literal(literal) => {
                let literal = literal.replace("${", "$${").replace("%{", "%%{");
                for c in literal.chars() {
                    match c {
                        '"' => out.push_str("\\\""),
                        '\\' => out.push_str("\\\\"),
                        '\n' => out.push_str("\\n"),
                        '\r' => out.push_str("\\r"),
                        '\t' => out.push_str("\\t"),
                        c => out.push(c),
                    }
                }
            }
        }
    }
    out.push('"');
}

/// A written expression with its white space made one blank each, outside of quotes.
pub(super) fn normalised(written: &str) -> String {
    if written.contains("<<") {
        // A heredoc's white space is content.
        return written.trim().to_owned();
    }
    let (mut out, mut quoted, mut escaped, mut blank) = (String::new(), false, false, false);
    for c in written.trim().chars() {
        if !quoted && c.is_whitespace() {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            out.push(' ');
        }
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = quoted,
            '"' => quoted = !quoted,
            _ => {}
        }
        out.push(c);
    }
    out
}
