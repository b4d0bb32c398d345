//! Terraform's template strings: literal pieces and opaque holes.
//!
//! `hcl-edit` parses; nothing is evaluated. `payments-${random_id.s.hex}` becomes the literal
//! `payments-` and a hole; `$${` and `%%{` are literals; a string that is one `${...}` is a value
//! of unknown kind; a directive makes the whole string unknown. What surely holds of a hole is
//! read off its expression ([`Hole`]).
//! Source: "Strings and Templates" and "JSON Configuration Syntax", Terraform language.

mod malformed;
mod reference;
mod references;
mod scope;

pub use malformed::{Malformed, malformed};
pub use reference::{Part, Reference};
pub use references::references;
pub use scope::{Nothing, Scope};

use std::borrow::Cow;
use std::str::FromStr;

use hcl_edit::Span;
use hcl_edit::expr::{Expression, FuncCall, Traversal, TraversalOperator};
use hcl_edit::template::{Element, Template};
use hcl_edit::visit::{self, Visit};

use crate::value::{Hole, Kind, Node, Piece, Text};

/// Reads a string of Terraform JSON.
///
/// A template that does not parse is an unknown value whose expression is the whole string: it
/// must never pass for the text it is not.
///
/// ```
/// use stackspec::template::read;
/// assert_eq!(read("a$${b}".into()).render(), r#""a${b}""#);
/// assert!(read("${aws_kms_key.k.arn}".into()).has_unknown());
/// ```
pub fn read(text: Cow<'_, str>) -> Node<'_> {
    if !text.contains("${") && !text.contains("%{") {
        return Node::new(Kind::Text(Text::plain(text)));
    }
    let Ok(template) = Template::from_str(&text) else {
        return Node::unknown(Hole {
            is_text: true,
            ..Hole::opaque(text.into_owned())
        });
    };
    let elements: Vec<&Element> = template.iter().collect();
    if let [Element::Interpolation(only)] = elements.as_slice() {
        return Node::unknown(hole(&only.expr, expression(&text, only.span())));
    }
    if elements.iter().any(|element| element.is_directive()) {
        let mut references = References::default();
        references.visit_template(&template);
        let waits_for = references.found;
        let hole = Hole {
            is_text: true,
            non_null: true,
            waits_for,
            ..Hole::opaque(text.as_ref())
        };
        return Node::unknown(hole);
    }
    Node::from(Text::pieces(pieces(&text, &elements)))
}

/// The literal pieces and holes of a template without directives. `~` eats the white space of the
/// literal beside it.
fn pieces(text: &str, elements: &[&Element]) -> Vec<Piece<'static>> {
    let strips = |index: usize| match elements.get(index) {
        Some(Element::Interpolation(it)) => (it.strip.strip_start(), it.strip.strip_end()),
        _ => (false, false),
    };
    let piece = |(index, element): (usize, &&Element)| match element {
        Element::Literal(literal) => {
            let mut literal = literal.as_str();
            if index > 0 && strips(index - 1).1 {
                literal = literal.trim_start();
            }
            if strips(index + 1).0 {
                literal = literal.trim_end();
            }
            Some(Piece::Literal(Cow::Owned(literal.to_owned())))
        }
        Element::Interpolation(it) => {
            let hole = hole(&it.expr, expression(text, it.span()));
            Some(Piece::Hole(Hole {
                is_text: true,
                non_null: true,
                ..hole
            }))
        }
        Element::Directive(_) => None,
    };
    elements.iter().enumerate().filter_map(piece).collect()
}

/// The expression inside `${~ ... ~}` at a span of the text.
fn expression(text: &str, span: Option<std::ops::Range<usize>>) -> &str {
    let whole = span.and_then(|span| text.get(span)).unwrap_or(text);
    let inner = whole.strip_prefix("${").unwrap_or(whole);
    inner
        .strip_suffix('}')
        .unwrap_or(inner)
        .trim_matches('~')
        .trim()
}

/// What is known of an expression's value without evaluating it.
fn hole(expression: &Expression, written: &str) -> Hole {
    let mut references = References::default();
    references.visit_expr(expression);
    let arn = is_arn_of_managed(expression);
    Hole {
        starts_with: arn.then_some("arn:"),
        non_null: arn,
        is_text: arn,
        pure: !references.impure,
        waits_for: references.found,
        ..Hole::opaque(written)
    }
}

/// Attributes that every resource which has them sets itself, and that hold an Amazon Resource
/// Name. Others that end in `_arn` may be null or empty (`stream_arn` of a table without one).
const ARN_ATTRIBUTES: [&str; 5] = [
    "arn",
    "invoke_arn",
    "qualified_arn",
    "qualified_invoke_arn",
    "execution_arn",
];

/// `aws_x.name.arn` of a managed resource: the provider always sets it. Source: "Amazon Resource
/// Names", AWS General Reference: every ARN begins `arn:`.
fn is_arn_of_managed(expression: &Expression) -> bool {
    let Expression::Traversal(traversal) = expression else {
        return false;
    };
    let Some(path) = names(traversal) else {
        return false;
    };
    let [kind, _, attribute] = path.as_slice() else {
        return false;
    };
    kind.starts_with("aws_") && ARN_ATTRIBUTES.contains(&attribute.as_str())
}

/// The names of a traversal without its indexes, `["aws_kms_key", "k", "arn"]`; `None` if it
/// splats or does not start at a variable.
fn names(traversal: &Traversal) -> Option<Vec<String>> {
    let Expression::Variable(root) = &traversal.expr else {
        return None;
    };
    let mut names = vec![root.as_str().to_owned()];
    for operator in &traversal.operators {
        match operator.value() {
            TraversalOperator::GetAttr(name) => names.push(name.as_str().to_owned()),
            TraversalOperator::Index(_) | TraversalOperator::LegacyIndex(_) => {}
            TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => return None,
        }
    }
    Some(names)
}

/// Collects what an expression refers to, and whether it may differ from one evaluation to the
/// next.
#[derive(Default)]
struct References {
    found: Vec<Box<str>>,
    impure: bool,
}

/// Functions whose result is not decided by their arguments.
/// Source: the functions of the Terraform language that its documentation calls impure.
const IMPURE: [&str; 4] = ["uuid", "timestamp", "bcrypt", "plantimestamp"];

impl Visit for References {
    fn visit_traversal(&mut self, traversal: &Traversal) {
        match names(traversal) {
            Some(names) => {
                let written: Box<str> = names.join(".").into();
                if !self.found.contains(&written) {
                    self.found.push(written);
                }
                for operator in &traversal.operators {
                    visit::visit_traversal_operator(self, operator);
                }
            }
            None => visit::visit_traversal(self, traversal),
        }
    }

    fn visit_func_call(&mut self, call: &FuncCall) {
        self.impure |= IMPURE.contains(&call.name.name.as_str());
        visit::visit_func_call(self, call);
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

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
        reads("%{ if var.x }a%{ endif }", "${%{ if var.x }a%{ endif }}");
        reads("${broken", "${${broken}");
        reads("$${only escapes}", r#""${only escapes}""#);
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
        assert_eq!(hole_of("${aws_kms_key.k.arn}").starts_with, Some("arn:"));
        assert_eq!(
            hole_of("${aws_lambda_function.f[0].invoke_arn}").starts_with,
            Some("arn:")
        );
        assert_eq!(hole_of("${data.aws_kms_key.k.arn}").starts_with, None);
        assert_eq!(hole_of("${aws_kms_key.k.id}").starts_with, None);
        assert_eq!(hole_of("${var.arn}").non_null, false);
        assert_eq!(hole_of("x${var.arn}").non_null, true);
        assert_eq!(hole_of("${uuid()}").pure, false);
        assert_eq!(hole_of("${md5(var.x)}").pure, true);
    }

    #[test]
    fn names_what_it_waits_for() {
        let waits = |text| {
            hole_of(text)
                .waits_for
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
    }
}
