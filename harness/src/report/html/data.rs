//! The data of the page: lists of numbers and texts in a fixed order, because names of members would
//! be most of it. `js/model.js` reads it back; the order here is the order there.

mod clauses;
mod mutants;

pub(super) use clauses::proven;

use std::collections::HashMap;

use serde::Serialize;

use super::intern::Intern;
use super::place;
use super::text::Text;
use super::{Page, figures};
use crate::proof::{BlockLeaves, Leaf, LeafState, OPERATORS, StackLeaves};
use crate::stack::BlockKind;

/// Everything that the script shows.
#[derive(Debug, Default, Serialize)]
pub(super) struct Data {
    /// Whether leaves were looked at, and mutants made.
    has: (bool, bool),
    kinds: Vec<&'static str>,
    operators: Vec<(&'static str, &'static str)>,
    /// Name and role.
    stacks: Vec<(Text, Text)>,
    files: Intern<Text>,
    types: Intern<Text>,
    paths: Intern<Text>,
    scopes: Intern<Vec<Text>>,
    /// Kind, type, path.
    classes: Intern<(usize, usize, usize)>,
    /// Sets of clauses; the first is empty.
    sets: Intern<Vec<usize>>,
    specs: Intern<Text>,
    clauses: Vec<clauses::Row>,
    blocks: Vec<Block>,
    mutants: Vec<mutants::Row>,
    /// Block, path and how many mutants of it were killed.
    killed: Vec<(usize, usize, usize)>,
    groups: Vec<mutants::Group>,
    /// Block, path, operator and reason.
    skipped: Vec<(usize, usize, usize, Text)>,
    /// A case and the word of its outcome.
    left_out: Vec<(Text, &'static str)>,
    /// Which block this is, by stack and address.
    #[serde(skip)]
    known: HashMap<(String, String), usize>,
    #[serde(skip)]
    stack_names: Vec<String>,
}

/// Stack, kind, address, type, scope, construct path, file, line, state, the specs that cover it,
/// and its leaves: path, class, lines after the block's own, column, state and set of clauses of
/// each in one list.
#[derive(Debug, Serialize)]
struct Block(
    usize,
    usize,
    Text,
    usize,
    usize,
    Option<Text>,
    usize,
    usize,
    usize,
    Vec<usize>,
    Vec<i64>,
);

/// The state of what nobody measured, behind those of [`LeafState::ALL`].
const UNMEASURED: usize = LeafState::ALL.len();

impl Data {
    pub(super) fn of(page: &Page<'_>) -> Self {
        let mut data = Data {
            has: (page.leaves.is_some(), page.mutation.is_some()),
            kinds: BlockKind::ALL.map(BlockKind::word).to_vec(),
            operators: OPERATORS.map(|info| (info.name, info.does)).to_vec(),
            ..Data::default()
        };
        data.sets.put(Vec::new());
        data.clauses = clauses::rows(page);
        for stack in page.leaves.iter().flat_map(|leaves| &leaves.stacks) {
            data.add_stack(stack);
        }
        if let Some(mutation) = page.mutation {
            mutants::add(&mut data, mutation);
        }
        data
    }

    fn add_stack(&mut self, stack: &StackLeaves) {
        let number = self.stack(&stack.stack, &stack.role);
        let classes: Vec<usize> = stack
            .classes
            .iter()
            .map(|class| self.class(class.kind, &class.type_name, &class.path))
            .collect();
        for block in &stack.blocks {
            let mut leaves = Vec::with_capacity(block.leaves.len() * 6);
            for leaf in &block.leaves {
                let class = classes.get(leaf.class).copied().unwrap_or(0);
                leaves.extend(self.leaf(leaf, class, block.line));
            }
            let covered_by = block.covered_by.iter();
            let row = Block(
                number,
                kind(block.kind),
                Text::of(&block.address),
                self.types.put(Text::of(&block.type_name)),
                self.scope(&stack.stack, block),
                block.construct_path.as_deref().map(Text::of),
                self.files.put(Text::of(&block.file.display().to_string())),
                block.line,
                code(figures::state(block)),
                covered_by
                    .map(|spec| self.specs.put(Text::of(spec)))
                    .collect(),
                leaves,
            );
            let key = (stack.stack.clone(), block.address.clone());
            self.known.insert(key, self.blocks.len());
            self.blocks.push(row);
        }
    }

    fn leaf(&mut self, leaf: &Leaf, class: usize, block_line: usize) -> [i64; 6] {
        let set = self.sets.put(leaf.by.to_vec());
        let path = self.paths.put(Text::of(&leaf.path));
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        [
            number(path),
            number(class),
            number(leaf.line) - number(block_line),
            number(leaf.column),
            number(code(leaf.state)),
            number(set),
        ]
    }

    /// The number of a stack, by its name.
    fn stack(&mut self, name: &str, role: &str) -> usize {
        let found = self.stack_names.iter().position(|known| known == name);
        found.unwrap_or_else(|| {
            self.stack_names.push(name.to_owned());
            self.stacks.push((Text::of(name), Text::of(role)));
            self.stacks.len() - 1
        })
    }

    fn class(&mut self, kind_of: BlockKind, type_name: &str, path: &str) -> usize {
        let type_name = self.types.put(Text::of(type_name));
        let path = self.paths.put(Text::of(path));
        self.classes.put((kind(kind_of), type_name, path))
    }

    fn scope(&mut self, stack: &str, block: &BlockLeaves) -> usize {
        let names = place::scope(stack, &block.address, block.construct_path.as_deref());
        let names = names.iter().map(|name| Text::of(name)).collect();
        self.scopes.put(names)
    }

    /// The number of the block that a mutant is of. One whose leaves are not known gets a row
    /// of its own, without any.
    fn block(&mut self, stack: &str, kind_of: BlockKind, type_name: &str, address: &str) -> usize {
        let key = (stack.to_owned(), address.to_owned());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let scope = place::scope(stack, address, None);
        let scope = scope.iter().map(|name| Text::of(name)).collect();
        let row = Block(
            self.stack(stack, stack),
            kind(kind_of),
            Text::of(address),
            self.types.put(Text::of(type_name)),
            self.scopes.put(scope),
            None,
            self.files.put(Text::of("")),
            0,
            UNMEASURED,
            Vec::new(),
            Vec::new(),
        );
        self.known.insert(key, self.blocks.len());
        self.blocks.push(row);
        self.blocks.len() - 1
    }
}

/// The number of a kind: its place in [`BlockKind::ALL`].
fn kind(kind: BlockKind) -> usize {
    place_in(&BlockKind::ALL, &kind)
}

/// The number of a state: its place in [`LeafState::ALL`].
fn code(state: LeafState) -> usize {
    place_in(&LeafState::ALL, &state)
}

/// The place of a value in a table that holds it.
fn place_in<T: PartialEq>(table: &[T], value: &T) -> usize {
    table.iter().position(|row| row == value).unwrap_or(0)
}
