//! Terraform's template strings, as the sets of values that they may come to.
//!
//! `hcl-edit` parses. What a [`Scope`] knows is put in, a closed list of pure functions is
//! evaluated, and what is left stays a hole that knows its expression and some facts ([`Hole`]):
//! `payments-${random_id.s.hex}` becomes the literal `payments-` and a hole. Two rules hold
//! throughout:
//!
//! * whatever the holes come to, the value that Terraform finds is one of those that the result
//!   stands for; where that is not sure, the result is a hole;
//! * an error never becomes a value.
//!
//! Source: "Strings and Templates", "Expressions", "Functions" and "JSON Configuration Syntax",
//! Terraform language.

mod call;
mod convert;
mod functions;
mod hole;
mod machine;
mod malformed;
mod number;
mod operator;
mod outcome;
mod reference;
mod references;
mod scope;
mod step;
mod text;

pub use malformed::{Malformed, malformed};
pub use reference::{Part, Reference};
pub use references::references;
pub use scope::{Nothing, Scope};

use std::borrow::Cow;
use std::str::FromStr;

use hcl_edit::template::Template;
use hcl_edit::visit::Visit as _;

use crate::value::{Hole, Kind, Node, Text};
use machine::Machine;
use outcome::Stop;
use references::Collector;

/// Reads a string of Terraform JSON without knowing what the names in it stand for.
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
    evaluate(text, &Nothing)
}

/// Evaluates a string of Terraform JSON with what `scope` knows.
///
/// What comes from a sensitive value is sensitive. A template that Terraform would refuse, that does
/// not parse, or that is too large to be evaluated is an unknown value: its expression is what is
/// written.
///
/// ```
/// use stackspec::template::{Nothing, evaluate};
/// let text = r#"${join("-", ["a", upper("b"), var.c])}"#;
/// assert_eq!(evaluate(text.into(), &Nothing).render(), r#""a-B-${var.c}""#);
/// ```
pub fn evaluate<'s>(text: Cow<'s, str>, scope: &dyn Scope) -> Node<'s> {
    if !text.contains("${") && !text.contains("%{") {
        return Node::new(Kind::Text(Text::plain(text)));
    }
    let mut machine = Machine::new(scope, &text);
    if let Some(path) = references::plain(&text) {
        let outcome = machine.path(path);
        return outcome.unwrap_or_else(|stop| failed(path, &stop, vec![path.into()]));
    }
    let Ok(template) = Template::from_str(&text) else {
        return Node::unknown(Hole {
            is_text: true,
            ..Hole::opaque(text.into_owned())
        });
    };
    match machine.template(template.iter(), false) {
        Ok(node) => node,
        Err(stop) => {
            let mut collector = Collector::new(&text);
            collector.visit_template(&template);
            let whole = text
                .strip_prefix("${")
                .and_then(|text| text.strip_suffix('}'));
            let single = template.len() == 1;
            let written = whole.filter(|_| single).unwrap_or(&text);
            let hole = machine.hole_of(written, &collector);
            failed(&hole.expression, &stop, hole.waits_for.clone())
        }
    }
}

/// What stands for a value that does not come to be. It is not pure: an error equals nothing.
fn failed(written: &str, stop: &Stop, mut waits_for: Vec<Box<str>>) -> Node<'static> {
    let why = match stop {
        Stop::Error(why) => format!("`{written}`, which fails: {why}"),
        Stop::Budget => format!("`{written}`, which is too large to be evaluated here"),
        Stop::Unknown => String::new(),
    };
    if !why.is_empty() {
        waits_for.insert(0, why.into());
    }
    Node::unknown(Hole {
        waits_for,
        ..Hole::opaque(written)
    })
}

#[cfg(test)]
mod tests;
