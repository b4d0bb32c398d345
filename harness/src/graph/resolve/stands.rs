//! Names that stand for something else: variables, locals, modules, elements of a `for_each`, outputs
//! of other stacks.

use super::{Each, Resolver, Scope, Seen, Task, Work};
use crate::address::{Key, modules};
use crate::graph::names::{self, below, last};
use crate::graph::site::{Beside, Chosen, Mention, What};
use crate::graph::{plan, synth};
use crate::stack::{BlockKind, Form};
use crate::template::Part;
use crate::value::{Kind, Node};

impl Resolver<'_, '_, '_> {
    pub(super) fn local(&mut self, task: &Task, name: &str) {
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
            Some(node) => self.value(task, node, &task.scope),
            None => self.undeclared(task),
        }
    }

    pub(super) fn variable(&mut self, task: &Task, name: &str) {
        let scope = &task.scope;
        let model = self.graph.model(scope.stack);
        let reference = &task.mention.reference;
        let names = &self.graph.names[scope.stack];
        if scope.module.is_empty() {
            match names.values(model).variables.get(name) {
                Some(Some(node)) => self.value(task, node, scope),
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

    pub(super) fn module(&mut self, task: &Task, name: &str) {
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

    pub(super) fn each_value(&mut self, task: &Task) {
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
                    Form::Synth => self.value(&unsure, node, scope),
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
    fn value(&mut self, task: &Task, node: &Node<'_>, scope: &Scope) {
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
        self.whats(task, whats, scope, at);
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
    pub(super) fn remote(&mut self, task: &Task, name: &str, at: usize) {
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

fn names_no_instance(chosen: &Chosen<'_>) -> bool {
    matches!(chosen, Chosen::Own | Chosen::Some)
}
