//! What a reference leads to: through variables, locals, modules and other stacks.

use std::collections::HashSet;

use super::names::{self, below, blocks, last};
use super::site::{Beside, Chosen, Mention, What};
use super::{Graph, Target, Vertex, plan, synth};
use crate::address::{Key, modules};
use crate::stack::{BlockId, BlockKind, Form};
use crate::template::{Part, Reference};
use crate::value::{Kind, Node};

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
            Work::Resolve(task) => resolver.step(task),
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
    fn step(&mut self, task: Task) {
        let reference = &task.mention.reference;
        match (reference.name(0), reference.name(1)) {
            (Some("path" | "terraform" | "self" | "count"), _) => {}
            (Some("each"), Some("value")) => self.each_value(&task),
            (Some("each"), _) => {}
            (Some("var"), Some(name)) => self.variable(&task, name),
            (Some("local"), Some(name)) => self.local(&task, name),
            (Some("module"), Some(name)) => self.module(&task, name),
            (Some("ephemeral"), _) => self.outside(reference.to_string(), task.sure),
            (Some("data"), Some(kind)) => match reference.name(2) {
                Some(name) => self.block(&task, true, kind, name, 3),
                None => self.undeclared(&task),
            },
            (Some("resource"), Some(kind)) if reference.name(2).is_some() => {
                self.block(&task, false, kind, reference.name(2).unwrap_or_default(), 3);
            }
            (Some(kind), Some(name)) => self.block(&task, false, kind, name, 2),
            _ => self.undeclared(&task),
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

    fn local(&mut self, task: &Task, name: &str) {
        let model = self.graph.model(task.scope.stack);
        let reference = &task.mention.reference;
        if model.stack().form != Form::Synth {
            // A plan does not say what a local is.
            return self.outside(reference.to_string(), task.sure);
        }
        match self.graph.names[task.scope.stack]
            .values(model)
            .locals
            .get(name)
        {
            Some(node) => self.value(task, node, task.scope.clone()),
            None => self.undeclared(task),
        }
    }

    fn variable(&mut self, task: &Task, name: &str) {
        let scope = &task.scope;
        let model = self.graph.model(scope.stack);
        let reference = &task.mention.reference;
        let names = &self.graph.names[scope.stack];
        if scope.module.is_empty() {
            match names.values(model).variables.get(name) {
                Some(Some(node)) => self.value(task, node, scope.clone()),
                Some(None) => self.outside(reference.to_string(), task.sure),
                None => self.undeclared(task),
            }
            return;
        }
        let Some(config) = names.config(model.stack()) else {
            return self.outside(reference.to_string(), task.sure);
        };
        let path = modules(&scope.module);
        let (Some((parent, _)), Some((call, above))) = (last(&scope.module), path.split_last())
        else {
            return;
        };
        let call = config.at(above).and_then(|module| module.calls.get(call));
        let Some(call) = call else {
            return self.outside(reference.to_string(), task.sure);
        };
        let outer = Scope {
            stack: scope.stack,
            module: parent.to_owned(),
            key: names::key(&scope.module),
            each: Each::Call(scope.module.clone()),
        };
        let argument = call.expressions.as_ref().and_then(|node| node.get(name));
        match (argument, call.module.variables.get(name)) {
            (Some(argument), _) => self.expression(task, argument, &outer, 2),
            (None, Some(Some(default))) => self.constant(task, default),
            // The call leaves it to its default, and that is null.
            _ => {}
        }
    }

    fn module(&mut self, task: &Task, name: &str) {
        let scope = &task.scope;
        let stack = self.graph.model(scope.stack).stack();
        let reference = &task.mention.reference;
        if stack.form != Form::Plan {
            let declared = names::declares(stack, BlockKind::Module, &format!("module.{name}"));
            return match declared {
                true => self.outside(reference.to_string(), task.sure),
                false => self.undeclared(task),
            };
        }
        let names = &self.graph.names[scope.stack];
        let Some(config) = names.config(stack) else {
            return self.outside(reference.to_string(), task.sure);
        };
        let module = config.at(&modules(&scope.module));
        let Some(call) = module.and_then(|module| module.calls.get(name)) else {
            return self.undeclared(task);
        };
        let (chosen, at) = task.mention.chosen(2);
        let instances = names.instances(stack, &scope.module, name);
        let unkeyed = below(&scope.module, name);
        let mut sure = task.sure;
        let keyed = |key: &Key| {
            let wanted = format!("{unkeyed}{key}");
            instances.iter().copied().find(|path| *path == wanted)
        };
        let paths: Vec<&str> = match chosen {
            // A module without resources has no instance that a plan lists.
            _ if !call.repeated => vec![&unkeyed],
            Chosen::All => instances,
            Chosen::Key(key) => keyed(key).into_iter().collect(),
            Chosen::Own => match scope.key.as_ref().and_then(keyed) {
                Some(path) => vec![path],
                None => {
                    sure &= instances.len() == 1;
                    instances
                }
            },
            Chosen::Some => {
                sure &= instances.len() == 1;
                instances
            }
        };
        let output = reference.name(at);
        // The whole module: one of its outputs, and a plan does not say which.
        sure &= output.is_some() || call.module.outputs.len() == 1;
        let outputs: Vec<&Node<'_>> = match output {
            Some(name) => call.module.outputs.get(name).into_iter().collect(),
            None => call.module.outputs.values().collect(),
        };
        if outputs.is_empty() || paths.is_empty() && call.repeated && names_no_instance(&chosen) {
            return self.outside(reference.to_string(), task.sure);
        }
        for path in paths.into_iter().rev() {
            for output in outputs.iter().rev() {
                let inner = Scope {
                    stack: scope.stack,
                    module: path.to_owned(),
                    key: None,
                    each: Each::Nobody,
                };
                let task = Task {
                    scope: scope.clone(),
                    mention: task.mention.clone(),
                    sure,
                };
                self.expression(&task, output, &inner, at + 1);
            }
        }
    }

    fn each_value(&mut self, task: &Task) {
        let scope = &task.scope;
        let stack = self.graph.model(scope.stack).stack();
        let mut unsure = Task {
            scope: scope.clone(),
            mention: task.mention.clone(),
            sure: false,
        };
        // What each element is made of is not said.
        unsure.mention.reference.parts.truncate(2);
        match &scope.each {
            Each::Nobody => {}
            Each::Block(id) => {
                let block = &stack.blocks[*id];
                let (span, member) = match stack.form {
                    Form::Synth => (block.body.values, "for_each"),
                    _ => (block.body.config, "for_each_expression"),
                };
                let text = span.map(|span| stack.text(block.body.source, span));
                let entry = text.and_then(|text| {
                    crate::value::parse_members(text, &|name| name == member).ok()
                });
                let Some(node) = entry.as_ref().and_then(|node| node.get(member)) else {
                    return;
                };
                match stack.form {
                    Form::Synth => self.value(&unsure, node, scope.clone()),
                    _ => self.expression(&unsure, node, scope, 2),
                }
            }
            Each::Call(path) => {
                let names = &self.graph.names[scope.stack];
                let path = modules(path);
                let call = path
                    .split_last()
                    .and_then(|(call, above)| names.config(stack)?.at(above)?.calls.get(call));
                if let Some(node) = call.and_then(|call| call.for_each.as_ref()) {
                    self.expression(&unsure, node, scope, 2);
                }
            }
        }
    }

    /// What a value of Terraform JSON refers to, behind the name that stands for it.
    fn value(&mut self, task: &Task, node: &Node<'_>, scope: Scope) {
        let (mut node, mut at) = (node, 2);
        let parts = &task.mention.reference.parts;
        while let Some(part) = parts.get(at) {
            let below = match (part, &node.kind) {
                (Part::Name(name) | Part::Key(Key::Name(name)), Kind::Map(map)) => map.get(name),
                (Part::Key(Key::Index(index)), Kind::List(list)) => usize::try_from(*index)
                    .ok()
                    .and_then(|index| list.get(index)),
                _ => None,
            };
            let Some(below) = below else { break };
            node = below;
            at += 1;
        }
        // A variable of a plan is a value, and its texts are no templates.
        let whats = match self.graph.model(scope.stack).stack().form {
            Form::Synth => synth::mentions(node),
            _ => synth::literals(node)
                .into_iter()
                .map(|(_, text)| What::Literal(text))
                .collect(),
        };
        self.whats(task, whats, &scope, at);
    }

    /// What an expression of a plan refers to, whose further parts stand at `at`.
    fn expression(&mut self, task: &Task, node: &Node<'_>, scope: &Scope, at: usize) {
        self.whats(task, plan::mentions(node), scope, at);
    }

    fn constant(&mut self, task: &Task, node: &Node<'_>) {
        for (_, text) in synth::literals(node) {
            self.outside(text.into(), task.sure);
        }
    }

    /// Goes on with what a name stands for. The parts from `at` on are taken of it.
    fn whats(&mut self, task: &Task, whats: Vec<What>, scope: &Scope, at: usize) {
        let reference = &task.mention.reference;
        // Modules use the same names, and each instance of one has its own values.
        let seen = Seen {
            from: (task.scope.stack, task.scope.module.clone()),
            within: (scope.stack, scope.module.clone()),
            reference: reference.to_string(),
            sure: task.sure,
        };
        if !self.seen.insert(seen) {
            return;
        }
        let rest = reference.parts.get(at..).unwrap_or_default();
        let count = |what: &What| match what {
            What::Refers(found) | What::Arn(found, _) => found.len(),
            What::Literal(_) | What::Address(_) => 0,
        };
        let taken = Taken {
            rest,
            several: whats.iter().map(count).sum::<usize>() > 1,
            indexed: task.mention.beside != Beside::Nothing && rest.is_empty(),
            synth: self.graph.model(scope.stack).stack().form == Form::Synth,
        };
        let mut works = Vec::new();
        for what in whats {
            match what {
                What::Arn(found, written) if found.is_empty() => {
                    works.push(Work::Outside(written.into(), task.sure));
                }
                What::Refers(found) | What::Arn(found, _) => {
                    works.extend(found.into_iter().map(|mention| {
                        let (mention, sure) = taken.of(mention);
                        Work::Resolve(Task {
                            scope: scope.clone(),
                            mention,
                            sure: sure && task.sure,
                        })
                    }));
                }
                What::Literal(text) => {
                    works.push(Work::Outside(text.into(), task.sure && rest.is_empty()));
                }
                What::Address(_) => {}
            }
        }
        self.left.extend(works.into_iter().rev());
    }

    /// An output of another stack.
    fn remote(&mut self, task: &Task, name: &str, at: usize) {
        let reference = &task.mention.reference;
        let output = (at..reference.parts.len())
            .find(|at| reference.name(*at) == Some("outputs"))
            .and_then(|at| {
                Some((
                    at + 2,
                    match reference.parts.get(at + 1)? {
                        Part::Name(name) | Part::Key(Key::Name(name)) => name,
                        _ => return None,
                    },
                ))
            });
        let producer =
            output.and_then(|(_, output)| self.graph.producer(task.scope.stack, name, output));
        let (Some((at, _)), Some((vertex, sure))) = (output, producer) else {
            return self.outside(reference.to_string(), task.sure);
        };
        let scope = Scope {
            stack: vertex.stack,
            module: String::new(),
            key: None,
            each: Each::Nobody,
        };
        let sites = self.graph.sites(vertex);
        let values = sites.into_iter().filter(|site| !site.order);
        let task = Task {
            scope: task.scope.clone(),
            mention: task.mention.clone(),
            sure: task.sure && sure,
        };
        self.whats(&task, values.map(|site| site.what).collect(), &scope, at);
    }
}

/// What is taken of what a name stands for.
struct Taken<'r> {
    /// The parts of the reference behind the name.
    rest: &'r [Part],
    /// The name stands for several references.
    several: bool,
    /// An index may be taken that is not listed.
    indexed: bool,
    synth: bool,
}

impl Taken<'_> {
    /// A reference that the name stands for with what is taken of it, and whether it is surely
    /// this one: of several, an element is one, and which is not said.
    fn of(&self, mut mention: Mention) -> (Mention, bool) {
        if self.indexed {
            return (mention, false);
        }
        if self.rest.is_empty() {
            return (mention, true);
        }
        let names = self.rest.iter().all(|part| matches!(part, Part::Name(_)));
        if self.several {
            return (mention, false);
        }
        // A plan does not say whether the expression is this reference and nothing else.
        if mention.whole || !self.synth && names {
            mention.reference.parts.extend(self.rest.iter().cloned());
            return (mention, true);
        }
        (mention, names)
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

fn names_no_instance(chosen: &Chosen<'_>) -> bool {
    matches!(chosen, Chosen::Own | Chosen::Some)
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
