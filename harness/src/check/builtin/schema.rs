//! What the provider facts say of what is written: names that they do not have, members that they
//! demand, blocks that hold nothing, values of a wrong type.
//!
//! Facts are of one version of a provider. Of another major version they are not asked what exists;
//! a newer minor one may know a name that they do not.

use std::collections::BTreeMap;

use super::values::{misfit, wanted};
use super::written::{Meet, Walk};
use super::{Fault, Seen};
use crate::facts::{Attribute, Facts, Mode, Shape, is_presence_marker, is_secret_name};
use crate::stack::{Block, BlockId, BlockKind, Model};
use crate::value::{Map, Node, Path, Step, parse, shorthand};

const UNKNOWN: &str = "attribute-unknown";
const MISSING: &str = "attribute-missing";
const EMPTY: &str = "block-empty";
const WRONG: &str = "value-wrong-type";

/// What is wrong in a stack, by spec.
#[derive(Debug, Default)]
pub(super) struct Faults {
    looked: usize,
    faults: Vec<Fault>,
    notes: Vec<String>,
}

impl Faults {
    /// What one spec says of it.
    pub(super) fn of(&self, id: &str, model: &Model<'_>) -> Seen {
        let own = self.faults.iter().filter(|fault| fault.spec == id);
        Seen {
            looked: self.looked,
            findings: own.map(|fault| fault.place(model)).collect(),
            notes: self.notes.clone(),
        }
    }
}

/// Walks every block whose type the facts know.
pub(super) fn faults(model: &Model<'_>) -> Faults {
    let (stack, facts) = (model.stack(), model.facts());
    let versions = Versions::of(model);
    let mut all = Faults {
        notes: versions.notes(),
        ..Faults::default()
    };
    for (id, block) in stack.blocks.iter().enumerate() {
        let Some(shape) = model.shape(block) else {
            continue;
        };
        let Some(body) = block.body.values else {
            continue;
        };
        let Ok(node) = parse(stack.text(block.body.source, body)) else {
            continue;
        };
        let Some(map) = node.as_map() else { continue };
        all.looked += 1;
        let mut found = Found {
            id,
            block,
            trusted: versions.trusts(block),
            faults: &mut all.faults,
        };
        Walk::new(&mut found, meta(facts, block)).members(map, shape);
    }
    all
}

fn meta<'f>(facts: &'f Facts, block: &Block) -> Option<Shape<'f>> {
    match block.kind {
        BlockKind::Data => facts.meta_arguments(Mode::Data),
        _ => facts.meta_arguments(Mode::Resource),
    }
}

/// Of which providers the facts are about the version that the stack asks for.
struct Versions(BTreeMap<String, String>);

impl Versions {
    /// The providers of another major version, and that version.
    fn of(model: &Model<'_>) -> Self {
        let mut other = BTreeMap::new();
        for known in model.facts().versions() {
            let mut asked = model.stack().provider_versions.iter();
            let asked = asked.find(|(source, _)| known.answers_to(source));
            let asked = asked.map(|(_, version)| version);
            let major = |text: &str| -> Option<u64> {
                let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
                digits
                    .split(|c: char| !c.is_ascii_digit())
                    .next()?
                    .parse()
                    .ok()
            };
            if let Some(asked) = asked
                && let (Some(a), Some(b)) = (major(asked), major(known.version))
                && a != b
            {
                other.insert(
                    known.name.to_owned(),
                    format!("{asked}, the facts are of {}", known.version),
                );
            }
        }
        Versions(other)
    }

    fn trusts(&self, block: &Block) -> bool {
        let name = block.type_name.split('_').next().unwrap_or_default();
        !self.0.contains_key(name)
    }

    fn notes(&self) -> Vec<String> {
        let note = |(name, why): (&String, &String)| {
            format!("of the provider {name} only empty blocks are looked at: it is {why}")
        };
        self.0.iter().map(note).collect()
    }
}

/// Collects the faults of one block.
struct Found<'f> {
    id: BlockId,
    block: &'f Block,
    trusted: bool,
    faults: &'f mut Vec<Fault>,
}

impl Found<'_> {
    fn add(
        &mut self,
        spec: &'static str,
        path: &[Step],
        expected: String,
        actual: String,
        message: String,
    ) {
        if !self.trusted && spec != EMPTY {
            return;
        }
        self.faults.push(Fault {
            spec,
            block: self.id,
            path: Path(path.to_vec()),
            expected,
            actual,
            message,
            notes: Vec::new(),
        });
    }

    /// `aws_s3_bucket`, or `aws_s3_bucket` with the path of a block in it.
    fn place(&self, path: &[Step]) -> String {
        let names = path.iter().filter_map(|step| match step {
            Step::Name(name) => Some(shorthand(name)),
            Step::Index(_) => None,
        });
        format!("{}{}", self.block.type_name, names.collect::<String>())
    }
}

impl Meet for Found<'_> {
    fn unknown(&mut self, path: &[Step], name: &str, shape: Shape<'_>, known: bool) {
        let place = self.place(&path[..path.len().saturating_sub(1)]);
        if known {
            let message =
                format!("`{name}` of `{place}` is set by the provider: nobody may write it");
            return self.add(
                UNKNOWN,
                path,
                "not written".into(),
                format!("`{name}`"),
                message,
            );
        }
        let near = shape.suggest(name);
        let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
        let message = format!("`{place}` has no `{name}`");
        let expected = match near.is_empty() {
            true => format!("a member of `{place}`"),
            false => format!("perhaps {}", near.join(" or ")),
        };
        self.add(UNKNOWN, path, expected, format!("`{name}`"), message);
    }

    fn value(&mut self, path: &[Step], name: &str, node: &Node<'_>, attribute: &Attribute) {
        let mut at = path.to_vec();
        let Some((wrong, ty)) = misfit(node, attribute.ty, &mut at) else {
            return;
        };
        let actual = match is_secret_name(name) {
            true => "(sensitive)".to_owned(),
            false => wrong.render(),
        };
        let place = self.place(&at);
        let message = format!(
            "`{place}` takes {}, and this is {}",
            wanted(ty),
            wrong.noun()
        );
        self.add(WRONG, &at, wanted(ty), actual, message);
    }

    fn no_block(&mut self, path: &[Step], node: &Node<'_>) {
        let text = node.as_str().unwrap_or_default();
        // An expression may stand for a block that is an attribute, or for the whole of it.
        if node.has_unknown() || text.contains("${") || text.contains("%{") {
            return;
        }
        let place = self.place(path);
        let message = format!("`{place}` is a block, and this is {}", node.noun());
        self.add(WRONG, path, "an object".into(), node.render(), message);
    }

    fn block(&mut self, path: &[Step], name: &str, map: &Map<'_>, shape: Shape<'_>) -> bool {
        let written = map
            .iter()
            .any(|(name, node)| name != "//" && node.kind != crate::value::Kind::Null);
        let settable: Vec<&str> = shape
            .members()
            .filter(|(_, member)| member.is_settable())
            .map(|(name, _)| name)
            .collect();
        if written
            || settable.is_empty()
            || shape.is_any()
            || is_presence_marker(&self.block.type_name, name)
        {
            return true;
        }
        let place = self.place(path);
        let shown: Vec<String> = settable
            .iter()
            .take(3)
            .map(|name| format!("`{name}`"))
            .collect();
        let more = if settable.len() > 3 { ", ..." } else { "" };
        let message = format!("`{place}` is empty");
        let expected = format!("at least one of {}{more}", shown.join(", "));
        self.add(EMPTY, path, expected, "an empty block".into(), message);
        // What it lacks is said by this.
        false
    }

    fn missing(&mut self, path: &[Step], name: &str, is_block: bool) {
        let place = self.place(path);
        let what = if is_block { "block" } else { "attribute" };
        let message = format!("`{place}` lacks the {what} `{name}`, which the provider demands");
        let mut at = path.to_vec();
        at.push(Step::Name(name.to_owned()));
        self.add(
            MISSING,
            &at,
            format!("`{name}` is written"),
            "missing".into(),
            message,
        );
    }
}
