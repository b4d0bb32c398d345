//! Whether Terraform can convert a literal to the type of an attribute.
//!
//! Source: "Type Conversion", Terraform language. A text with a template in it may come to anything.

use crate::facts::Type;
use crate::value::{Kind, Node, Step};

/// The first part of a value that cannot be what the type asks for: where it is, and which type.
pub(super) fn misfit<'n, 's>(
    node: &'n Node<'s>,
    ty: Type,
    at: &mut Vec<Step>,
) -> Option<(&'n Node<'s>, Type)> {
    let fits = match (&node.kind, ty) {
        (Kind::Null | Kind::Unknown(_), _) | (_, Type::Any) => true,
        (Kind::Text(text), _) if is_template(&text.source()) => true,
        (Kind::Text(_) | Kind::Number(_) | Kind::Bool(_), Type::String) => true,
        (Kind::Number(_), Type::Number) | (Kind::Bool(_), Type::Bool) => true,
        (Kind::Text(text), Type::Number) => spells_number(&text.source()),
        (Kind::Text(text), Type::Bool) => ["true", "false", "1", "0"].contains(&&*text.source()),
        (Kind::List(list), Type::List(element) | Type::Set(element)) => {
            for (index, node) in list.iter().enumerate() {
                at.push(Step::Index(index));
                let found = misfit(node, element.get(), at);
                if found.is_some() {
                    return found;
                }
                at.pop();
            }
            true
        }
        (Kind::Map(map), Type::Map(element)) => {
            for (name, node) in map.iter() {
                at.push(Step::Name(name.to_owned()));
                let found = misfit(node, element.get(), at);
                if found.is_some() {
                    return found;
                }
                at.pop();
            }
            true
        }
        _ => false,
    };
    (!fits).then_some((node, ty))
}

fn is_template(text: &str) -> bool {
    text.contains("${") || text.contains("%{")
}

/// Whether Terraform reads a text as a number: decimal, with or without a fraction and an exponent.
fn spells_number(text: &str) -> bool {
    let start = text.trim_start_matches(['+', '-']);
    start.starts_with(|c: char| c.is_ascii_digit() || c == '.') && text.parse::<f64>().is_ok()
}

/// The words for a type in a message.
pub(super) fn wanted(ty: Type) -> String {
    match ty {
        Type::String => "a text".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::Bool => "true or false".to_owned(),
        Type::Any => "anything".to_owned(),
        Type::List(_) | Type::Set(_) => format!("a list ({ty})"),
        Type::Map(_) => format!("a map ({ty})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Facts, Member};
    use crate::value::parse;

    #[track_caller]
    fn fits(ty: &str, rows: &[(&'static str, bool)]) {
        let name = match ty {
            "number" => "timeout",
            "bool" => "publish",
            "list" => "layers",
            "set" => "architectures",
            "map" => "tags",
            _ => "handler",
        };
        let shape = Facts::builtin().resource("aws_lambda_function").unwrap();
        let Some(Member::Attribute(attribute)) = shape.get(name) else {
            panic!("{name}")
        };
        for (text, expected) in rows {
            let node = parse(text).unwrap();
            let said = misfit(&node, attribute.ty, &mut Vec::new()).is_none();
            assert_eq!(said, *expected, "{text} at {}", attribute.ty);
        }
    }

    #[test]
    fn what_terraform_converts() {
        fits(
            "string",
            &[
                ("\"a\"", true),
                ("1", true),
                ("true", true),
                ("[]", false),
                ("{}", false),
            ],
        );
        fits(
            "number",
            &[
                ("1", true),
                ("\"300\"", true),
                ("\"1.5\"", true),
                ("\"1e3\"", true),
                ("\"\"", false),
                ("\"many\"", false),
                ("\"NaN\"", false),
                ("\"inf\"", false),
                ("true", false),
                ("\"${var.x}\"", true),
                ("[1]", false),
            ],
        );
        fits(
            "bool",
            &[
                ("true", true),
                ("\"true\"", true),
                ("\"0\"", true),
                ("\"yes\"", false),
                ("1", false),
            ],
        );
        fits(
            "list",
            &[
                ("[\"a\"]", true),
                ("\"a\"", false),
                ("\"${var.x}\"", true),
                ("[[\"a\"]]", false),
                ("{}", false),
            ],
        );
        fits(
            "map",
            &[
                ("{\"a\": \"b\"}", true),
                ("{\"a\": [1]}", false),
                ("[]", false),
                ("{\"a\": null}", true),
            ],
        );
    }
}
