//! What a reference leads to, step by step: every name is gone through once, so that names which
//! stand for one another end, however many they are.

mod stands;

use std::collections::HashSet;

use super::names::{self, blocks, last};
use super::site::{Chosen, Mention};
use super::{Graph, Target, Vertex};
use crate::address::{Key, modules};
use crate::stack::{BlockId, BlockKind, Form};
use crate::template::{Part, Reference};

/// More steps than any stack that was written by a person takes for one expression.
const STEPS: usize = 20_000;

/// References longer than this are no reference any more: locals that name one another grow so.
const LONGEST: usize = 64;

/// Where an expression stands.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub(super) stack: usize,
    /// The module instance; empty at the root.
    pub(super) module: String,
    /// What `each.key` or `count.index` is.
    pub(super) key: Option<Key>,
    /// Whose `for_each` gives `each.value`.
    pub(super) each: Each,
}

/// Whose `for_each` it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Each {
    /// Nobody's.
    Nobody,
    /// A block's.
    Block(BlockId),
    /// The call's of this module instance.
    Call(String),
}

/// Where a reference leads to, for sure or perhaps.
pub(super) struct Found {
    pub(super) target: Target,
    pub(super) attribute: Option<Box<str>>,
    pub(super) sure: bool,
}

/// What is still to be done.
enum Work {
    Resolve(Task),
    /// Something outside, in its place among the others, and whether it is surely meant.
    Outside(String, bool),
}

/// A name that was gone through: where it stands, and where what it stands for does.
#[derive(PartialEq, Eq, Hash)]
struct Seen {
    from: (usize, String),
    within: (usize, String),
    reference: String,
    sure: bool,
}

/// A reference that is still to be resolved.
struct Task {
    scope: Scope,
    mention: Mention,
    sure: bool,
}

/// Resolves one reference.
pub(super) fn resolve(graph: &Graph<'_, '_>, scope: Scope, mention: Mention) -> Vec<Found> {
    let written = mention.reference.to_string();
    let task = Task {
        scope,
        mention,
        sure: true,
    };
    let mut resolver = Resolver {
        graph,
        left: vec![Work::Resolve(task)],
        seen: HashSet::new(),
        found: Vec::new(),
    };
    let mut steps = 0;
    while let Some(work) = resolver.left.pop() {
        steps += 1;
        match work {
            Work::Outside(text, sure) => resolver.outside(text, sure),
            Work::Resolve(task)
                if steps > STEPS || task.mention.reference.parts.len() > LONGEST =>
            {
                resolver.outside(written, false);
                break;
            }
            Work::Resolve(task) => resolver.step(&task),
        }
    }
    resolver.found
}

/// What an address of a `depends_on` stands for.
pub(super) fn address(graph: &Graph<'_, '_>, scope: &Scope, written: &str) -> Target {
    let stack = graph.model(scope.stack).stack();
    let vertices = |ids: &[BlockId]| {
        let vertex = |id: &BlockId| Vertex {
            stack: scope.stack,
            block: *id,
        };
        Target::Blocks(ids.iter().map(vertex).collect())
    };
    let names = &graph.names[scope.stack];
    if stack.form == Form::State {
        let bare = crate::address::without_keys(written);
        return match names.bare(stack, &bare) {
            [] => Target::Outside(written.into()),
            found => vertices(found),
        };
    }
    let Some(reference) = Reference::parse(written) else {
        return Target::Outside(written.into());
    };
    if reference.name(0) == Some("module") {
        let Some(name) = reference.name(1) else {
            return Target::Undeclared(written.into());
        };
        if stack.form == Form::Synth {
            return match names::declares(stack, BlockKind::Module, &format!("module.{name}")) {
                true => Target::Outside(written.into()),
                false => Target::Undeclared(written.into()),
            };
        }
        let config = names.config(stack);
        let module = config.and_then(|root| root.at(&modules(&scope.module)));
        if module.is_none_or(|module| !module.calls.contains_key(name)) {
            return Target::Outside(written.into());
        }
        let instances = names.instances(stack, &scope.module, name);
        let within = instances.iter().flat_map(|path| names::within(stack, path));
        return vertices(&within.collect::<Vec<_>>());
    }
    let mut found = resolve(graph, scope.clone(), Mention::plain(reference));
    match found.pop() {
        Some(found) => found.target,
        None => Target::Blocks(Vec::new()),
    }
}

struct Resolver<'g, 'm, 's> {
    graph: &'g Graph<'m, 's>,
    /// The next one last.
    left: Vec<Work>,
    seen: HashSet<Seen>,
    found: Vec<Found>,
}

impl Resolver<'_, '_, '_> {
    fn step(&mut self, task: &Task) {
        let reference = &task.mention.reference;
        match (reference.name(0), reference.name(1)) {
            (Some("path" | "terraform" | "self" | "count"), _) => {}
            (Some("each"), Some("value")) => self.each_value(task),
            (Some("each"), _) => {}
            (Some("var"), Some(name)) => self.variable(task, name),
            (Some("local"), Some(name)) => self.local(task, name),
            (Some("module"), Some(name)) => self.module(task, name),
            (Some("ephemeral"), _) => self.outside(reference.to_string(), task.sure),
            (Some("data"), Some(kind)) => match reference.name(2) {
                Some(name) => self.block(task, true, kind, name, 3),
                None => self.undeclared(task),
            },
            (Some("resource"), Some(kind)) if reference.name(2).is_some() => {
                self.block(task, false, kind, reference.name(2).unwrap_or_default(), 3);
            }
            (Some(kind), Some(name)) => self.block(task, false, kind, name, 2),
            _ => self.undeclared(task),
        }
    }

    fn push(&mut self, target: Target, attribute: Option<Box<str>>, sure: bool) {
        self.found.push(Found {
            target,
            attribute,
            sure,
        });
    }

    fn outside(&mut self, written: String, sure: bool) {
        self.push(Target::Outside(written.into()), None, sure);
    }

    /// Terraform makes no plan of a reference to nothing: what a plan does not list was taken out of
    /// it.
    fn undeclared(&mut self, task: &Task) {
        let reference = &task.mention.reference;
        let form = self.graph.model(task.scope.stack).stack().form;
        if form != Form::Synth {
            return self.outside(reference.to_string(), task.sure);
        }
        let target = Target::Undeclared(block_of(reference).into());
        self.push(target, None, true);
    }

    fn block(&mut self, task: &Task, data: bool, kind: &str, name: &str, at: usize) {
        let Task { scope, mention, .. } = task;
        let graph = self.graph;
        let stack = graph.model(scope.stack).stack();
        let found = blocks(stack, &scope.module, data, kind, name);
        let (chosen, next) = mention.chosen(at);
        let mut rest = mention.reference.parts.iter().skip(next);
        let attribute = rest.find_map(|part| match part {
            Part::Name(name) => Some(name.clone()),
            _ => None,
        });
        if found.is_empty() {
            let config = graph.names[scope.stack].config(stack);
            let module = config.and_then(|root| root.at(&modules(&scope.module)));
            let repeats = match stack.form {
                Form::Plan => module.and_then(|module| module.repeats(data, kind, name)),
                _ => None,
            };
            match repeats {
                // No instances: there is nothing that the expression could take.
                Some(true) => {}
                Some(false) => self.outside(mention.reference.to_string(), task.sure),
                None => self.undeclared(task),
            }
            return;
        }
        if data && kind == "terraform_remote_state" && attribute.as_deref() == Some("outputs") {
            return self.remote(task, name, at);
        }
        let vertex = |block: BlockId| Vertex {
            stack: scope.stack,
            block,
        };
        let with_key = |key: &Key| {
            let mut instances = found.clone();
            instances.find(|id| stack.blocks[*id].key.as_ref() == Some(key))
        };
        let single = found.len() == 1 && stack.blocks[found.start].key.is_none();
        let target = match chosen {
            _ if single => Target::Blocks(vec![vertex(found.start)]),
            Chosen::All => Target::Blocks(found.map(vertex).collect()),
            Chosen::Key(key) => match with_key(key) {
                Some(id) => Target::Blocks(vec![vertex(id)]),
                // Of an instance that is not there nothing is taken.
                None => return,
            },
            Chosen::Own => match scope.key.as_ref().and_then(with_key) {
                Some(id) => Target::Blocks(vec![vertex(id)]),
                None => Target::OneOf(found.map(vertex).collect()),
            },
            Chosen::Some if found.len() == 1 => Target::Blocks(vec![vertex(found.start)]),
            Chosen::Some => Target::OneOf(found.map(vertex).collect()),
        };
        self.push(target, attribute, task.sure);
    }
}

/// The part of a reference that names a block: `aws_subnet.a` of `aws_subnet.a[0].id`.
fn block_of(reference: &Reference) -> String {
    let names = match reference.name(0) {
        Some("data" | "module" | "resource") => 3,
        _ => 2,
    };
    let named = |part: &&Part| matches!(part, Part::Name(_));
    let parts = reference.parts.iter().take(names).take_while(named);
    Reference {
        parts: parts.cloned().collect(),
    }
    .to_string()
}

/// The scope of the expressions of a block.
pub(super) fn scope(graph: &Graph<'_, '_>, vertex: Vertex) -> Scope {
    let block = graph.block(vertex);
    Scope {
        stack: vertex.stack,
        module: match block.kind {
            // Its expressions stand where it is called.
            BlockKind::Module => last(&block.module)
                .map_or("", |(parent, _)| parent)
                .to_owned(),
            _ => block.module.to_string(),
        },
        key: block.key.clone(),
        each: Each::Block(vertex.block),
    }
}
