//! What changed, counted: in all, and by spec, class and model.

use std::collections::BTreeMap;

use super::{CaseChange, Change, Changed, ChangedCase};
use crate::spec::full_name;

/// What changed, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Judgements that are newly broken.
    pub broken: usize,
    /// Judgements that are newly fixed.
    pub fixed: usize,
    /// Judgements that are red as before.
    pub still_red: usize,
    /// Findings that are new within those.
    pub new_findings: usize,
    /// Findings that are gone within those.
    pub gone_findings: usize,
    /// Judgements that are judged no more.
    pub no_more: usize,
    /// Judgements that are judged newly, and pass.
    pub newly: usize,
    /// Red judgements of specs that were not asked before.
    pub asked: usize,
    /// Cases that are gone.
    pub cases_gone: usize,
    /// Cases that are new.
    pub cases_new: usize,
    /// Cases that are newly refused.
    pub cases_refused: usize,
    /// Cases that are refused as before.
    pub cases_still_refused: usize,
    /// Cases that are refused no more.
    pub cases_loading: usize,
}

/// By what changes are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TallyBy {
    /// By spec.
    Spec,
    /// By the failure classes that cases are about.
    Class,
    /// By the model that wrote a case.
    Model,
}

/// A part of the changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyRow {
    /// What its judgements or cases share; `None`: they have no class, or no model.
    pub name: Option<String>,
    /// Its changes.
    pub tally: Tally,
}

impl TallyBy {
    /// Every way, in the order of reports.
    pub const ALL: [TallyBy; 3] = [TallyBy::Spec, TallyBy::Class, TallyBy::Model];

    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            TallyBy::Spec => "spec",
            TallyBy::Class => "class",
            TallyBy::Model => "model",
        }
    }
}

impl Tally {
    fn case(&mut self, change: CaseChange) {
        *match change {
            CaseChange::Gone => &mut self.cases_gone,
            CaseChange::Refused => &mut self.cases_refused,
            CaseChange::StillRefused => &mut self.cases_still_refused,
            CaseChange::Loads => &mut self.cases_loading,
            CaseChange::New => &mut self.cases_new,
        } += 1;
    }

    fn judgement(&mut self, changed: &Changed) {
        *match changed.change {
            Change::Broken => &mut self.broken,
            Change::NoMore => &mut self.no_more,
            Change::StillRed => &mut self.still_red,
            Change::Asked => &mut self.asked,
            Change::Fixed => &mut self.fixed,
            Change::Newly => &mut self.newly,
        } += 1;
        if changed.change == Change::StillRed {
            self.new_findings += changed.new.len();
            self.gone_findings += changed.gone.len();
        }
    }

    /// What comes first: what got worse most, then what got better.
    fn weight(&self) -> [usize; 6] {
        [
            self.cases_gone + self.cases_refused,
            self.broken,
            self.no_more,
            self.new_findings,
            self.asked + self.still_red,
            self.fixed,
        ]
    }
}

type Counted = BTreeMap<Option<String>, Tally>;

/// Counts all changes; `classes` are those of each case.
pub(super) fn count(
    cases: &[ChangedCase],
    changes: &[Changed],
    classes: &BTreeMap<&str, &[String]>,
) -> (Tally, [Vec<TallyRow>; TallyBy::ALL.len()]) {
    let mut total = Tally::default();
    let mut by: [Counted; TallyBy::ALL.len()] = Default::default();
    let [specs, of_classes, models] = &mut by;
    let classes = |case: &str| -> Vec<Option<String>> {
        match classes.get(case) {
            None | Some([]) => vec![None],
            Some(classes) => classes.iter().cloned().map(Some).collect(),
        }
    };
    for case in cases {
        total.case(case.change);
        models
            .entry(case.model.clone())
            .or_default()
            .case(case.change);
        for class in classes(&case.case) {
            of_classes.entry(class).or_default().case(case.change);
        }
    }
    for changed in changes {
        total.judgement(changed);
        let name = Some(full_name(&changed.file, &changed.spec));
        specs.entry(name).or_default().judgement(changed);
        let model = changed.model.clone();
        models.entry(model).or_default().judgement(changed);
        for class in classes(&changed.case) {
            of_classes.entry(class).or_default().judgement(changed);
        }
    }
    let rows = |counted: Counted| {
        let rows = counted.into_iter();
        let mut rows: Vec<TallyRow> = rows.map(|(name, tally)| TallyRow { name, tally }).collect();
        // Stable: equal ones stay in the order of their names.
        rows.sort_by_key(|row| std::cmp::Reverse(row.tally.weight()));
        rows
    };
    (total, by.map(rows))
}
