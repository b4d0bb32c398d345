//! Walks a path along the shape that the provider facts give.

use super::{Asked, Objection, meta_names, mode};
use crate::check::Run;
use crate::facts::{self, DocumentShape, Inside, Member, Nesting, Shape, Type};
use crate::select::{Anchor, Filter, Pick, Segment, Selector};
use crate::spec::Spec;
use crate::stack::{Block, BlockKind, Source};
use crate::value::shorthand;

/// What the names of a spec's paths are held against.
pub(super) struct Names<'r> {
    roots: Vec<Place<'r>>,
    /// The raw texts of the selected blocks in every stack of the run.
    seen: Vec<&'r str>,
}

/// A place that a path may have reached. The text is the type of the resource: which documents its
/// attributes hold hangs on it.
#[derive(Clone, Copy, Debug)]
enum Place<'f> {
    /// A resource, data source or provider configuration.
    Root(Shape<'f>, Option<facts::Mode>, &'f str),
    /// A nested block, or one element of a list of them.
    Block(Shape<'f>, &'f str),
    /// A list of blocks; `bool`: its order means nothing.
    Blocks(Shape<'f>, bool, &'f str),
    /// Blocks by a key.
    Keyed(Shape<'f>, &'f str),
    /// A value of a type, and the document that its text holds.
    Value(Type, Option<&'f DocumentShape>),
    /// An object of a document, or a list of them.
    Document(&'f DocumentShape),
    /// Objects of a document by a key.
    DocumentByKey(&'f DocumentShape),
    /// Members that this table lists.
    Listed(&'f [&'f str]),
    /// `$['//']`.
    Meta,
    /// A block of a type that the facts do not know: only a stack can be the witness.
    Seen,
    /// Anything may be here.
    Any,
}

/// What one step from one place comes to.
enum Stepped<'f> {
    To(Place<'f>),
    /// No such name; these are near.
    NoName(Vec<String>),
    /// The step does not fit what is here.
    Misfit(String, Option<String>),
}

const OUTPUT: [&str; 6] = [
    "depends_on",
    "description",
    "ephemeral",
    "precondition",
    "sensitive",
    "value",
];
const VARIABLE: [&str; 8] = [
    "default",
    "description",
    "ephemeral",
    "nullable",
    "sensitive",
    "type",
    "validation",
    "value",
];
/// What every provider block takes besides its own arguments.
const PROVIDER: [&str; 2] = ["alias", "version"];
/// The arguments of the `s3` backend. Source: "Backend Type: s3", Terraform documentation.
const S3_BACKEND: [&str; 31] = [
    "access_key",
    "acl",
    "allowed_account_ids",
    "assume_role",
    "assume_role_with_web_identity",
    "bucket",
    "custom_ca_bundle",
    "dynamodb_endpoint",
    "dynamodb_table",
    "encrypt",
    "endpoint",
    "endpoints",
    "forbidden_account_ids",
    "http_proxy",
    "https_proxy",
    "iam_endpoint",
    "insecure",
    "key",
    "kms_key_id",
    "max_retries",
    "profile",
    "region",
    "role_arn",
    "secret_key",
    "shared_credentials_files",
    "skip_credentials_validation",
    "skip_region_validation",
    "sse_customer_key",
    "token",
    "use_lockfile",
    "workspace_key_prefix",
];

impl<'r> Names<'r> {
    pub(super) fn new(run: &'r Run<'_>, spec: &Spec) -> Self {
        let matches = |name: &str| {
            spec.patterns.is_empty() || spec.patterns.iter().any(|p| p.glob.is_match(name))
        };
        let mut types: Vec<&str> = Vec::new();
        let mut seen = Vec::new();
        for subject in &run.stacks {
            let stack = subject.model.stack();
            for (_, block) in stack.blocks_of(spec.what) {
                if matches(&block.type_name) {
                    types.push(&block.type_name);
                    seen.extend(texts(block, &stack.sources));
                }
            }
        }
        let facts = super::facts(run);
        types.sort_unstable();
        types.dedup();
        if let (true, Some(mode)) = (types.is_empty(), mode(spec.what)) {
            types = facts
                .type_names(mode)
                .filter(|name| matches(name))
                .collect();
        }
        let root = |name: &&'r str| match spec.what {
            BlockKind::Resource | BlockKind::Data => {
                let mode = mode(spec.what);
                mode.and_then(|m| facts.block(m, name))
                    .map_or(Place::Seen, |s| Place::Root(s, mode, name))
            }
            BlockKind::Provider => facts
                .provider(name)
                .map_or(Place::Seen, |shape| Place::Root(shape, None, name)),
            BlockKind::Output => Place::Listed(&OUTPUT),
            BlockKind::Variable => Place::Listed(&VARIABLE),
            BlockKind::Backend if *name == "s3" => Place::Listed(&S3_BACKEND),
            _ => Place::Any,
        };
        let roots = types.iter().map(root).collect();
        Names { roots, seen }
    }

    /// What is wrong with the names of a query.
    pub(super) fn object(&self, asked: &Asked<'_>) -> Option<Objection> {
        self.walk(self.roots.clone(), asked.segments, asked)
    }

    fn walk(
        &self,
        mut places: Vec<Place<'r>>,
        segments: &[Segment],
        asked: &Asked<'_>,
    ) -> Option<Objection> {
        for (index, segment) in segments.iter().enumerate() {
            if places.is_empty() || places.iter().any(|place| matches!(place, Place::Any)) {
                // Nothing can be said below; filters inside are still held against the root.
                return segments[index..]
                    .iter()
                    .find_map(|s| self.filters(&[Place::Any], s, asked));
            }
            if let Some(objection) = self.filters(&places, segment, asked) {
                return Some(objection);
            }
            if segment.descendant {
                places = match self.descend(&places, segment, asked) {
                    Ok(places) => places,
                    Err(objection) => return Some(objection),
                };
                continue;
            }
            let mut next = Vec::new();
            for selector in &segment.selectors {
                match self.step_all(&places, selector, index == 0, asked) {
                    Ok(places) => next.extend(places),
                    Err(objection) => return Some(objection),
                }
            }
            places = next;
        }
        None
    }

    /// The queries inside a segment's filters.
    fn filters(
        &self,
        places: &[Place<'r>],
        segment: &Segment,
        asked: &Asked<'_>,
    ) -> Option<Objection> {
        let filter = |selector: &Selector| match &selector.pick {
            Pick::Filter(filter) => self.filter(places, filter, segment.descendant, asked),
            _ => None,
        };
        segment.selectors.iter().find_map(filter)
    }

    fn filter(
        &self,
        places: &[Place<'r>],
        filter: &Filter,
        descendant: bool,
        asked: &Asked<'_>,
    ) -> Option<Objection> {
        filter.queries().into_iter().find_map(|(anchor, segments)| {
            let from = match anchor {
                Anchor::Root => self.roots.clone(),
                Anchor::Current if descendant => vec![Place::Any],
                Anchor::Current => places.iter().map(|place| element(*place)).collect(),
            };
            self.walk(from, segments, asked)
        })
    }

    fn step_all(
        &self,
        places: &[Place<'r>],
        selector: &Selector,
        first: bool,
        asked: &Asked<'_>,
    ) -> Result<Vec<Place<'r>>, Objection> {
        let (mut next, mut near, mut misfit) = (Vec::new(), Vec::new(), None);
        for place in places {
            match step(*place, selector, first) {
                Stepped::To(place) => next.push(place),
                Stepped::NoName(names) => near.extend(names),
                Stepped::Misfit(message, help) => misfit = misfit.or(Some((message, help))),
            }
        }
        if !next.is_empty() {
            return Ok(next);
        }
        let span = span_in_file(asked, selector.span.clone());
        match (&selector.pick, misfit) {
            (Pick::Name(name), _) if self.is_seen(name) && near_or_seen(places) => {
                Ok(vec![Place::Any])
            }
            (_, Some((message, help))) => Err(Objection::Misfit {
                message,
                help,
                span,
            }),
            (Pick::Name(name), None) => {
                near.dedup();
                let help = (!near.is_empty()).then(|| {
                    let near: Vec<_> = near
                        .iter()
                        .take(3)
                        .map(|name| format!("`{name}`"))
                        .collect();
                    format!("did you mean {}?", near.join(" or "))
                });
                let place = asked.text.get(..selector.span.start).unwrap_or_default();
                let place = place.trim_end_matches(['.', '[', '\'', '"']);
                let message = format!(
                    "nothing is called `{name}` at `{place}`: neither the provider facts nor any \
                     stack of this run know that name"
                );
                Err(Objection::Unknown {
                    message,
                    help,
                    span,
                })
            }
            _ => Ok(vec![Place::Any]),
        }
    }

    /// `..name`: the name must be known somewhere below.
    fn descend(
        &self,
        places: &[Place<'r>],
        segment: &Segment,
        asked: &Asked<'_>,
    ) -> Result<Vec<Place<'r>>, Objection> {
        for selector in &segment.selectors {
            let Pick::Name(name) = &selector.pick else {
                continue;
            };
            let known = places.iter().any(|place| below(*place, name, 0)) || self.is_seen(name);
            if !known {
                let span = span_in_file(asked, selector.span.clone());
                let message = format!(
                    "nothing is called `{name}` anywhere below: neither the provider facts nor \
                     any stack of this run know that name"
                );
                return Err(Objection::Unknown {
                    message,
                    help: None,
                    span,
                });
            }
        }
        Ok(vec![Place::Any])
    }

    /// Whether any selected block writes a member of this name, at any depth, in a document too.
    /// Raw text counts, so that a plan's `null` is a witness.
    fn is_seen(&self, name: &str) -> bool {
        let plain = serde_json::Value::from(name).to_string();
        let escaped = format!("\\\"{name}\\\"");
        self.seen
            .iter()
            .any(|text| has_key(text, &plain) || has_key(text, &escaped))
    }
}

/// What stands behind a misfit is no witness: only places that know their names count.
fn near_or_seen(places: &[Place<'_>]) -> bool {
    places.iter().any(|place| {
        matches!(
            place,
            Place::Root(..)
                | Place::Block(..)
                | Place::Document(_)
                | Place::Listed(_)
                | Place::Seen
                | Place::Value(..)
        )
    })
}

fn has_key(text: &str, key: &str) -> bool {
    text.match_indices(key)
        .any(|(at, _)| text[at + key.len()..].trim_start().starts_with(':'))
}

fn texts<'s>(block: &Block, sources: &'s [Source]) -> impl Iterator<Item = &'s str> + use<'s> {
    let body = &block.body;
    let source = &sources[usize::from(body.source)];
    [body.values, body.unknown, body.config]
        .into_iter()
        .flatten()
        .map(|span| source.slice(span))
}

/// The bytes of a selector in the spec file. The text of a query stands there as it is, unless it
/// is escaped; then the whole of it is shown.
fn span_in_file(asked: &Asked<'_>, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    if asked.span.len() == asked.text.len() {
        asked.span.start + span.start..asked.span.start + span.end
    } else {
        asked.span.clone()
    }
}

/// One element of what is at a place, for `[*]`, `[0]`, a slice or a filter.
fn element(place: Place<'_>) -> Place<'_> {
    match place {
        Place::Blocks(shape, _, name) | Place::Keyed(shape, name) => Place::Block(shape, name),
        // A policy's statements, a machine's branches: a list of objects of one shape.
        Place::Document(shape) | Place::DocumentByKey(shape) => Place::Document(shape),
        Place::Value(Type::String, Some(shape)) => Place::Document(shape),
        Place::Value(Type::List(e) | Type::Set(e) | Type::Map(e), _) => Place::Value(e.get(), None),
        _ => Place::Any,
    }
}

fn step<'f>(place: Place<'f>, selector: &Selector, first: bool) -> Stepped<'f> {
    match &selector.pick {
        Pick::Name(name) => name_step(place, name, first),
        Pick::Index(_) | Pick::Slice(_) => match place {
            Place::Blocks(shape, true, _) => Stepped::Misfit(
                "this list is a set: its order differs from input to input".into(),
                Some(format!(
                    "write `[*]` or a filter such as {}",
                    example_filter(shape)
                )),
            ),
            Place::Value(Type::Set(_), _) => Stepped::Misfit(
                "this list is a set: its order differs from input to input".into(),
                Some("write `[*]`, or match the whole list with `include`".into()),
            ),
            Place::Root(..)
            | Place::Block(..)
            | Place::Keyed(..)
            | Place::Value(Type::Map(_), _) => {
                Stepped::Misfit("an index wants a list, and this is an object".into(), None)
            }
            place => Stepped::To(element(place)),
        },
        Pick::Wildcard | Pick::Filter(_) => match place {
            Place::Value(Type::String | Type::Number | Type::Bool, None) => Stepped::Misfit(
                "`[*]` wants a list or an object, and this is a single value".into(),
                Some("leave `[*]` out".into()),
            ),
            place => Stepped::To(element(place)),
        },
    }
}

fn example_filter(shape: Shape<'_>) -> String {
    let name = shape
        .members()
        .map(|(name, _)| name)
        .next()
        .unwrap_or("name");
    format!("`[?@{} == ...]`", shorthand(name))
}

fn name_step<'f>(place: Place<'f>, name: &str, first: bool) -> Stepped<'f> {
    let listed = |names: &[&str]| match names.contains(&name) {
        true => Stepped::To(Place::Any),
        false => Stepped::NoName(near(name, names.iter().copied())),
    };
    match place {
        Place::Any => Stepped::To(Place::Any),
        Place::Root(..) | Place::Listed(_) | Place::Seen if first && name == "//" => {
            Stepped::To(Place::Meta)
        }
        Place::Root(shape, mode, type_name) => match member(shape, name, type_name) {
            Some(place) => Stepped::To(place),
            None if shape.is_any() => Stepped::To(Place::Any),
            None if mode.is_some_and(|m| facts::meta_arguments(m).any(|meta| meta == name)) => {
                Stepped::To(Place::Any)
            }
            None if mode.is_none() && PROVIDER.contains(&name) => Stepped::To(Place::Any),
            None => Stepped::NoName(shape.suggest(name).into_iter().map(str::to_owned).collect()),
        },
        Place::Block(shape, type_name) => match member(shape, name, type_name) {
            Some(place) => Stepped::To(place),
            None if shape.is_any() => Stepped::To(Place::Any),
            None => Stepped::NoName(shape.suggest(name).into_iter().map(str::to_owned).collect()),
        },
        Place::Blocks(..) => Stepped::Misfit(
            format!(
                "this is a list of blocks, and `{}` wants one of them",
                shorthand(name)
            ),
            Some(format!("write `[*]{}`", shorthand(name))),
        ),
        Place::Keyed(shape, type_name) => Stepped::To(Place::Block(shape, type_name)),
        Place::Value(Type::Map(element), _) => Stepped::To(Place::Value(element.get(), None)),
        Place::Value(Type::Any, _) => Stepped::To(Place::Any),
        Place::Value(Type::List(_) | Type::Set(_), _) => Stepped::Misfit(
            format!("this is a list, and `{}` wants an object", shorthand(name)),
            Some(format!("write `[*]{}`", shorthand(name))),
        ),
        // A text may hold a document; which names it has, only some attributes tell.
        Place::Value(Type::String, None) => Stepped::To(Place::Any),
        Place::Value(Type::String, Some(shape)) | Place::Document(shape) => match shape.get(name) {
            Some(Inside::Object(shape)) => Stepped::To(Place::Document(shape)),
            Some(Inside::ByKey(shape)) => Stepped::To(Place::DocumentByKey(shape)),
            Some(Inside::Value) => Stepped::To(Place::Any),
            None if shape.closed => {
                Stepped::NoName(shape.suggest(name).into_iter().map(str::to_owned).collect())
            }
            None => Stepped::To(Place::Any),
        },
        Place::DocumentByKey(shape) => Stepped::To(Place::Document(shape)),
        Place::Value(Type::Number | Type::Bool, _) => Stepped::Misfit(
            format!(
                "this is a single value, and `{}` wants an object",
                shorthand(name)
            ),
            None,
        ),
        Place::Listed(names) => listed(names),
        Place::Meta => match meta_names().any(|meta| meta == name) {
            true => Stepped::To(Place::Any),
            false => Stepped::NoName(near(name, meta_names())),
        },
        Place::Seen => Stepped::NoName(Vec::new()),
    }
}

fn near<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    crate::diagnostic::nearest(name, names)
        .map(str::to_owned)
        .into_iter()
        .collect()
}

fn member<'f>(shape: Shape<'f>, name: &str, type_name: &'f str) -> Option<Place<'f>> {
    let place = match shape.get(name)? {
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
    };
    Some(place)
}

/// Whether a name occurs anywhere below a place. Schemas may be recursive, so the depth is bounded.
fn below(place: Place<'_>, name: &str, depth: u8) -> bool {
    let (shape, type_name) = match place {
        Place::Root(shape, _, type_name)
        | Place::Block(shape, type_name)
        | Place::Blocks(shape, _, type_name)
        | Place::Keyed(shape, type_name) => (shape, type_name),
        Place::Listed(names) => return names.contains(&name),
        Place::Any => return true,
        Place::Value(Type::String, Some(shape)) => return in_document(shape, name, 0),
        Place::Document(shape) | Place::DocumentByKey(shape) => return in_document(shape, name, 0),
        Place::Value(..) | Place::Meta | Place::Seen => return false,
    };
    shape.is_any()
        || depth < 8
            && shape.members().any(|(member, kind)| {
                member == name
                    || match kind {
                        Member::Block(block) => {
                            below(Place::Block(block.shape, type_name), name, depth + 1)
                        }
                        Member::Attribute(_) => false,
                    }
            })
}

/// Whether a name occurs anywhere in a document's shape; shapes may hold themselves.
fn in_document(shape: &DocumentShape, name: &str, depth: u8) -> bool {
    !shape.closed
        || shape.names().any(|member| {
            member == name
                || depth < 8
                    && match shape.get(member) {
                        Some(Inside::Object(shape) | Inside::ByKey(shape)) => {
                            in_document(shape, name, depth + 1)
                        }
                        _ => false,
                    }
        })
}
