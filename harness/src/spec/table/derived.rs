//! Tables that the program knows already: they are made of the provider facts and of the views, and
//! no file repeats them.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use super::KnowledgeTable;
use crate::facts::{Facts, Member, Mode, Shape, Type, document_attribute};
use crate::view;

/// A table, made when it is asked for.
struct Derived {
    name: &'static str,
    title: &'static str,
    source: &'static str,
    make: fn(&Facts) -> Value,
    made: OnceLock<KnowledgeTable>,
}

const FACTS: &str = "the schema of the Terraform AWS provider, as the provider facts have it";

static TABLES: [Derived; 3] = [
    Derived {
        name: "document-attributes",
        title: "The attributes of a resource type whose text is a JSON document",
        source: "the documents that are read through; Terraform AWS provider, argument reference",
        make: documents,
        made: OnceLock::new(),
    },
    Derived {
        name: "physical-names",
        title: "The attribute that asks AWS for the name of a resource",
        source: "the view `physical_name`; the API reference of each service",
        make: physical_names,
        made: OnceLock::new(),
    },
    Derived {
        name: "taggable-types",
        title: "The resource types that have `tags`",
        source: FACTS,
        make: taggable,
        made: OnceLock::new(),
    },
];

/// The tables, sorted by name.
pub(super) fn all() -> impl Iterator<Item = &'static KnowledgeTable> {
    TABLES.iter().map(Derived::get)
}

/// The names of the tables.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|table| table.name)
}

/// The table of this name.
pub(super) fn find(name: &str) -> Option<&'static KnowledgeTable> {
    let found = TABLES.iter().find(|table| table.name == name);
    found.map(Derived::get)
}

impl Derived {
    fn get(&'static self) -> &'static KnowledgeTable {
        self.made.get_or_init(|| KnowledgeTable {
            name: self.name.to_owned(),
            title: self.title.to_owned(),
            source: self.source.to_owned(),
            checked: None,
            reference: true,
            value: (self.make)(Facts::builtin()),
            notes: Vec::new(),
        })
    }
}

fn physical_names(_: &Facts) -> Value {
    let row = |(name, attribute): (&str, &str)| (name.to_owned(), Value::from(vec![attribute]));
    Value::Object(view::physical_names().map(row).collect())
}

fn taggable(facts: &Facts) -> Value {
    let has_tags = |name: &&str| {
        let shape = facts.resource(name);
        let tags = shape.and_then(|shape| shape.get("tags"));
        let writable = |it: &crate::facts::Attribute| it.required || it.optional;
        matches!(tags, Some(Member::Attribute(it)) if writable(&it) && matches!(it.ty, Type::Map(_)))
    };
    let mut names: Vec<&str> = facts
        .type_names(Mode::Resource)
        .filter(|name| name.starts_with("aws_"))
        .filter(has_tags)
        .collect();
    names.sort_unstable();
    names.into_iter().map(Value::from).collect()
}

fn documents(facts: &Facts) -> Value {
    let mut rows = Map::new();
    for name in facts.type_names(Mode::Resource) {
        let mut found = Vec::new();
        if let Some(shape) = facts.resource(name) {
            texts(shape, &mut |attribute| {
                if document_attribute(name, attribute).is_some() {
                    found.push(attribute.to_owned());
                }
            });
        }
        found.sort_unstable();
        found.dedup();
        if !found.is_empty() {
            rows.insert(name.to_owned(), Value::from(found));
        }
    }
    Value::Object(rows)
}

/// Shows every text attribute of a shape, at any depth.
fn texts(shape: Shape<'_>, see: &mut dyn FnMut(&str)) {
    for (name, member) in shape.members() {
        match member {
            Member::Attribute(found) if found.ty == Type::String => see(name),
            Member::Attribute(_) => {}
            Member::Block(block) => texts(block.shape, see),
        }
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn they_say_what_the_program_knows() {
        let row = |table: &str, key: &str| find(table).unwrap().value[key].clone();
        assert_eq!(
            row("physical-names", "aws_s3_bucket"),
            serde_json::json!(["bucket"])
        );
        assert_eq!(
            row("document-attributes", "aws_iam_role")[0],
            "assume_role_policy"
        );
        let taggable = &find("taggable-types").unwrap().value;
        let has = |name: &str| taggable.as_array().unwrap().contains(&Value::from(name));
        assert!(has("aws_s3_bucket") && !has("aws_s3_bucket_policy"));
        assert!(!has("aws_autoscaling_group"), "its `tag` is a block");
        assert_eq!(all().count(), names().count());
        assert!(names().is_sorted());
    }
}
