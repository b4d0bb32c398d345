//! What each spec, and each group of the library, found.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Cell, ScoredCase};
use crate::spec::full_name;
use crate::suite::record::{Counts, ResultLine};
use crate::suite::results::Results;
use crate::verdict::Outcome;

/// The level that decides whether a case passed.
const DENY: &str = "deny";

/// A spec, and what it found in cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoredSpec {
    /// The name of its file.
    pub file: String,
    /// Its id.
    pub spec: String,
    /// `deny`, also if it was that in some results only, or `warn`.
    pub level: String,
    /// Its title.
    pub title: Option<String>,
    /// The groups of the library that it belongs to.
    pub groups: Vec<String>,
    /// What it found in all cases.
    pub hits: Hits,
    /// The same by model, in the order of the rows of the scoreboard.
    pub models: Vec<Hits>,
}

/// A group of the library: its specs of level `deny` that were red.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoredGroup {
    /// Its name.
    pub group: String,
    /// How many of its specs were red in some case.
    pub specs: usize,
    /// What they found, those that were red nowhere too.
    pub hits: Hits,
}

/// What was found in cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hits {
    /// Of how many cases it was asked: it was not skipped there.
    pub asked: usize,
    /// In how many of those it was red.
    pub hit: usize,
    /// How many findings there are.
    pub findings: usize,
    /// The cases by the worst that it came to.
    pub outcomes: Counts,
}

impl ScoredSpec {
    /// Its name, as reports write it.
    pub fn name(&self) -> String {
        full_name(&self.file, &self.spec)
    }

    /// Whether it decides if a case passed.
    pub fn denies(&self) -> bool {
        self.level == DENY
    }

    /// What it is sorted by among those that were red.
    pub(super) fn rank(&self) -> (bool, Reverse<usize>, Reverse<usize>, (&str, &str)) {
        let hits = (Reverse(self.hits.hit), Reverse(self.hits.findings));
        let name = (self.file.as_str(), self.spec.as_str());
        (!self.denies(), hits.0, hits.1, name)
    }
}

/// The specs that were asked of some case, by file and id, without what they found.
pub(super) fn asked(results: &[Results]) -> Vec<ScoredSpec> {
    let mut specs: BTreeMap<(String, String), ScoredSpec> = BTreeMap::new();
    let lines = results.iter().flat_map(|results| &results.cases);
    for line in lines.flat_map(|case| &case.results) {
        let key = (line.file.clone(), line.spec.clone());
        let spec = specs.entry(key).or_insert_with(|| ScoredSpec {
            file: line.file.clone(),
            spec: line.spec.clone(),
            level: line.level.clone(),
            title: None,
            groups: Vec::new(),
            hits: Hits::default(),
            models: Vec::new(),
        });
        if line.level == DENY {
            DENY.clone_into(&mut spec.level);
        }
    }
    for line in results.iter().flat_map(|results| &results.specs) {
        let key = (line.file.clone(), line.spec.clone());
        if let Some(spec) = specs.get_mut(&key) {
            spec.title.clone_from(&line.title);
            spec.groups.clone_from(&line.groups);
        }
    }
    specs.into_values().collect()
}

/// The row of a case: the worst that each spec came to on its stacks.
pub(super) fn cells(results: &[ResultLine], specs: &[ScoredSpec]) -> Vec<Cell> {
    let mut cells: BTreeMap<usize, Cell> = BTreeMap::new();
    for line in results {
        let key = (line.file.as_str(), line.spec.as_str());
        let place = specs.binary_search_by(|spec| (&*spec.file, &*spec.spec).cmp(&key));
        let Ok(spec) = place else { continue };
        let cell = cells.entry(spec).or_insert(Cell {
            spec,
            outcome: line.outcome,
            findings: 0,
        });
        cell.outcome = Outcome::roll_up([cell.outcome, line.outcome]);
        cell.findings = cell.findings.saturating_add(line.findings);
    }
    cells.into_values().collect()
}

/// Counts what the specs found; `model` tells the place of a case's model, of as many as that.
pub(super) fn tally(
    specs: &mut [ScoredSpec],
    cases: &[ScoredCase],
    models: usize,
    model: impl Fn(&ScoredCase) -> usize,
) {
    for spec in &mut *specs {
        spec.models = vec![Hits::default(); models];
    }
    for case in cases {
        let model = model(case);
        for cell in &case.cells {
            let Some(spec) = specs.get_mut(cell.spec) else {
                continue;
            };
            spec.hits.add(cell);
            if let Some(hits) = spec.models.get_mut(model) {
                hits.add(cell);
            }
        }
    }
}

/// The groups that have a spec of level `deny` which was red, most cases first.
pub(super) fn groups(specs: &[ScoredSpec], cases: &[ScoredCase]) -> Vec<ScoredGroup> {
    let mut groups: BTreeMap<&str, Hits> = BTreeMap::new();
    for case in cases {
        let mut of_case: BTreeMap<&str, Vec<Cell>> = BTreeMap::new();
        for cell in &case.cells {
            let spec = specs.get(cell.spec).filter(|spec| spec.denies());
            for group in spec.iter().flat_map(|spec| distinct(&spec.groups)) {
                of_case.entry(group).or_default().push(*cell);
            }
        }
        for (group, cells) in of_case {
            let outcome = Outcome::roll_up(cells.iter().map(|cell| cell.outcome));
            let findings = cells.iter().map(|cell| cell.findings);
            let findings = findings.fold(0, usize::saturating_add);
            groups.entry(group).or_default().add(&Cell {
                spec: 0,
                outcome,
                findings,
            });
        }
    }
    let red = |group: &str| {
        let red = specs
            .iter()
            .filter(|spec| spec.denies() && spec.hits.hit > 0);
        red.filter(|spec| spec.groups.iter().any(|it| it == group))
            .count()
    };
    let mut groups: Vec<ScoredGroup> = groups
        .into_iter()
        .filter(|(_, hits)| hits.hit > 0)
        .map(|(group, hits)| ScoredGroup {
            group: group.to_owned(),
            specs: red(group),
            hits,
        })
        .collect();
    groups.sort_by_key(|group| (Reverse(group.hits.hit), Reverse(group.hits.findings)));
    groups
}

fn distinct(names: &[String]) -> BTreeSet<&str> {
    names.iter().map(String::as_str).collect()
}

impl Hits {
    /// A case more.
    fn add(&mut self, cell: &Cell) {
        self.asked += 1;
        self.hit += usize::from(cell.outcome.is_red());
        self.findings = self.findings.saturating_add(cell.findings);
        self.outcomes.add(cell.outcome);
    }
}
