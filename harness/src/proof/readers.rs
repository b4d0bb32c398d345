//! Who looks at a block: which specs are to be judged again, and on what, if it changes.

mod index;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::check::again::{Again, Sight, sight};
use crate::check::{Context, Subject, Verdict};
use crate::graph::{Configurations, Vertex};
use crate::spec::{Level, ParamsOfFile, Spec, SpecFile};
use crate::stack::{BlockId, BlockKind, Form};
use crate::value::Step;
use crate::verdict::Outcome;

/// A spec on a stack.
pub(super) struct Cell<'j> {
    pub(super) stack: usize,
    pub(super) file: &'j SpecFile,
    pub(super) spec: &'j Spec,
    pub(super) params: &'j ParamsOfFile,
    pub(super) sight: Sight,
    /// What the spec came to on the stack as it is.
    pub(super) outcome: Outcome,
    /// How many findings it has there.
    pub(super) found: usize,
    /// How many subjects it judged there.
    pub(super) judged: usize,
    /// The number of its first clause among those of all specs.
    pub(super) first_clause: usize,
}

/// A block that takes an attribute of another, so that it changes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dependent {
    pub(super) at: Vertex,
    /// The attribute that is taken; empty if it may be any.
    pub(super) taken: String,
    /// The member of the dependent that it is taken into; empty if it may be any.
    pub(super) into: String,
}

/// Who looks at one block.
#[derive(Debug, Default)]
pub(super) struct Related {
    /// Cells that choose the block by its type.
    pub(super) own: Vec<usize>,
    /// Cells with walks that pass the block, and the blocks from which they start.
    pub(super) passing: Vec<(usize, Vertex)>,
    /// Cells that must be judged as a whole.
    pub(super) whole: Vec<usize>,
    /// The blocks that change with it, each with the cells that choose it by its type.
    pub(super) dependents: Vec<(Dependent, Vec<usize>)>,
}

/// The specs of a run, and what each of them looks at.
pub(super) struct Readers<'j, 'r, 's> {
    pub(super) cx: &'j Context<'r, 's>,
    pub(super) known: Configurations<'j>,
    pub(super) cells: Vec<Cell<'j>>,
    by_type: HashMap<(usize, BlockKind, Arc<str>), Vec<usize>>,
    /// By stack and name of a variable: the blocks whose expressions name it, or a local that does.
    variables: HashMap<(usize, String), Vec<BlockId>>,
    /// By block: the cells whose walks pass it, and from where.
    passing: HashMap<Vertex, Vec<(usize, BlockId)>>,
    /// By cell and start: the blocks that its walks pass.
    passed: HashMap<(usize, BlockId), Box<[Vertex]>>,
}

/// From how many subjects of one spec a block is looked at, at most: a key that a thousand functions
/// use is judged by the first of them.
const MAX_STARTS: usize = 48;

/// How many blocks a slice takes in because something hangs on them.
const MAX_CLOSURE: usize = 5_000;

impl<'j, 'r, 's> Readers<'j, 'r, 's> {
    /// The readers of a run: of its verdicts those of level `deny` that came to something.
    /// `clauses`: the number of the first clause of each spec, by file and id.
    pub(super) fn new(
        cx: &'j Context<'r, 's>,
        verdicts: &[Verdict],
        first_clause: &dyn Fn(&str, &str) -> Option<usize>,
        wanted: &dyn Fn(&Verdict) -> bool,
    ) -> Self
    where
        'r: 'j,
    {
        let run = cx.run;
        let specs: HashMap<(&str, &str), (&SpecFile, &Spec)> = run
            .specs
            .iter()
            .map(|(file, spec)| ((file.name.as_str(), spec.id.as_str()), (file, spec)))
            .collect();
        let names = run.stacks.iter().enumerate();
        let named =
            |subject: &'j Subject<'s>| (subject.model.stack().name.as_str(), subject.role.as_str());
        let stacks: HashMap<(&str, &str), usize> =
            names.map(|(at, subject)| (named(subject), at)).collect();
        let mut cells = Vec::new();
        for verdict in verdicts
            .iter()
            .filter(|it| it.level == Level::Deny && wanted(it))
        {
            let spec = specs.get(&(verdict.file.as_str(), verdict.spec.as_str()));
            let stack = stacks.get(&(verdict.stack.as_str(), verdict.role.as_str()));
            let first = first_clause(&verdict.file, &verdict.spec);
            if let (Some((file, spec)), Some(stack), Some(first_clause)) = (spec, stack, first) {
                cells.push(Cell {
                    stack: *stack,
                    file,
                    spec,
                    params: run.params.of(&file.name),
                    sight: sight(spec),
                    outcome: verdict.outcome,
                    found: verdict.found,
                    judged: verdict.judged,
                    first_clause,
                });
            }
        }
        let mut readers = Readers {
            cx,
            known: Configurations::default(),
            cells,
            by_type: HashMap::new(),
            variables: HashMap::new(),
            passing: HashMap::new(),
            passed: HashMap::new(),
        };
        readers.find_walks();
        readers.find_types();
        readers.find_variables();
        if readers.cells.iter().any(|cell| cell.sight != Sight::Block) {
            readers.known = cx.graph().configurations();
        }
        readers
    }

    /// The cells that choose a block by its type.
    fn choosing(&self, at: Vertex) -> &[usize] {
        let block = self.cx.run.stacks[at.stack].model.block(at.block);
        let key = (at.stack, block.kind, block.type_name.clone());
        self.by_type.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Who looks at a block.
    pub(super) fn of(&self, at: Vertex) -> Related {
        let mut related = Related::default();
        let mut whole = BTreeSet::new();
        self.look(at, &mut related, &mut whole);
        related.own = self.alone(at, &mut whole);
        for dependent in self.dependents(at) {
            let cells = self.alone(dependent.at, &mut whole);
            self.look(dependent.at, &mut related, &mut whole);
            related.dependents.push((dependent, cells));
        }
        related.passing.sort_unstable();
        related.passing.dedup();
        related.whole = whole.into_iter().collect();
        related
    }

    /// The cells that choose a block and judge it by itself.
    fn alone(&self, at: Vertex, whole: &mut BTreeSet<usize>) -> Vec<usize> {
        let mut own = Vec::new();
        for number in self.choosing(at) {
            match self.cells[*number].sight {
                Sight::Whole => _ = whole.insert(*number),
                Sight::Block | Sight::Walk => own.push(*number),
            }
        }
        own
    }

    fn look(&self, at: Vertex, related: &mut Related, whole: &mut BTreeSet<usize>) {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for (number, start) in self.passing.get(&at).into_iter().flatten() {
            let cell = &self.cells[*number];
            let count = counts.entry(*number).or_default();
            *count += 1;
            match cell.sight {
                Sight::Whole => _ = whole.insert(*number),
                _ if *count > MAX_STARTS => {}
                _ => related.passing.push((
                    *number,
                    Vertex {
                        stack: cell.stack,
                        block: *start,
                    },
                )),
            }
        }
    }

    /// The blocks whose bodies hold what this one says: the values of references that the stack
    /// itself sets, and documents of data sources.
    fn dependents(&self, at: Vertex) -> Vec<Dependent> {
        let run = self.cx.run;
        let stack = run.stacks[at.stack].model.stack();
        let kind = stack.blocks[at.block].kind;
        let passes_on = match stack.form {
            Form::Synth => true,
            Form::Plan => kind == BlockKind::Data,
            Form::State => false,
        };
        if !passes_on || self.cells.is_empty() {
            return Vec::new();
        }
        if kind == BlockKind::Variable {
            let key = (at.stack, stack.blocks[at.block].name.to_string());
            let users = self
                .variables
                .get(&key)
                .into_iter()
                .flatten()
                .take(MAX_STARTS);
            let user = |block: &BlockId| Dependent {
                at: Vertex {
                    stack: at.stack,
                    block: *block,
                },
                taken: String::new(),
                into: String::new(),
            };
            return users.map(user).collect();
        }
        let mut found = Vec::new();
        let (mut todo, mut seen) = (vec![(at, None::<String>)], BTreeSet::from([at]));
        while let Some((vertex, first)) = todo.pop() {
            for (from, edge) in self.cx.graph().into(vertex, &|_| true) {
                let (Some(attribute), Some(Step::Name(into))) =
                    (&edge.attribute, edge.path.0.first())
                else {
                    continue;
                };
                if edge.order || found.len() >= MAX_STARTS || from.stack != at.stack {
                    continue;
                }
                // What is taken of the block itself decides; further on, everything counts.
                let root = attribute.split(['.', '[']).next().unwrap_or_default();
                let taken = first.clone().unwrap_or_else(|| root.to_owned());
                let dependent = Dependent {
                    at: from,
                    taken: if kind == BlockKind::Data {
                        String::new()
                    } else {
                        taken.clone()
                    },
                    into: into.clone(),
                };
                if !found.contains(&dependent) {
                    found.push(dependent);
                }
                if seen.insert(from) {
                    todo.push((from, Some(taken)));
                }
            }
        }
        found.sort_by(|a, b| (a.at, &a.into, &a.taken).cmp(&(b.at, &b.into, &b.taken)));
        found
    }

    /// Every block that the judgements on a block look at.
    pub(super) fn slice(&self, at: Vertex, related: &Related) -> BTreeSet<Vertex> {
        let mut blocks = BTreeSet::from([at]);
        let mut pass = |cell: usize, start: Vertex| {
            blocks.insert(start);
            let passed = self.passed.get(&(cell, start.block));
            blocks.extend(passed.into_iter().flatten().copied());
        };
        for cell in &related.own {
            pass(*cell, at);
        }
        for (cell, start) in &related.passing {
            pass(*cell, *start);
        }
        for (dependent, cells) in &related.dependents {
            for cell in cells {
                pass(*cell, dependent.at);
            }
        }
        let walks = |cell: &usize| self.cells[*cell].sight == Sight::Walk;
        if !related.passing.is_empty() || related.own.iter().any(walks) {
            self.attached(&mut blocks);
        }
        self.close(&mut blocks);
        blocks
    }

    /// What lies between a policy and what it is attached to is no stop of a walk.
    fn attached(&self, blocks: &mut BTreeSet<Vertex>) {
        let cx = self.cx;
        let between = |block: &crate::stack::Block| block.type_name.contains("attachment");
        let found: Vec<Vertex> = blocks
            .iter()
            .flat_map(|vertex| cx.graph().into(*vertex, &between))
            .map(|(from, _)| from)
            .collect();
        blocks.extend(found);
    }

    /// Adds whatever the blocks refer to, however far.
    fn close(&self, blocks: &mut BTreeSet<Vertex>) {
        let refers = self
            .cx
            .run
            .stacks
            .iter()
            .any(|it| it.model.stack().form != Form::State);
        if !refers {
            return;
        }
        let mut todo: Vec<Vertex> = blocks.iter().copied().collect();
        while let Some(vertex) = todo.pop() {
            for edge in self.cx.graph().out(vertex) {
                for to in edge.target.vertices() {
                    if blocks.len() < MAX_CLOSURE && blocks.insert(*to) {
                        todo.push(*to);
                    }
                }
            }
        }
    }

    /// The specs of some cells, made ready.
    pub(super) fn again(&self, number: usize) -> Again<'j> {
        let cell = &self.cells[number];
        Again::new(cell.spec, cell.params)
    }
}
