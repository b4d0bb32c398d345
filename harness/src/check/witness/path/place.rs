//! Where a path may have come to by the provider facts, and what one step from there comes to.

use std::collections::{HashSet, VecDeque};

use super::super::meta_names;
use super::tables::{PROVIDER, TERRAFORM, TOP};
use crate::facts::{self, DocumentShape, Facts, Inside, Member, Nesting, Shape, Type};
use crate::select::{Pick, Selector};
use crate::value::shorthand;

/// A place that a path may have reached. The text is the type of the resource: which documents its
/// attributes hold hangs on it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'f> {
    /// A resource, data source or provider configuration.
    Root(Shape<'f>, Option<facts::Mode>, &'f str),
    /// A nested block, or one element of a list of them.
    Block(Shape<'f>, &'f str),
    /// A list of blocks; `bool`: its order means nothing.
    Blocks(Shape<'f>, bool, &'f str),
    /// Blocks by a key.
    Keyed(Shape<'f>, &'f str),
    /// A block as it is written, or a list of them: what has no normal form. `bool`: the block of
    /// a resource or data source itself.
    Raw(Shape<'f>, bool),
    /// A value of a type, and the document that its text holds.
    Value(Type, Option<&'f DocumentShape>),
    /// An object of a document, or a list of them.
    Document(&'f DocumentShape),
    /// Objects of a document by a key.
    DocumentByKey(&'f DocumentShape),
    /// Members that this table lists.
    Listed(&'f [&'f str]),
    /// A whole document of Terraform JSON.
    Top(&'f Facts),
    /// Its `resource` or `data`: types of this mode.
    Types(&'f Facts, facts::Mode),
    /// The blocks of one type in it, by name.
    Instances(Shape<'f>),
    /// `$['//']`.
    Meta,
    /// No table says what is here: only what a stack has at this very path is a witness.
    Seen,
    /// Anything may be here.
    Any,
}

/// What one step from one place comes to.
pub(super) enum Stepped<'f> {
    To(Place<'f>),
    /// Any name may be here: it is none that a table knows.
    Free(Place<'f>),
    /// No such name; these are near.
    NoName(Vec<String>),
    /// The step does not fit what is here; whether another step that makes it fit is all it lacks.
    Misfit(String, Option<String>, bool),
}

/// A place below another one.
pub(super) struct Below<'f> {
    pub(super) place: Place<'f>,
    /// The way to it: `.ingress[*]`.
    pub(super) path: String,
    /// The end of the path to the text that it is in, if `..` does not come to it.
    pub(super) text: Option<usize>,
}

/// Everything that the tables know at and below some places, the nearest first; each shape once,
/// for shapes hold themselves.
pub(super) fn below<'f>(places: &[Place<'f>]) -> Vec<Below<'f>> {
    let mut met = HashSet::new();
    let mut all = Vec::new();
    let mut queue: VecDeque<Below<'f>> = places
        .iter()
        .map(|place| Below {
            place: *place,
            path: String::new(),
            text: None,
        })
        .collect();
    while let Some(next) = queue.pop_front() {
        if let Some(id) = identity(next.place)
            && !met.insert((id, next.text.is_some()))
        {
            continue;
        }
        for (step, place, enters) in children(next.place) {
            // A list in a text is entered by `[*]`, an object by its names.
            let is_list = |name: &str| next.path.ends_with(name);
            let list = enters && (is_list(".container_definitions") || is_list("_json"));
            queue.push_back(Below {
                place,
                path: format!("{}{step}{}", next.path, if list { "[*]" } else { "" }),
                text: next.text.or_else(|| enters.then_some(next.path.len())),
            });
        }
        all.push(next);
    }
    all
}

/// What a place is, if it may be met again below itself.
fn identity(place: Place<'_>) -> Option<(usize, usize, u8)> {
    let shape = |shape: Shape<'_>, kind| {
        let (table, node) = shape.identity();
        Some((table, node, kind))
    };
    let document = |shape: &DocumentShape, kind| {
        let address = std::ptr::from_ref(shape) as usize;
        Some((address, 0, kind))
    };
    match place {
        Place::Root(..) => None,
        Place::Block(s, _) => shape(s, 0),
        Place::Blocks(s, ..) => shape(s, 1),
        Place::Keyed(s, _) => shape(s, 2),
        Place::Raw(s, _) => shape(s, 3),
        Place::Document(s) => document(s, 4),
        Place::DocumentByKey(s) => document(s, 5),
        _ => None,
    }
}

/// What is one step below a place: the step, where it leads, whether it enters a text.
fn children<'f>(place: Place<'f>) -> Vec<(String, Place<'f>, bool)> {
    let each = |place| vec![("[*]".to_owned(), place, false)];
    match place {
        Place::Root(shape, _, type_name) | Place::Block(shape, type_name) => {
            let to = |(name, kind)| (shorthand(name), of_member(kind, name, type_name), false);
            shape.members().map(to).collect()
        }
        Place::Blocks(shape, _, type_name) | Place::Keyed(shape, type_name) => {
            each(Place::Block(shape, type_name))
        }
        Place::Raw(shape, _) => shape
            .members()
            .map(|(name, kind)| (shorthand(name), raw_member(kind), false))
            .collect(),
        Place::Value(Type::String, Some(shape)) => {
            vec![(String::new(), Place::Document(shape), true)]
        }
        Place::Value(Type::List(e) | Type::Set(e) | Type::Map(e), _) => {
            each(Place::Value(e.get(), None))
        }
        Place::Document(shape) => shape
            .names()
            .filter_map(|name| Some((name, shape.get(name)?)))
            .map(|(name, inside)| {
                let list = match inside {
                    Inside::Object(_) if name == "Statement" => "[*]",
                    _ => "",
                };
                (
                    format!("{}{list}", shorthand(name)),
                    of_inside(inside),
                    false,
                )
            })
            .collect(),
        Place::DocumentByKey(shape) => each(Place::Document(shape)),
        Place::Listed(names) => names
            .iter()
            .map(|name| (shorthand(name), Place::Any, false))
            .collect(),
        Place::Top(_) => TOP
            .iter()
            .filter_map(|name| match name_step(place, name, false) {
                Stepped::To(to) => Some((shorthand(name), to, false)),
                _ => None,
            })
            .collect(),
        Place::Types(..)
        | Place::Instances(_)
        | Place::Value(..)
        | Place::Meta
        | Place::Seen
        | Place::Any => Vec::new(),
    }
}

/// The places that `[*]`, `[0]`, a slice or a filter comes by.
pub(super) fn elements(place: Place<'_>) -> Vec<Place<'_>> {
    match place {
        Place::Root(..) | Place::Block(..) => {
            children(place).into_iter().map(|child| child.1).collect()
        }
        place => vec![element(place)],
    }
}

/// Whether the elements of a place are not of one kind: then some of them may lack a name.
pub(super) fn is_mixed(place: Place<'_>) -> bool {
    matches!(
        place,
        Place::Root(..) | Place::Block(..) | Place::Listed(_) | Place::Top(_)
    )
}

fn element(place: Place<'_>) -> Place<'_> {
    match place {
        Place::Blocks(shape, _, name) | Place::Keyed(shape, name) => Place::Block(shape, name),
        // A policy's statements, a machine's branches: a list of objects of one shape.
        Place::Document(shape) | Place::DocumentByKey(shape) => Place::Document(shape),
        Place::Value(Type::String, Some(shape)) => Place::Document(shape),
        Place::Value(Type::List(e) | Type::Set(e) | Type::Map(e), _) => Place::Value(e.get(), None),
        Place::Raw(shape, root) => Place::Raw(shape, root),
        Place::Instances(shape) => Place::Raw(shape, true),
        Place::Listed(_) | Place::Top(_) | Place::Types(..) | Place::Seen => Place::Seen,
        _ => Place::Any,
    }
}

/// One step by a selector.
pub(super) fn step<'f>(place: Place<'f>, selector: &Selector, first: bool) -> Stepped<'f> {
    match &selector.pick {
        Pick::Name(name) => name_step(place, name, first),
        Pick::Index(_) | Pick::Slice(_) => match place {
            Place::Blocks(shape, true, _) => misfit(
                "this list is a set: its order differs from input to input",
                Some(format!(
                    "write `[*]` or a filter such as {}",
                    example_filter(shape)
                )),
            ),
            Place::Value(Type::Set(_), _) => misfit(
                "this list is a set: its order differs from input to input",
                Some("write `[*]`, or match the whole list with `include`".into()),
            ),
            Place::Root(..)
            | Place::Block(..)
            | Place::Keyed(..)
            | Place::Value(Type::Map(_), _) => {
                misfit("an index wants a list, and this is an object", None)
            }
            place => Stepped::To(element(place)),
        },
        Pick::Wildcard | Pick::Filter(_) => match place {
            Place::Value(Type::String | Type::Number | Type::Bool, None) => misfit(
                "`[*]` wants a list or an object, and this is a single value",
                Some("leave `[*]` out".into()),
            ),
            place => Stepped::To(element(place)),
        },
    }
}

fn misfit<'f>(message: &str, help: Option<String>) -> Stepped<'f> {
    Stepped::Misfit(message.to_owned(), help, false)
}

fn example_filter(shape: Shape<'_>) -> String {
    let name = shape
        .members()
        .map(|(name, _)| name)
        .next()
        .unwrap_or("name");
    format!("`[?@{} == ...]`", shorthand(name))
}

/// One step by a name; `first`: from the root of the subject.
pub(super) fn name_step<'f>(place: Place<'f>, name: &str, first: bool) -> Stepped<'f> {
    let listed = |names: &[&str]| match names.contains(&name) {
        true => Stepped::To(Place::Any),
        false => Stepped::NoName(near(name, names.iter().copied())),
    };
    let no_name =
        |names: Vec<&str>| Stepped::NoName(names.into_iter().map(str::to_owned).collect());
    match place {
        Place::Any => Stepped::Free(Place::Any),
        Place::Root(..) | Place::Listed(_) | Place::Top(_) | Place::Seen
            if first && name == "//" =>
        {
            Stepped::To(Place::Meta)
        }
        Place::Root(shape, mode, type_name) => match shape.get(name) {
            Some(member) => Stepped::To(of_member(member, name, type_name)),
            None if shape.is_any() => Stepped::Free(Place::Any),
            None if mode.is_none() && PROVIDER.contains(&name) => Stepped::To(Place::Any),
            None => match mode.and_then(|mode| meta_argument(mode, name)) {
                Some(place) => Stepped::To(place),
                None => no_name(shape.suggest(name)),
            },
        },
        Place::Block(shape, type_name) => match shape.get(name) {
            Some(member) => Stepped::To(of_member(member, name, type_name)),
            None if shape.is_any() => Stepped::Free(Place::Any),
            None => no_name(shape.suggest(name)),
        },
        Place::Raw(shape, root) => match shape.get(name) {
            Some(member) => Stepped::To(raw_member(member)),
            None if shape.is_any() => Stepped::Free(Place::Any),
            None => match meta_argument(facts::Mode::Resource, name).filter(|_| root) {
                Some(place) => Stepped::To(place),
                None => no_name(shape.suggest(name)),
            },
        },
        Place::Blocks(shape, ..) => Stepped::Misfit(
            format!(
                "this is a list of blocks, and `{}` wants one of them",
                shorthand(name)
            ),
            Some(format!("write `[*]{}`", shorthand(name))),
            shape.get(name).is_some(),
        ),
        Place::Keyed(shape, type_name) => Stepped::To(Place::Block(shape, type_name)),
        Place::Value(Type::Map(element), _) => Stepped::Free(Place::Value(element.get(), None)),
        Place::Value(Type::Any, _) => Stepped::Free(Place::Any),
        Place::Value(Type::List(_) | Type::Set(_), _) => misfit(
            &format!("this is a list, and `{}` wants an object", shorthand(name)),
            Some(format!("write `[*]{}`", shorthand(name))),
        ),
        // A text may hold a document; which names it has, only some attributes tell.
        Place::Value(Type::String, None) => Stepped::Free(Place::Any),
        Place::Value(Type::String, Some(shape)) | Place::Document(shape) => match shape.get(name) {
            Some(inside) => Stepped::To(of_inside(inside)),
            None if shape.closed => no_name(shape.suggest(name)),
            None => Stepped::Free(Place::Any),
        },
        Place::DocumentByKey(shape) => Stepped::To(Place::Document(shape)),
        Place::Value(Type::Number | Type::Bool, _) => misfit(
            &format!(
                "this is a single value, and `{}` wants an object",
                shorthand(name)
            ),
            None,
        ),
        Place::Listed(names) => listed(names),
        Place::Top(facts) => match name {
            "resource" => Stepped::To(Place::Types(facts, facts::Mode::Resource)),
            "data" => Stepped::To(Place::Types(facts, facts::Mode::Data)),
            "terraform" => Stepped::To(Place::Listed(&TERRAFORM)),
            "output" | "variable" | "provider" | "module" if TOP.contains(&name) => {
                Stepped::To(Place::Seen)
            }
            _ => listed(&TOP),
        },
        Place::Types(facts, mode) => match facts.block(mode, name) {
            Some(shape) => Stepped::To(Place::Instances(shape)),
            None => no_name(facts.suggest_type(mode, name)),
        },
        Place::Instances(shape) => Stepped::To(Place::Raw(shape, true)),
        Place::Meta => match meta_names().any(|meta| meta == name) {
            true => Stepped::To(Place::Any),
            false => Stepped::NoName(near(name, meta_names())),
        },
        Place::Seen => Stepped::NoName(Vec::new()),
    }
}

/// The names that a place lists.
pub(super) fn near<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    crate::diagnostic::nearest(name, names)
        .map(str::to_owned)
        .into_iter()
        .collect()
}

/// What every resource or data source has besides its own: it keeps the form it is written in.
fn meta_argument<'f>(mode: facts::Mode, name: &str) -> Option<Place<'f>> {
    let shape = Facts::builtin().meta_arguments(mode)?;
    shape.get(name).map(raw_member)
}

fn raw_member(member: Member<'_>) -> Place<'_> {
    match member {
        Member::Block(block) if block.nesting != Nesting::Map => Place::Raw(block.shape, false),
        Member::Block(_) | Member::Attribute(_) => Place::Any,
    }
}

fn of_inside<'f>(inside: Inside) -> Place<'f> {
    match inside {
        Inside::Object(shape) => Place::Document(shape),
        Inside::ByKey(shape) => Place::DocumentByKey(shape),
        Inside::Value => Place::Any,
    }
}

fn of_member<'f>(member: Member<'f>, name: &str, type_name: &'f str) -> Place<'f> {
    match member {
        Member::Attribute(attribute) => {
            Place::Value(attribute.ty, facts::document_shape(type_name, name))
        }
        Member::Block(block) => match block.nesting {
            Nesting::Single => Place::Block(block.shape, type_name),
            Nesting::Map => Place::Keyed(block.shape, type_name),
            nesting => {
                let set = nesting == Nesting::Set && !block.single;
                Place::Blocks(block.shape, set, type_name)
            }
        },
    }
}
