//! Every clause of the specs of a run, and whether it was seen to fail.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::bench::{Bench, Part};
use super::edit::Change;
use super::leaf::ClauseProof;
use super::readers::Readers;
use super::slice::Edit;
use super::written::{Edited, RawStep, Written, written};
use crate::check::again::{Sight, sight, starts};
use crate::check::{Run, Verdict};
use crate::graph::Vertex;
use crate::spec::{Level, Spec, SpecFile};
use crate::threads;
use crate::verdict::Outcome;

/// The clauses of the specs of level `deny` that a run judged.
pub(super) struct Clauses<'j> {
    specs: Vec<Of<'j>>,
    first: HashMap<(&'j str, &'j str), usize>,
    count: usize,
}

/// The clauses of one spec.
struct Of<'j> {
    file: &'j SpecFile,
    spec: &'j Spec,
    first: usize,
    together: bool,
    /// What it came to, on each stack where it was judged.
    outcomes: BTreeSet<Outcome>,
}

/// How many subjects of a spec are changed to see one of its clauses fail.
const TRIED: usize = 4;

impl<'j> Clauses<'j> {
    /// The clauses of the specs that these verdicts are about.
    pub(super) fn of(run: &Run<'j>, verdicts: &[Verdict]) -> Self {
        let mut outcomes: BTreeMap<(&str, &str), BTreeSet<Outcome>> = BTreeMap::new();
        for verdict in verdicts {
            if verdict.level == Level::Deny && verdict.outcome != Outcome::Skipped {
                let key = (verdict.file.as_str(), verdict.spec.as_str());
                outcomes.entry(key).or_default().insert(verdict.outcome);
            }
        }
        let mut clauses = Clauses {
            specs: Vec::new(),
            first: HashMap::new(),
            count: 0,
        };
        for (file, spec) in run.specs.iter() {
            let key = (file.name.as_str(), spec.id.as_str());
            if let Some(outcomes) = outcomes.remove(&key) {
                clauses.first.insert(key, clauses.count);
                clauses.specs.push(Of {
                    file,
                    spec,
                    first: clauses.count,
                    together: sight(spec) == Sight::Whole,
                    outcomes,
                });
                clauses.count += spec.must.len();
            }
        }
        clauses
    }

    /// The number of a spec's first clause.
    pub(super) fn first(&self, file: &str, spec: &str) -> Option<usize> {
        self.first.get(&(file, spec)).copied()
    }

    fn spec_of(&self, clause: usize) -> Option<&Of<'j>> {
        let at = self.specs.partition_point(|of| of.first <= clause);
        self.specs.get(at.checked_sub(1)?)
    }

    /// Whether a clause is of a spec that is judged as a whole.
    pub(super) fn is_together(&self, clause: usize) -> bool {
        self.spec_of(clause).is_some_and(|of| of.together)
    }

    /// Whether any spec is judged as a whole.
    pub(super) fn any_together(&self) -> bool {
        self.specs.iter().any(|of| of.together)
    }

    /// The clauses, with those that were seen to fail.
    pub(super) fn proofs(
        &self,
        proven: &BTreeSet<usize>,
        covers: &HashMap<usize, usize>,
    ) -> Vec<ClauseProof> {
        let mut all = Vec::with_capacity(self.count);
        for of in &self.specs {
            for (at, clause) in of.spec.must.iter().enumerate() {
                let number = of.first + at;
                let is_proven = proven.contains(&number);
                let text = of
                    .file
                    .source
                    .text
                    .get(..clause.span.start)
                    .unwrap_or_default();
                all.push(ClauseProof {
                    file: of.file.name.clone(),
                    spec: of.spec.id.clone(),
                    clause: at,
                    written: clause.written.clone(),
                    source: of.file.source.path.clone(),
                    line: text.matches('\n').count() + 1,
                    proven: is_proven,
                    why: (!is_proven).then(|| of.why()),
                    covers: covers.get(&number).copied().unwrap_or_default(),
                });
            }
        }
        all
    }

    /// Tries to see the clauses fail that no change of a leaf made fail: something is put where they
    /// ask that nothing be, resources are there twice, or not at all.
    pub(super) fn prove(&self, readers: &Readers<'_, '_, '_>, proven: &mut BTreeSet<usize>) {
        let cells: Vec<usize> = (0..readers.cells.len())
            .filter(|number| {
                let cell = &readers.cells[*number];
                let clauses = cell.first_clause..cell.first_clause + cell.spec.must.len();
                clauses.into_iter().any(|clause| !proven.contains(&clause))
            })
            .collect();
        let found = threads::each(cells.len(), |at| seen_failing(readers, cells[at], proven));
        proven.extend(found.into_iter().flatten());
    }
}

impl Of<'_> {
    fn why(&self) -> String {
        let green = [Outcome::Pass, Outcome::Waived];
        if !self.outcomes.iter().any(|it| green.contains(it)) {
            let words: Vec<&str> = self.outcomes.iter().map(|it| it.word()).collect();
            return format!(
                "the spec does not pass as it is: it is {}",
                words.join(", ")
            );
        }
        "no change of one thing that was tried made it fail, nor did any value that it names".into()
    }
}

/// The clauses of a cell that a change of one of its first subjects makes fail.
fn seen_failing(
    readers: &Readers<'_, '_, '_>,
    number: usize,
    proven: &BTreeSet<usize>,
) -> Vec<usize> {
    let cell = &readers.cells[number];
    let mut open: BTreeSet<usize> = (0..cell.spec.must.len())
        .filter(|clause| !proven.contains(&(cell.first_clause + clause)))
        .collect();
    let mut found = Vec::new();
    let cx = readers.cx;
    for block in starts(cx, cell.stack, cell.spec).into_iter().take(TRIED) {
        let at = Vertex {
            stack: cell.stack,
            block,
        };
        let mut bench = Bench::new(readers, at);
        let mut see = |bench: &mut Bench<'_, '_, '_, '_>, part: Part<'_>, edit: Edit<'_>| {
            let tried = bench.judge(part, edit, Some(&[number]));
            for (_, clause) in tried.killed {
                if open.remove(&clause) {
                    found.push(cell.first_clause + clause);
                }
            }
            open.is_empty()
        };
        if see(&mut bench, Part::All, Edit::Duplicate) || see(&mut bench, Part::All, Edit::Remove) {
            break;
        }
        let model = &cx.run.stacks[at.stack].model;
        let Some(written) = written(model, block) else {
            continue;
        };
        let texts = match bench.again(number) {
            Some(again) => puts(&written, &again.asked_paths(), &again.wanted()),
            None => Vec::new(),
        };
        if texts
            .iter()
            .any(|text| see(&mut bench, Part::All, Edit::Body(text)))
        {
            break;
        }
    }
    found
}

/// Bodies with something where a clause looks.
fn puts(
    written: &Written,
    asked: &[Vec<Vec<String>>],
    wanted: &[Vec<serde_json::Value>],
) -> Vec<Edited> {
    let mut texts = Vec::new();
    for (paths, wanted) in asked.iter().zip(wanted) {
        for path in paths {
            let raw = place(&written.json, path);
            let canaries = [
                "canary".into(),
                true.into(),
                1.into(),
                serde_json::json!([]),
            ];
            let change = wanted.iter().cloned().chain(canaries).map(Change::Json);
            let change = change.chain([Change::Drop]);
            texts.extend(change.filter_map(|it| written.with(&raw, &it)));
        }
    }
    texts
}

/// The place of a path of names in a body, whether there is something or not; of lists the first
/// element.
fn place(json: &serde_json::Value, names: &[String]) -> Vec<RawStep> {
    let (mut steps, mut at) = (Vec::new(), Some(json));
    for name in names {
        while let Some(list) = at.and_then(serde_json::Value::as_array) {
            steps.push(RawStep::Index(0));
            at = list.first();
        }
        if at.is_some_and(serde_json::Value::is_string) {
            steps.push(RawStep::Document);
            at = None;
        }
        steps.push(RawStep::Name(name.clone()));
        at = at.and_then(|at| at.get(name));
    }
    steps
}
