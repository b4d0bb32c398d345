//! Mutants: which there are, which are tried, and what becomes of them.

mod peers;
mod plan;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::bench::{Bench, Part, Tried};
use super::change::joined;
use super::edit::Change;
use super::mutant::{Mutant, Outcome, Scope, SkippedMutant};
use super::operator::Operator;
use super::readers::Readers;
use super::slice::Edit;
use super::text::Piece;
use super::written::{Place, Scalar, Written, member_of};
use crate::check::redacted;
use crate::graph::Vertex;
use crate::spec::{WhenEmpty, full_name};
use crate::stack::{BlockId, Model};
use crate::threads;
use crate::verdict;
use peers::Peers;
use plan::{Plan, Planned, class, each, path_of, plan};

/// What is said of a mutant whose removal leaves references to nothing.
const UNDECLARED: &str = "stackspec::reference-undeclared";

/// What is said of one whose references go round in a circle.
const CYCLE: &str = "stackspec::reference-cycle";

/// What came of the mutants that a scope asks for.
pub(super) struct Done {
    pub(super) mutants: Vec<Mutant>,
    pub(super) skipped: Vec<SkippedMutant>,
    /// The clauses that failed for one.
    pub(super) proven: BTreeSet<usize>,
    /// How many there would have been.
    pub(super) possible: usize,
}

/// The mutants that a scope asks for, judged.
pub(super) fn run(
    readers: &Readers<'_, '_, '_>,
    scope: &Scope,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Done {
    let peers = Peers::of(readers);
    let Plan { planned, skipped } = plan(readers, scope, &peers);
    let mut by_block: Vec<(Vertex, Vec<Planned>)> = Vec::new();
    for one in planned {
        match by_block.last_mut() {
            Some((at, all)) if *at == one.at => all.push(one),
            _ => by_block.push((one.at, vec![one])),
        }
    }
    let (all, done) = (
        by_block.iter().map(|(_, all)| all.len()).sum(),
        AtomicUsize::new(0),
    );
    let judged = threads::each(by_block.len(), |number| {
        let (at, planned) = &by_block[number];
        let judged = of_block(readers, &peers, *at, planned);
        let so_far = done.fetch_add(planned.len(), Ordering::Relaxed) + planned.len();
        progress(so_far, all);
        judged
    });
    let (mut mutants, mut proven) = (Vec::new(), BTreeSet::new());
    for (more, clauses) in judged {
        mutants.extend(more);
        proven.extend(clauses);
    }
    // A change that changes nothing is no mutant.
    let possible = mutants
        .iter()
        .map(|mutant: &Mutant| mutant.stands_for)
        .sum();
    Done {
        mutants,
        skipped,
        proven,
        possible,
    }
}

/// Judges the mutants of one block.
fn of_block(
    readers: &Readers<'_, '_, '_>,
    peers: &Peers,
    at: Vertex,
    planned: &[Planned],
) -> (Vec<Mutant>, BTreeSet<usize>) {
    let subject = &readers.cx.run.stacks[at.stack];
    let (model, block) = (&subject.model, subject.model.block(at.block));
    let mut bench = Bench::new(readers, at);
    let (mut mutants, mut proven) = (Vec::new(), BTreeSet::new());
    let (mut nth, mut planned) = (0, planned.iter().peekable());
    each(model, at, peers, &mut |place, operator, change, written| {
        nth += 1;
        let Some(Planned { stands_for, .. }) = planned.next_if(|it| it.nth == nth - 1) else {
            return;
        };
        let path = path_of(place, operator);
        let Some((tried, built_in)) =
            judge(readers, &mut bench, at, (place, operator), change, written)
        else {
            return;
        };
        let number = |(cell, clause): &(usize, usize)| readers.cells[*cell].first_clause + clause;
        proven.extend(tried.killed.iter().map(number));
        let name = |cell: &usize| {
            let cell = &readers.cells[*cell];
            full_name(&cell.file.name, &cell.spec.id)
        };
        // A spec that loses its only subject is red: for a resource that is gone that is a kill.
        let only = |cell: &&usize| is_only_subject(readers, **cell);
        let emptied: Vec<&usize> = tried.emptied.iter().filter(only).collect();
        let mut by: BTreeSet<String> = tried.killed.iter().map(|(cell, _)| name(cell)).collect();
        if operator == Operator::Remove {
            by.extend(emptied.iter().map(|cell| name(cell)));
        }
        by.extend(built_in.map(str::to_owned));
        let mut outcome = Outcome::Killed;
        if by.is_empty() {
            by.extend(tried.unjudged.iter().chain(emptied).map(name));
            outcome = match by.is_empty() {
                true => Outcome::Survived,
                false => Outcome::Noticed,
            };
        }
        let (before, after) = shown(model, at.block, place, change);
        mutants.push(Mutant {
            stack: model.stack().name.clone(),
            kind: block.kind,
            address: block.address.to_string(),
            type_name: block.type_name.to_string(),
            class: class(place, operator).into(),
            path: path.into(),
            operator,
            before,
            after,
            outcome,
            by: by.into_iter().collect(),
            stands_for: *stands_for,
        });
    });
    mutants.sort_by(|a, b| (&a.path, a.operator).cmp(&(&b.path, b.operator)));
    (mutants, proven)
}

/// The blocks to which a changed reference leads.
fn led_to(
    readers: &Readers<'_, '_, '_>,
    at: Vertex,
    operator: Operator,
    change: &Change,
) -> Vec<Vertex> {
    let (Operator::Reference, Change::Text(pieces)) = (operator, change) else {
        return Vec::new();
    };
    let stack = readers.cx.run.stacks[at.stack].model.stack();
    let block = |piece: &Piece| match piece {
        Piece::Literal(_) => None,
        Piece::Hole(expression) => peers::block_of(stack, expression),
    };
    let blocks = pieces.iter().filter_map(block);
    blocks
        .map(|block| Vertex {
            stack: at.stack,
            block,
        })
        .collect()
}

/// Makes a mutant and judges it; the built-in spec that fails for it too. `None` if it is none.
fn judge(
    readers: &Readers<'_, '_, '_>,
    bench: &mut Bench<'_, '_, '_, '_>,
    at: Vertex,
    (place, operator): (Option<&Place>, Operator),
    change: &Change,
    written: &Written,
) -> Option<(Tried, Option<&'static str>)> {
    match (place, operator) {
        (Some(place), _) => {
            let text = written.edited(place, change)?;
            let part = Part::Member(member_of(&place.path));
            let mut circle = false;
            for to in led_to(readers, at, operator, change) {
                bench.reach_out(to);
                circle |= to == at || readers.cx.graph().before(at, to);
            }
            let tried = bench.judge(part, Edit::Body(&text), None);
            Some((tried, circle.then_some(CYCLE)))
        }
        (None, Operator::DropDependsOn) => {
            let text = written.without_order()?;
            let part = Part::Member("depends_on");
            Some((bench.judge(part, Edit::Body(&text), None), None))
        }
        (None, Operator::Duplicate) => Some((bench.judge(Part::All, Edit::Duplicate, None), None)),
        (None, _) => {
            let undeclared = !readers.cx.graph().into(at, &|_| true).is_empty();
            let tried = bench.judge(Part::All, Edit::Remove, None);
            Some((tried, undeclared.then_some(UNDECLARED)))
        }
    }
}

/// Whether a spec judges one subject and no other, and is red without any.
fn is_only_subject(readers: &Readers<'_, '_, '_>, cell: usize) -> bool {
    let cell = &readers.cells[cell];
    let red = cell.spec.when_empty == WhenEmpty::Fail;
    red && cell.judged == 1 && cell.outcome == verdict::Outcome::Pass
}

/// What stood at a place and what was put there, as JSON.
fn shown(
    model: &Model<'_>,
    block: BlockId,
    place: Option<&Place>,
    change: &Change,
) -> (String, String) {
    const SENSITIVE: &str = "(sensitive)";
    let Some(place) = place else {
        return (model.block(block).address.to_string(), String::new());
    };
    let text = |pieces: &[Piece]| serde_json::Value::from(joined(pieces)).to_string();
    let before = match &place.scalar {
        Some(Scalar::Text(pieces)) => text(pieces),
        Some(Scalar::Json(value)) => value.to_string(),
        Some(Scalar::Unknown) | None => String::new(),
    };
    let after = match change {
        Change::Drop => String::new(),
        Change::Text(pieces) => text(pieces),
        Change::Json(value) => value.to_string(),
    };
    let shown = redacted(model, before.clone());
    // What is put in the place of a secret is made of it.
    if place.secret || shown != before {
        let after = if after.is_empty() { "" } else { SENSITIVE };
        return (SENSITIVE.to_owned(), after.to_owned());
    }
    (shown, redacted(model, after))
}
