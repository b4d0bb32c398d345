//! What each spec of a run looks at, found once.

use std::collections::BTreeSet;

use super::{Cell, Readers};
use crate::check::again::{Sight, chooses, is_without_walks, passes, starts};
use crate::stack::{BlockId, BlockKind, Form};
use crate::threads;

impl Readers<'_, '_, '_> {
    /// Which specs choose blocks of which type.
    pub(super) fn find_types(&mut self) {
        for (at, subject) in self.cx.run.stacks.iter().enumerate() {
            let stack = subject.model.stack();
            for kind in BlockKind::ALL {
                for (type_name, blocks) in stack.runs_of(kind) {
                    let key = (at, kind, type_name.clone());
                    let Some(block) = stack.blocks.get(blocks.start) else {
                        continue;
                    };
                    if self.by_type.contains_key(&key) {
                        continue;
                    }
                    let cells = self.cells.iter().enumerate();
                    let fits = |(_, cell): &(usize, &Cell<'_>)| {
                        (cell.stack == at || cell.sight == Sight::Whole)
                            && chooses(cell.spec, block)
                    };
                    let fitting = cells.filter(fits).map(|(number, _)| number).collect();
                    self.by_type.insert(key, fitting);
                }
            }
        }
    }

    /// Which blocks name which variable.
    pub(super) fn find_variables(&mut self) {
        for (at, subject) in self.cx.run.stacks.iter().enumerate() {
            let stack = subject.model.stack();
            if stack.form != Form::Synth || stack.blocks_of(BlockKind::Variable).next().is_none() {
                continue;
            }
            let locals = stack.locals.iter().map(|it| stack.text(it.source, it.span));
            let through: BTreeSet<&str> = locals.flat_map(named).collect();
            for (id, block) in stack.blocks.iter().enumerate() {
                let Some(span) = block
                    .body
                    .values
                    .filter(|_| block.kind != BlockKind::Document)
                else {
                    continue;
                };
                let text = stack.text(block.body.source, span);
                let mut names: BTreeSet<&str> = named(text).collect();
                if text.contains("local.") {
                    names.extend(&through);
                }
                for name in names {
                    let key = (at, name.to_owned());
                    self.variables.entry(key).or_default().push(id);
                }
            }
        }
    }

    /// Which blocks the walks of which spec pass.
    pub(super) fn find_walks(&mut self) {
        let cx = self.cx;
        let with_walks = |cell: &Cell<'_>| !is_without_walks(cell.spec);
        let mut todo: Vec<(usize, BlockId)> = Vec::new();
        for (number, cell) in self
            .cells
            .iter()
            .enumerate()
            .filter(|(_, it)| with_walks(it))
        {
            let starts = starts(cx, cell.stack, cell.spec).into_iter();
            todo.extend(starts.map(|start| (number, start)));
        }
        let found = threads::each(todo.len(), |at| {
            let (number, start) = todo[at];
            let cell = &self.cells[number];
            passes(cx, cell.stack, cell.spec, start)
        });
        for ((number, start), passed) in todo.into_iter().zip(found) {
            for vertex in &passed {
                self.passing
                    .entry(*vertex)
                    .or_default()
                    .push((number, start));
            }
            self.passed.insert((number, start), passed.into());
        }
    }
}

/// The names behind `var.` in a text.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("var.").map(|(at, mark)| {
        let rest = &text[at + mark.len()..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
        &rest[..end.unwrap_or(rest.len())]
    })
}
