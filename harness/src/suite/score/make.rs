//! From results to a scoreboard.

use std::collections::{BTreeMap, HashMap};

use super::{
    Axis, Moment, Passes, Row, Score, Scoreboard, ScoredCase, ScoredFile, comparable, specs,
};
use crate::diagnostic::Diagnostic;
use crate::suite::record::{CaseLine, CaseRecord, Met, MismatchKind, State};
use crate::suite::results::Results;

impl Scoreboard {
    /// The scoreboard of some results.
    ///
    /// # Errors
    /// A case of a run and a model is there twice: it would count twice.
    pub fn of(results: Vec<Results>) -> Result<Scoreboard, Box<Diagnostic>> {
        once(&results)?;
        let files = results.iter().map(file).collect();
        let warnings = comparable::warnings(&results);
        let mut specs = specs::asked(&results);
        let mut cases: Vec<ScoredCase> = results
            .into_iter()
            .flat_map(|results| results.cases)
            .map(|record| ScoredCase {
                cells: specs::cells(&record.results, &specs),
                record,
            })
            .collect();
        cases.sort_by(|a, b| key(&a.record.case).cmp(&key(&b.record.case)));

        let by = Axis::ALL.map(|axis| rows(&cases, axis));
        let models = &by[Axis::Model as usize];
        let place = |case: &ScoredCase| {
            let model = Axis::Model.names(&case.record.case);
            let row = models.iter().position(|row| model == [row.name.as_deref()]);
            row.unwrap_or(models.len())
        };
        specs::tally(&mut specs, &cases, models.len(), place);
        Ok(Scoreboard {
            files,
            warnings,
            groups: specs::groups(&specs, &cases),
            total: Score::of(cases.iter().map(|case| &case.record)),
            trend: trend(&cases),
            by,
            specs,
            cases,
        })
    }
}

/// What tells a case from every other: the run, the model and the name.
fn key(case: &CaseLine) -> (Named<'_>, Named<'_>, &str) {
    (Named(said(&case.run)), Named(said(&case.model)), &case.case)
}

/// A name; nothing comes behind all names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Named<'n>(Option<&'n str>);

impl Ord for Named<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0.is_none(), self.0).cmp(&(other.0.is_none(), other.0))
    }
}

impl PartialOrd for Named<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// What is said; an empty text says nothing.
fn said(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

fn file(results: &Results) -> ScoredFile {
    ScoredFile {
        name: results.name.clone(),
        title: results.suite.title.clone(),
        mode: results.suite.mode,
        shard: results.suite.shard.zip(results.suite.shards),
        cases: results.cases.len(),
        specs: results.suite.specs,
    }
}

/// No case may be there twice.
fn once(results: &[Results]) -> Result<(), Box<Diagnostic>> {
    let mut seen: HashMap<_, &str> = HashMap::new();
    for file in results {
        for record in &file.cases {
            let Some(first) = seen.insert(key(&record.case), &file.name) else {
                continue;
            };
            let case = &record.case.case;
            let of = |what: &str, name: Option<&str>| match name {
                Some(name) => format!("the {what} `{name}`"),
                None => format!("no {what}"),
            };
            let run = of("run", said(&record.case.run));
            let model = of("model", said(&record.case.model));
            let place = match first == file.name {
                true => format!("twice in `{first}`"),
                false => format!("in `{first}` and in `{}`", file.name),
            };
            let error = Diagnostic::error(format!("the case `{case}` is {place}"));
            return Err(Box::new(
                error
                    .note(format!(
                        "both are of {run} and {model}, so it would count twice"
                    ))
                    .help(
                        "give each file once; results of several runs or models say which: `run` \
                         and `model` of case.toml",
                    ),
            ));
        }
    }
    Ok(())
}

impl Axis {
    /// What a case is called on this axis: one name or none, of classes as many as there are.
    pub fn names(self, case: &CaseLine) -> Vec<Option<&str>> {
        let one = match self {
            Axis::Model => &case.model,
            Axis::Run => &case.run,
            Axis::Platform => &case.platform,
            Axis::Prompt => &case.prompt,
            Axis::Class => {
                let mut classes: Vec<_> = case.classes.iter().map(|it| Some(&**it)).collect();
                classes.sort_unstable();
                classes.dedup();
                if classes.is_empty() {
                    classes.push(None);
                }
                return classes;
            }
        };
        vec![said(one)]
    }
}

fn rows(cases: &[ScoredCase], axis: Axis) -> Vec<Row> {
    let mut parts: BTreeMap<Named<'_>, Vec<&CaseRecord>> = BTreeMap::new();
    for case in cases {
        for name in axis.names(&case.record.case) {
            parts.entry(Named(name)).or_default().push(&case.record);
        }
    }
    let row = |(name, part): (Named<'_>, Vec<&CaseRecord>)| Row {
        name: name.0.map(str::to_owned),
        score: Score::of(part.into_iter()),
    };
    parts.into_iter().map(row).collect()
}

/// The cases are sorted by run.
fn trend(cases: &[ScoredCase]) -> Vec<Moment> {
    let run = |case: &ScoredCase| said(&case.record.case.run).map(str::to_owned);
    let runs = cases.chunk_by(|a, b| run(a) == run(b));
    runs.map(|cases| Moment {
        run: cases.first().and_then(run),
        all: Score::of(cases.iter().map(|case| &case.record)),
        models: rows(cases, Axis::Model),
    })
    .collect()
}

impl Score {
    /// What these cases come to together.
    pub fn of<'c>(cases: impl Iterator<Item = &'c CaseRecord>) -> Score {
        let mut score = Score::default();
        let mut attempts: BTreeMap<_, (usize, usize)> = BTreeMap::new();
        for record in cases {
            score.add(record);
            let case = &record.case;
            if let Some(prompt) = said(&case.prompt) {
                let key = (said(&case.run), said(&case.model), prompt);
                let (made, passed) = attempts.entry(key).or_default();
                *made += 1;
                *passed += usize::from(case.state == State::Clean);
            }
        }
        score.passes = Passes::default();
        for (made, passed) in attempts.into_values() {
            score.passes.add(made, passed);
        }
        score
    }

    fn add(&mut self, record: &CaseRecord) {
        let case = &record.case;
        self.cases += 1;
        *match case.state {
            State::Clean => &mut self.clean,
            State::Faulty => &mut self.faulty,
            State::NothingJudged => &mut self.nothing_judged,
            State::Refused => &mut self.refused,
        } += 1;
        self.expecting += usize::from(case.as_expected.is_some());
        self.as_expected += usize::from(case.as_expected == Some(true));
        // They are what a file says, however much that is.
        self.resources = self.resources.saturating_add(case.resources);
        self.findings = self.findings.saturating_add(case.findings);

        let expected = |met: Met| met == Met::Expected;
        let met = record.findings.iter().filter(|it| expected(it.met)).count();
        let unmet = |kind: MismatchKind| kind == MismatchKind::UnmetExpectation;
        let unmet = record.mismatches.iter().filter(|it| unmet(it.kind)).count();
        self.expected_findings += met;
        self.unmet += unmet;
        self.with_faults += usize::from(met + unmet > 0);
        self.faults_found += usize::from(met > 0 && unmet == 0);
    }
}
