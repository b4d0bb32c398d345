//! What a block may hold: its members, their types and flags.

use std::fmt;

use super::suggest;
use super::table::{ANY_NODE, NodeId, RawKind, Table};

/// The schema of one block: of a resource, a provider configuration or a nested block.
#[derive(Clone, Copy)]
pub struct Shape<'f> {
    table: &'f Table,
    node: NodeId,
}

/// A member of a block.
#[derive(Debug, Clone, Copy)]
pub enum Member<'f> {
    /// A value.
    Attribute(Attribute),
    /// A nested block, or an attribute whose type is an object or a collection of objects.
    Block(BlockShape<'f>),
}

/// An attribute's type and flags. With neither `required` nor `optional` it is the provider's to
/// set, and nobody may write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    /// Its type.
    pub ty: Type,
    /// It must be written.
    pub required: bool,
    /// It may be written.
    pub optional: bool,
    /// The provider sets it if it is not written.
    pub computed: bool,
    /// The schema says that its value is a secret. Known only from a provider's own schema, so
    /// `false` says nothing: see [`is_secret_name`](super::is_secret_name).
    pub sensitive: bool,
    /// The schema says that it is deprecated; as above, `false` says nothing.
    pub deprecated: bool,
    /// It is never stored; as above, `false` says nothing.
    pub write_only: bool,
}

/// A nested block's form, flags and schema.
#[derive(Debug, Clone, Copy)]
pub struct BlockShape<'f> {
    /// How several of them are held.
    pub nesting: Nesting,
    /// There may be one at most.
    pub single: bool,
    /// It is an attribute of type object, list of objects, ...: written with `=`, and an
    /// expression may stand for the whole of it (`aws_security_group.ingress`).
    pub attribute: bool,
    /// There must be at least one.
    pub required: bool,
    /// It may be written.
    pub optional: bool,
    /// The provider sets it if it is not written.
    pub computed: bool,
    /// The schema says that it is deprecated; known only from a provider's own schema.
    pub deprecated: bool,
    /// What each of them holds.
    pub shape: Shape<'f>,
}

/// How a block's instances are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nesting {
    /// A list of objects. In a synth output one object may stand for a list of one; a plan always
    /// has the list.
    List,
    /// The same without an order.
    Set,
    /// Objects by a key.
    Map,
    /// One object, on every input: `timeouts`.
    Single,
}

/// The type of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// Text.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// Not described: nothing about the value, or below it, can be checked.
    Any,
    /// A list of values of one type.
    List(Element),
    /// A set of values of one type.
    Set(Element),
    /// Values of one type by a key.
    Map(Element),
}

/// The type of a collection's elements.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Element(u16);

impl<'f> Shape<'f> {
    pub(super) fn new(table: &'f Table, node: NodeId) -> Self {
        Self { table, node }
    }

    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<Member<'f>> {
        let kind = self.table.find_member(self.node, name)?;
        Some(self.member(kind))
    }

    /// Every member, by name.
    pub fn members(&self) -> impl Iterator<Item = (&'f str, Member<'f>)> + use<'f> {
        let shape = *self;
        self.table
            .members(self.node)
            .map(move |(name, kind)| (name, shape.member(kind)))
    }

    /// Up to three members that `word` may be a misspelling of, the likeliest first.
    pub fn suggest(&self, word: &str) -> Vec<&'f str> {
        suggest::suggest(word, self.table.members(self.node).map(|(name, _)| name))
    }

    /// Whether the facts do not describe what is in here: then a name that is not a member is no
    /// misspelling.
    pub fn is_any(&self) -> bool {
        self.node == ANY_NODE
    }

    /// What tells it from every other shape of the tables that are there.
    pub(crate) fn identity(&self) -> (usize, usize) {
        let table = std::ptr::from_ref(self.table) as usize;
        (table, usize::from(self.node))
    }

    fn member(&self, kind: RawKind) -> Member<'f> {
        match kind.nesting() {
            None => Member::Attribute(Attribute {
                ty: Type::from_code(kind.reference),
                required: kind.is(RawKind::REQUIRED),
                optional: kind.is(RawKind::OPTIONAL),
                computed: kind.is(RawKind::COMPUTED),
                sensitive: kind.is(RawKind::SENSITIVE),
                deprecated: kind.is(RawKind::DEPRECATED),
                write_only: kind.is(RawKind::WRITE_ONLY),
            }),
            Some(nesting) => Member::Block(BlockShape {
                nesting,
                single: kind.is(RawKind::SINGLE),
                attribute: kind.is(RawKind::ATTRIBUTE),
                required: kind.is(RawKind::REQUIRED),
                optional: kind.is(RawKind::OPTIONAL),
                computed: kind.is(RawKind::COMPUTED),
                deprecated: kind.is(RawKind::DEPRECATED),
                shape: Shape::new(self.table, kind.reference),
            }),
        }
    }
}

/// The table is left out: it is the whole of a provider.
impl fmt::Debug for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.table.members(self.node).map(|(name, _)| name);
        f.debug_set().entries(names).finish()
    }
}

impl Member<'_> {
    /// Whether a user may write it.
    pub fn is_settable(&self) -> bool {
        match self {
            Member::Attribute(attribute) => attribute.required || attribute.optional,
            Member::Block(block) => block.required || block.optional,
        }
    }

    /// Whether a user must write it.
    pub fn is_required(&self) -> bool {
        match self {
            Member::Attribute(attribute) => attribute.required,
            Member::Block(block) => block.required,
        }
    }
}

impl Type {
    /// A type as a table holds it: three bits a level, the outermost level lowest.
    pub(super) fn from_code(code: u16) -> Type {
        let element = Element(code >> 3);
        match code & 7 {
            1 => Type::String,
            2 => Type::Number,
            3 => Type::Bool,
            5 => Type::List(element),
            6 => Type::Set(element),
            7 => Type::Map(element),
            _ => Type::Any,
        }
    }
}

/// As Terraform writes it: `list(map(string))`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::String => f.write_str("string"),
            Type::Number => f.write_str("number"),
            Type::Bool => f.write_str("bool"),
            Type::Any => f.write_str("any"),
            Type::List(element) => write!(f, "list({})", element.get()),
            Type::Set(element) => write!(f, "set({})", element.get()),
            Type::Map(element) => write!(f, "map({})", element.get()),
        }
    }
}

impl Element {
    /// The type.
    pub fn get(self) -> Type {
        Type::from_code(self.0)
    }
}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.get(), f)
    }
}
