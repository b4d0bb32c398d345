//! Attributes whose text is a JSON document, and the names that may stand in it.
//!
//! A misspelt name inside of a policy is as silent as one outside: the provider sends the text as
//! it is. The shapes hold the names that the services' own documentation lists.

mod attributes;
mod ecs;
mod shapes;

pub use attributes::DOCUMENT_ATTRIBUTES;

use super::suggest;

/// What a document's outermost value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentForm {
    /// `{...}`.
    Object,
    /// `[...]`.
    Array,
    /// One or the other: what the document says decides.
    Either,
}

/// An attribute whose text is a JSON document.
#[derive(Debug, Clone, Copy)]
pub struct DocumentAttribute {
    /// The type of the resource or data source; a `*` at its end stands for any ending.
    pub types: &'static str,
    /// The attribute's name, at any depth.
    pub attribute: &'static str,
    /// What the document's outermost value is.
    pub form: DocumentForm,
    /// The names in it; of an array, the names in its elements. `None`: anything may stand there.
    pub shape: Option<&'static DocumentShape>,
}

/// The names that may stand in one object of a document.
pub struct DocumentShape {
    /// The page that lists them, by its title.
    pub source: &'static str,
    /// Whether there are no others: then another name is a misspelling.
    pub closed: bool,
    members: &'static [(&'static str, Inside)],
}

/// What a member of a document holds.
#[derive(Debug, Clone, Copy)]
pub enum Inside {
    /// A scalar, a list of scalars, or something that the facts do not describe.
    Value,
    /// An object, or a list of objects, of this shape. Some may be a scalar as well (`Principal`).
    Object(&'static DocumentShape),
    /// An object whose keys are data (the names of states) and whose values have this shape.
    ByKey(&'static DocumentShape),
}

/// The document that an attribute of a type holds; `None` if it is not known to hold one.
pub fn document_attribute(type_name: &str, attribute: &str) -> Option<&'static DocumentAttribute> {
    if attributes::NO_DOCUMENTS.contains(&(type_name, attribute)) {
        return None;
    }
    DOCUMENT_ATTRIBUTES.iter().find(|row| {
        let holds = || match row.types.strip_suffix('*') {
            Some(start) => type_name.starts_with(start),
            None => type_name == row.types,
        };
        row.attribute == attribute && holds()
    })
}

/// The names in the document that an attribute of a type holds, if they are known.
///
/// ```
/// use stackspec::facts::{Inside, document_shape};
///
/// let policy = document_shape("aws_iam_policy", "policy").ok_or("no document")?;
/// let Some(Inside::Object(statement)) = policy.get("Statement") else { return Err("no object") };
/// assert!(statement.closed && statement.get("Resources").is_none());
/// assert_eq!(statement.suggest("Resources"), ["Resource"]);
/// # Ok::<(), &str>(())
/// ```
pub fn document_shape(type_name: &str, attribute: &str) -> Option<&'static DocumentShape> {
    document_attribute(type_name, attribute)?.shape
}

impl DocumentShape {
    /// What the member of this name holds.
    pub fn get(&self, name: &str) -> Option<Inside> {
        let (_, inside) = self.members.iter().find(|(member, _)| *member == name)?;
        Some(*inside)
    }

    /// The names, in the order of their documentation.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        self.members.iter().map(|(name, _)| *name)
    }

    /// Up to three names that `word` may be a misspelling of, the likeliest first.
    pub fn suggest(&self, word: &str) -> Vec<&'static str> {
        suggest::suggest_exact(word, self.names())
    }
}

/// A shape may hold itself: only its names are shown.
impl std::fmt::Debug for DocumentShape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Facts, Member, Mode, Shape, Type};

    /// Whether a type has, at any depth, a text attribute of this name.
    fn holds_text(shape: Shape<'_>, attribute: &str) -> bool {
        shape.members().any(|(name, member)| match member {
            Member::Attribute(found) => name == attribute && found.ty == Type::String,
            Member::Block(block) => holds_text(block.shape, attribute),
        })
    }

    #[test]
    fn every_row_names_a_text_attribute_of_the_schema() {
        let facts = Facts::builtin();
        for row in DOCUMENT_ATTRIBUTES.iter() {
            let found = facts.type_names(Mode::Resource).any(|name| {
                document_attribute(name, row.attribute)
                    .is_some_and(|decided| std::ptr::eq(decided, row))
                    && facts
                        .resource(name)
                        .is_some_and(|shape| holds_text(shape, row.attribute))
            });
            assert!(found, "{} {}", row.types, row.attribute);
        }
    }
}
