//! One block on the bench: it is changed, and whoever looks at it is asked again.

use std::collections::{BTreeMap, BTreeSet};

use super::readers::{Cell, Readers, Related};
use super::slice::{Edit, Slice, find};
use crate::check::again::{self, Again, Sight, Told, clause_at};
use crate::check::{Context, Verdict};
use crate::graph::Vertex;
use crate::spec::UnknownPolicy;
use crate::value::Path;
use crate::verdict::Outcome;

/// A block and all that looks at it.
pub(super) struct Bench<'b, 'j, 'r, 's> {
    readers: &'b Readers<'j, 'r, 's>,
    at: Vertex,
    related: Related,
    /// What is in the slice.
    blocks: BTreeSet<Vertex>,
    slice: Slice,
    whole: Option<Slice>,
    agains: BTreeMap<usize, Again<'j>>,
    /// What each spec says of each subject as it is.
    before: BTreeMap<(usize, Vertex), Told>,
}

/// What a change came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tried {
    /// The clauses that passed and now fail: the cell, and which of its clauses.
    pub(super) killed: Vec<(usize, usize)>,
    /// The cells that say anything else than before, and do not fail.
    pub(super) changed: Vec<usize>,
    /// Those that can no longer be judged: what they hang on is not known, or not there.
    pub(super) unjudged: Vec<usize>,
    /// Those for which this is no subject any more.
    pub(super) emptied: Vec<usize>,
}

/// What of a block changes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'p> {
    /// This member.
    Member(&'p str),
    /// The block as a whole.
    All,
}

impl<'b, 'j, 'r, 's> Bench<'b, 'j, 'r, 's> {
    /// Puts a block on the bench.
    pub(super) fn new(readers: &'b Readers<'j, 'r, 's>, at: Vertex) -> Self {
        let related = readers.of(at);
        let blocks = readers.slice(at, &related);
        let mut bench = Bench {
            readers,
            at,
            slice: Slice::of(readers.cx.run, &blocks),
            blocks,
            whole: None,
            agains: BTreeMap::new(),
            before: BTreeMap::new(),
            related,
        };
        let starts = bench.starts(Part::All);
        for (cell, _) in &starts {
            let again = || readers.again(*cell);
            bench.agains.entry(*cell).or_insert_with(again);
        }
        for cell in &bench.related.whole {
            let again = || readers.again(*cell);
            bench.agains.entry(*cell).or_insert_with(again);
        }
        bench.before = bench.told(&starts, Edit::Nothing);
        bench.distrust();
        bench
    }

    /// Whether nobody looks at the block.
    pub(super) fn is_idle(&self) -> bool {
        self.agains.is_empty()
    }

    /// The cells that may look at a member of the block.
    pub(super) fn cells(&self, part: Part<'_>) -> Vec<usize> {
        let mut cells: Vec<usize> = self
            .starts(part)
            .into_iter()
            .map(|(cell, _)| cell)
            .collect();
        cells.extend(self.wholes(part));
        cells.sort_unstable();
        cells.dedup();
        cells
    }

    /// A spec that was made ready.
    pub(super) fn again(&self, cell: usize) -> Option<&Again<'j>> {
        self.agains.get(&cell)
    }

    /// Whether a cell looks at the block because it chooses it, and nothing leads there.
    pub(super) fn is_own(&self, cell: usize) -> bool {
        self.related.own.contains(&cell)
            && !self.related.passing.iter().any(|(other, _)| *other == cell)
            && !self
                .related
                .dependents
                .iter()
                .any(|(_, cells)| cells.contains(&cell))
    }

    /// Where the specs ask `where` on the block.
    pub(super) fn consulted(&self) -> Vec<Path> {
        let (cx, at) = (self.readers.cx, self.at);
        let own = self.related.own.iter().chain(&self.related.whole);
        let agains = own.filter_map(|cell| self.agains.get(cell));
        agains
            .flat_map(|again| again.consulted(cx, at.stack, at.block))
            .collect()
    }

    /// Changes the block, and asks the cells that may look at that part of it; `only`: of these.
    pub(super) fn judge(
        &mut self,
        part: Part<'_>,
        edit: Edit<'_>,
        only: Option<&[usize]>,
    ) -> Tried {
        let asked = |cell: &usize| only.is_none_or(|only| only.contains(cell));
        let mut starts = self.starts(part);
        starts.retain(|(cell, _)| asked(cell));
        let mut tried = Tried::default();
        if !starts.is_empty() {
            for (key, after) in self.told(&starts, edit) {
                let before = self.before.get(&key);
                self.compare(key.0, before, &after, &mut tried);
            }
        }
        let mut wholes = self.wholes(part);
        wholes.retain(asked);
        if !wholes.is_empty() {
            self.judge_whole(&wholes, edit, &mut tried);
        }
        tried.killed.sort_unstable();
        tried.killed.dedup();
        for cells in [&mut tried.changed, &mut tried.unjudged, &mut tried.emptied] {
            cells.sort_unstable();
            cells.dedup();
        }
        tried
    }

    /// Takes a block in to which a reference of this one is about to lead, and whoever looks there.
    pub(super) fn reach_out(&mut self, to: Vertex) {
        if !self.blocks.insert(to) {
            return;
        }
        let readers = self.readers;
        let there = readers.of(to);
        self.blocks.extend(readers.slice(to, &there));
        self.slice = Slice::of(readers.cx.run, &self.blocks);
        let mut starts: Vec<(usize, Vertex)> = there.passing;
        starts.extend(there.own.into_iter().map(|cell| (cell, to)));
        starts.retain(|start| {
            let known = self.before.contains_key(start);
            let whole = self.related.whole.contains(&start.0);
            !known && !whole && readers.cells[start.0].sight == Sight::Walk
        });
        for (cell, _) in &starts {
            let again = || readers.again(*cell);
            self.agains.entry(*cell).or_insert_with(again);
        }
        let told = self.told(&starts, Edit::Nothing);
        self.before.extend(told);
        self.related.passing.extend(starts);
    }

    /// What is to be asked on what if a part of the block changes.
    fn starts(&self, part: Part<'_>) -> Vec<(usize, Vertex)> {
        let readers = self.readers;
        let block = |at: Vertex| readers.cx.run.stacks[at.stack].model.block(at.block);
        let asks = |cell: usize, at: Vertex, member: &str| {
            let sight = readers.cells[cell].sight;
            let again = self.agains.get(&cell);
            let by_name =
                again.is_none_or(|again| member.is_empty() || again.asks_for(block(at), member));
            by_name || sight == Sight::Walk && self.refers(at, member)
        };
        let mut starts = Vec::new();
        for cell in &self.related.own {
            match part {
                Part::Member(member) if !asks(*cell, self.at, member) => {}
                _ => starts.push((*cell, self.at)),
            }
        }
        let passing = self.related.passing.iter().copied();
        starts.extend(passing.filter(|(cell, _)| match part {
            Part::All => true,
            Part::Member(member) => self.minds(*cell, member),
        }));
        for (dependent, cells) in &self.related.dependents {
            let taken = match part {
                Part::All => true,
                Part::Member(member) => dependent.taken.is_empty() || dependent.taken == member,
            };
            let asking = cells
                .iter()
                .filter(|cell| taken && asks(**cell, dependent.at, &dependent.into));
            starts.extend(asking.map(|cell| (*cell, dependent.at)));
        }
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// Whether a member of a block refers to something.
    fn refers(&self, at: Vertex, member: &str) -> bool {
        let edges = self.readers.cx.graph().out(at).iter();
        let mut members = edges.map(|edge| super::written::member_of(&edge.path));
        members.any(|it| it == member) || member == "depends_on"
    }

    fn wholes(&self, part: Part<'_>) -> Vec<usize> {
        let asks = |cell: &&usize| match part {
            Part::All => true,
            Part::Member(member) => self.minds(**cell, member),
        };
        self.related.whole.iter().filter(asks).copied().collect()
    }

    /// Whether a spec may mind a member of the block, whatever leads to it. What others take of the
    /// block they may pass on under any name.
    fn minds(&self, cell: usize, member: &str) -> bool {
        let block = self.readers.cx.run.stacks[self.at.stack]
            .model
            .block(self.at.block);
        let again = self.agains.get(&cell);
        again.is_none_or(|again| again.mentions(block, member))
            || self.refers(self.at, member)
            || !self.related.dependents.is_empty()
    }

    fn told(
        &mut self,
        starts: &[(usize, Vertex)],
        edit: Edit<'_>,
    ) -> BTreeMap<(usize, Vertex), Told> {
        let (readers, agains, at) = (self.readers, &self.agains, self.at);
        let run = readers.cx.run;
        self.slice.with(run, &readers.known, (at, edit), |cx| {
            let ask = |(cell, start): &(usize, Vertex)| {
                let told = match find(cx, run, *start) {
                    Some(id) => agains.get(cell)?.on(cx, start.stack, id),
                    None => Told::default(),
                };
                Some(((*cell, *start), told))
            };
            starts.iter().filter_map(ask).collect()
        })
    }

    /// What a slice says must be what the whole stack says; a spec of which it says something else is
    /// judged as a whole from then on.
    fn distrust(&mut self) {
        let mut odd: Vec<usize> = Vec::new();
        for ((cell, _), told) in &self.before {
            let of = &self.readers.cells[*cell];
            let fine = |outcome: &Outcome| match outcome {
                Outcome::Pass | Outcome::Skipped => true,
                Outcome::Unknown => of.spec.unknown == UnknownPolicy::Warn,
                _ => false,
            };
            if of.outcome == Outcome::Pass && (told.error || !told.clauses.iter().all(fine)) {
                odd.push(*cell);
            }
        }
        odd.dedup();
        for cell in odd {
            let other = |it: &usize| *it != cell;
            self.related.own.retain(other);
            self.related.passing.retain(|(it, _)| other(it));
            for (_, cells) in &mut self.related.dependents {
                cells.retain(other);
            }
            self.before.retain(|(it, _), _| other(it));
            if !self.related.whole.contains(&cell) {
                self.related.whole.push(cell);
            }
        }
    }

    fn compare(&self, cell: usize, before: Option<&Told>, after: &Told, tried: &mut Tried) {
        let none = Told::default();
        let before = before.unwrap_or(&none);
        let of = &self.readers.cells[cell];
        let (mut fails, mut unjudged) = (false, after.error && !before.error);
        for (clause, now) in after.clauses.iter().enumerate() {
            let then = before.clauses.get(clause).copied().unwrap_or(Outcome::Pass);
            if *now == Outcome::Fail && then != Outcome::Fail {
                tried.killed.push((cell, clause));
                fails = true;
            }
            // What is taken out as long as it is not known makes nothing red.
            let taken = *now == Outcome::Unknown && of.spec.unknown == UnknownPolicy::Warn;
            unjudged |= *now != then && now.is_red() && !taken;
        }
        if fails || before == after {
            return;
        }
        tried.changed.push(cell);
        if unjudged {
            tried.unjudged.push(cell);
        }
        if after.clauses.is_empty() && !before.clauses.is_empty() {
            tried.emptied.push(cell);
        }
    }

    fn judge_whole(&mut self, cells: &[usize], edit: Edit<'_>, tried: &mut Tried) {
        let readers = self.readers;
        let run = readers.cx.run;
        let whole = self.whole.get_or_insert_with(|| Slice::whole(run));
        let judge = |cx: &Context<'_, '_>| -> Vec<Verdict> {
            let cells = cells.iter().map(|cell| &readers.cells[*cell]);
            let verdicts = cells.map(|of| again::whole(cx, of.stack, of.file, of.spec));
            verdicts.collect()
        };
        let verdicts = whole.with(run, &readers.known, (self.at, edit), judge);
        for (cell, verdict) in cells.iter().zip(verdicts) {
            compare_whole(*cell, &readers.cells[*cell], &verdict, tried);
        }
    }
}

/// What a spec says as a whole, held against what it said before.
fn compare_whole(cell: usize, of: &Cell<'_>, verdict: &Verdict, tried: &mut Tried) {
    let fails = verdict.outcome == Outcome::Fail
        && (of.outcome != Outcome::Fail || verdict.found > of.found);
    if fails {
        let findings = verdict.findings.iter();
        let failing = findings.filter(|it| it.outcome == Outcome::Fail);
        let clauses = failing.filter_map(|it| clause_at(of.spec, it.clause.as_ref()?));
        tried.killed.extend(clauses.map(|clause| (cell, clause)));
    } else if verdict.outcome != of.outcome {
        tried.changed.push(cell);
        if verdict.outcome.is_red() {
            tried.unjudged.push(cell);
        }
        if verdict.outcome == Outcome::Vacuous {
            tried.emptied.push(cell);
        }
    }
}
