//! `physical_name`: the name that a resource asks AWS to give the thing.
//!
//! A name that nobody writes (AWS makes one up) gives no row, nor does one that is another
//! resource's: `bucket` of `aws_s3_bucket_policy` names the bucket.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::make::{At, Draft, Maker, child, filled, member};
use crate::value::{Hole, Kind, Node, Path};

/// What its rows hold.
pub(super) const MEMBERS: [&str; 5] = ["attribute", "prefix", "scope", "type", "value"];

/// An attribute that names.
struct Naming {
    /// What it is unique in: `account` or `global`.
    scope: &'static str,
    /// The attribute.
    attribute: &'static str,
    /// The attribute that gives only the beginning of it, if the type has one.
    prefix: String,
}

/// Types, and what names them.
struct Table {
    types: BTreeMap<&'static str, Naming>,
    /// Types whose `name` names nothing that could collide, and why.
    #[cfg(test)]
    out: BTreeMap<&'static str, &'static str>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| read_table(include_str!("names.txt")))
}

/// Reads the table: sections `[scope attribute]` or `[out name: reason]`, then types.
fn read_table(text: &'static str) -> Table {
    let mut types = BTreeMap::new();
    #[cfg(test)]
    let mut out = BTreeMap::new();
    let mut section = "";
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(head) = line.strip_prefix('[') {
            section = head.trim_end_matches(']');
            continue;
        }
        let Some((scope, attribute)) = section.split_once(' ') else {
            continue;
        };
        for name in line.split_whitespace() {
            if scope == "out" {
                #[cfg(test)]
                out.insert(name, attribute);
                continue;
            }
            let prefix = format!("{attribute}_prefix");
            types.insert(
                name,
                Naming {
                    scope,
                    attribute,
                    prefix,
                },
            );
        }
    }
    Table {
        types,
        #[cfg(test)]
        out,
    }
}

/// The types that have a physical name.
pub(super) fn types() -> Vec<&'static str> {
    table().types.keys().copied().collect()
}

/// Those types, each with the attribute that names.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    let types = table().types.iter();
    types.map(|(name, naming)| (*name, naming.attribute))
}

/// The members that the row of a type is made of.
pub(super) fn reads(type_name: &str) -> Vec<&'static str> {
    table()
        .types
        .get(type_name)
        .map(|naming| vec![naming.attribute, naming.prefix.as_str()])
        .unwrap_or_default()
}

/// The row of a block.
pub(super) fn read<'s>(maker: &mut Maker<'_, 's>, body: &Node<'s>) {
    let block = maker.block;
    let Some(naming) = table().types.get(&*block.type_name) else {
        return;
    };
    let path = |name: &str| child(&Path::default(), name);
    let (name, value, prefix) = match filled(body, naming.attribute) {
        Some(value) => (naming.attribute, value, false),
        None => match filled(body, &naming.prefix) {
            Some(value) => (naming.prefix.as_str(), value, true),
            None => {
                if matches!(member(body, naming.attribute), At::Unclear) {
                    maker.unclear(path(naming.attribute));
                }
                return;
            }
        },
    };
    if is_of_another(value) {
        return;
    }
    let mut draft = Draft::new(body, path(name));
    draft.take("value", value.clone(), path(name));
    draft.made("attribute", Node::text(name));
    draft.made("prefix", Node::new(Kind::Bool(prefix)));
    draft.made("scope", Node::text(naming.scope));
    draft.made("type", Node::text(&*block.type_name));
    maker.row(draft);
}

/// Whether a value is nothing but a reference to an attribute of another resource of AWS. What a
/// `random_pet` or a `terraform_data` makes up is a name all the same.
fn is_of_another(value: &Node<'_>) -> bool {
    let Kind::Unknown(hole) = &value.kind else {
        return false;
    };
    let Hole {
        expression,
        waits_for,
        ..
    } = &**hole;
    // A plan does not say whether there is more to the expression than the reference.
    expression.starts_with("aws_")
        && waits_for.len() == 1
        && expression
            .chars()
            .all(|c| c.is_alphanumeric() || "_-.[]\"".contains(c))
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::facts::{Attribute, Facts, Member, Mode, Type};

    /// Whether somebody may write a text under this name.
    fn writes(type_name: &str, attribute: &str) -> bool {
        let shape = Facts::builtin().block(Mode::Resource, type_name);
        let member = shape.and_then(|shape| shape.get(attribute));
        matches!(
            member,
            Some(Member::Attribute(Attribute { ty: Type::String, required, optional, .. }))
                if required || optional
        )
    }

    #[test]
    fn every_row_names_an_attribute_of_the_schema() {
        for (name, naming) in &table().types {
            assert!(
                writes(name, naming.attribute),
                "{name}.{}",
                naming.attribute
            );
            assert!(["account", "global"].contains(&naming.scope), "{name}");
        }
        for name in table().out.keys() {
            assert!(writes(name, "name"), "{name}.name");
        }
    }

    /// A type with a `name` is in the table, or somebody has said why not.
    #[test]
    fn every_type_with_a_name_is_decided() {
        let undecided: Vec<&str> = Facts::builtin()
            .type_names(Mode::Resource)
            .filter(|name| name.starts_with("aws_") && writes(name, "name"))
            .filter(|name| table().types.contains_key(name) == table().out.contains_key(name))
            .collect();
        assert_eq!(undecided, Vec::<&str>::new());
    }
}
