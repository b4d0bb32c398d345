//! One spec on one stack: its subjects, their clauses, and what that comes to.

use super::clause::{self, Prepared};
use super::context::Context;
use super::finding::{self, Raw};
use super::look::On;
use super::order;
use super::seen::waiting;
use super::skip::{Skip, not_asked, without_subject};
use super::subject::{self, Choice, Chosen};
use super::target::Target;
use super::witness::{self, Objection};
use super::{Finding, MAX_FINDINGS, SpecPlace, Subject, Verdict};
use crate::facts::Shape;
use crate::select::Document;
use crate::spec::{Clause, ClauseKind, ParamsOfFile, Spec, SpecFile, UnknownPolicy};
use crate::stack::{BlockId, BodyError};
use crate::value::Node;
use crate::verdict::Outcome;

mod conclude;
mod together;

/// Begins to judge a spec on a stack of the run.
///
/// # Errors
/// The verdict, if it is skipped, or its names are not known: then no subject is looked at.
pub(super) fn begin<'j, 'r, 's>(
    cx: &'j Context<'r, 's>,
    stack: usize,
    file: &'j SpecFile,
    spec: &'j Spec,
) -> Result<Judging<'j, 'r, 's>, Box<Verdict>> {
    let mut verdict = unjudged(&cx.run.stacks[stack], file, spec);
    if let Some(Skip(reason)) = not_asked(cx, stack, file, spec) {
        verdict.reason = Some(reason);
        return Err(Box::new(verdict));
    }
    match witness::object(cx, file, spec) {
        Some(Objection::Unknown {
            message,
            help,
            span,
        }) => {
            verdict.outcome = Outcome::Vacuous;
            verdict.reason = Some(message);
            verdict.help = help;
            verdict.place.span = span;
            return Err(Box::new(verdict));
        }
        Some(Objection::Misfit {
            message,
            help,
            span,
        }) => {
            verdict.outcome = Outcome::Error;
            verdict.reason = Some(message);
            verdict.help = help;
            verdict.place.span = span;
            return Err(Box::new(verdict));
        }
        None => {}
    }
    if let Some(Skip(reason)) = without_subject(cx, stack, spec) {
        verdict.reason = Some(reason);
        return Err(Box::new(verdict));
    }
    Ok(ready(cx, stack, file, spec))
}

/// Begins to judge a spec of which it is known that it is not skipped, and its names are.
pub(super) fn ready<'j, 'r, 's>(
    cx: &'j Context<'r, 's>,
    stack: usize,
    file: &'j SpecFile,
    spec: &'j Spec,
) -> Judging<'j, 'r, 's> {
    Judging {
        spec,
        cx,
        stack,
        params: cx.run.params.of(&file.name),
        meta: witness::asks_for_meta(spec),
        verdict: unjudged(&cx.run.stacks[stack], file, spec),
        outcomes: Vec::new(),
        excluded: Vec::new(),
        vacuous: None,
        examined: false,
    }
}

/// The verdict as long as nothing is judged.
pub(super) fn unjudged(on: &Subject<'_>, file: &SpecFile, spec: &Spec) -> Verdict {
    Verdict {
        stack: on.model.stack().name.clone(),
        role: on.role.clone(),
        file: file.name.clone(),
        spec: spec.id.clone(),
        title: spec.title.clone(),
        level: spec.level,
        outcome: Outcome::Skipped,
        selected: 0,
        subjects: 0,
        judged: 0,
        reason: None,
        help: None,
        notes: Vec::new(),
        findings: Vec::new(),
        found: 0,
        covered: Vec::new(),
        hollow: None,
        place: SpecPlace {
            file: file.source.clone(),
            span: spec.span.clone(),
        },
    }
}

/// A spec on a stack, and what came of the blocks that were judged so far.
#[derive(Clone)]
pub(super) struct Judging<'j, 'r, 's> {
    pub(super) spec: &'j Spec,
    cx: &'j Context<'r, 's>,
    stack: usize,
    params: &'j ParamsOfFile,
    meta: bool,
    verdict: Verdict,
    /// Of every subject that is not taken out, and of what is judged together.
    outcomes: Vec<Outcome>,
    /// What `where` took away.
    excluded: Vec<Target>,
    /// Why some clause examined nothing.
    vacuous: Option<String>,
    /// Whether any subject was judged by itself.
    examined: bool,
}

impl<'j, 'r, 's> Judging<'j, 'r, 's> {
    /// The clauses, with what is the same for every subject resolved.
    pub(super) fn prepare(&self) -> Vec<Prepared<'j>> {
        let must = self.spec.must.iter();
        must.map(|clause| clause::prepare(clause, self.params))
            .collect()
    }

    /// Whether each block that the spec selects can be judged by itself: nothing is followed to it,
    /// and nothing judged together.
    pub(super) fn is_by_block(&self) -> bool {
        let alone = |clause: &Clause| match &clause.kind {
            ClauseKind::Look(look) => look.together.is_none(),
            ClauseKind::Any(_) => true,
        };
        let spec = self.spec;
        spec.selects.what.kind().is_some() && spec.follow.is_none() && spec.must.iter().all(alone)
    }

    /// Judges a block that the spec selects, by its body.
    pub(super) fn block<'d>(
        &mut self,
        id: BlockId,
        body: Result<&'d Node<'d>, &BodyError>,
        shape: Option<Shape<'d>>,
        must: &'d [Prepared<'d>],
    ) where
        'j: 'd,
    {
        self.verdict.selected += 1;
        let target = Target::block(self.stack, id);
        let root = match body {
            Ok(root) => root,
            Err(error) => return self.error(target, error.to_string()),
        };
        let start = subject::start(self.cx, target, true);
        let document = target.document_on(root, self.cx, self.meta);
        match subject::choose_on(&document, start, self.spec) {
            Choice::Subject(chosen) => {
                self.verdict.subjects += 1;
                let on = self.on(target, document, shape);
                self.subject(&chosen, &on, must);
            }
            Choice::Excluded => self.excluded.push(target),
            Choice::Errors(errors) => {
                for error in errors {
                    self.error(target, error);
                }
            }
        }
    }

    /// Whether the spec asks for `$['//']`, which is made of the bodies of several blocks.
    pub(super) fn asks_for_meta(&self) -> bool {
        self.meta
    }

    /// Adds what came of blocks further down.
    pub(super) fn add_later(&mut self, later: Self) {
        let (verdict, more) = (&mut self.verdict, later.verdict);
        verdict.selected += more.selected;
        verdict.subjects += more.subjects;
        verdict.judged += more.judged;
        verdict.found += more.found;
        verdict.notes.extend(more.notes);
        verdict.covered.extend(more.covered);
        let room = MAX_FINDINGS.saturating_sub(verdict.findings.len());
        verdict
            .findings
            .extend(more.findings.into_iter().take(room));
        self.outcomes.extend(later.outcomes);
        self.excluded.extend(later.excluded);
        self.vacuous = self.vacuous.take().or(later.vacuous);
        self.examined |= later.examined;
    }

    /// Judges everything that the spec selects.
    pub(super) fn whole(&mut self) {
        let must = self.prepare();
        let mut gathered = subject::gather(self.cx, self.stack, self.spec, self.meta, &|_| false);
        self.verdict.selected = gathered.selected;
        self.verdict.subjects = gathered.subjects.len();
        for (target, message) in std::mem::take(&mut gathered.errors) {
            self.error(target, message);
        }
        for (target, why, waits_for) in std::mem::take(&mut gathered.open) {
            self.open(target, &why, waits_for);
        }
        for (target, hop) in std::mem::take(&mut gathered.broken) {
            self.broken(target, hop);
        }
        let each = |prepared: &Prepared<'_>| !matches!(prepared, Prepared::Together(..));
        let by_itself = must.iter().any(each);
        for chosen in &gathered.subjects {
            if by_itself {
                let (target, cx) = (chosen.target, self.cx);
                match target.document(cx, self.meta) {
                    Ok(document) => {
                        let on = self.on(target, document, target.shape(cx));
                        self.subject(chosen, &on, &must);
                    }
                    Err(message) => self.error(target, message),
                }
            } else if chosen.sure {
                self.verdict.judged += 1;
            }
        }
        for (index, prepared) in must.iter().enumerate() {
            if let Prepared::Together(look, fixed) = prepared {
                self.together(index, look, fixed, &gathered);
            }
        }
        self.excluded = gathered.excluded;
    }

    /// There may be more subjects than are known.
    fn open(&mut self, target: Option<Target>, why: &str, waits_for: Vec<String>) {
        if self.spec.unknown == UnknownPolicy::Warn {
            let at = target
                .map(|target| target.address(self.cx))
                .unwrap_or_default();
            let note = format!("{at}: there may be more subjects than are known: {why}");
            self.note(note);
            return;
        }
        let mut raw = Raw::new(Outcome::Unknown, String::new(), "not known".into());
        raw.message = format!("there may be more subjects than are known: {why}");
        raw.notes.extend(waiting(waits_for));
        self.outcomes.push(Outcome::Unknown);
        match target {
            Some(target) => self.add(target, raw, None),
            None => self.add_of_stack(raw, None),
        }
    }

    /// A walk to the subjects ended early.
    fn broken(&mut self, target: Target, hop: usize) {
        let Some(walk) = &self.spec.follow else {
            return;
        };
        let text = order::hop(walk, hop);
        let why = format!(
            "the walk to the subjects ends at hop {}, `{text}`: nothing is there",
            hop + 1
        );
        self.vacuous.get_or_insert_with(|| why.clone());
        let mut raw = Raw::new(Outcome::Vacuous, String::new(), "nothing".into());
        raw.message = why;
        self.outcomes.push(Outcome::Vacuous);
        self.add(target, raw, None);
    }

    /// Judges every clause on one subject.
    fn subject<'d>(&mut self, chosen: &Chosen, on: &'d On<'d, 'r, 's>, must: &'d [Prepared<'d>]) {
        let cx = self.cx;
        let (mut outcome, mut raws, mut covered) = (None, Vec::new(), Vec::new());
        let mut could_differ = false;
        for (index, prepared) in must.iter().enumerate() {
            let said = clause::judge(prepared, on);
            // As `Outcome::roll_up` has it: the worst of them.
            outcome = outcome.max(said.outcome);
            could_differ |= said.could_differ;
            covered.extend(said.covers);
            raws.extend(said.findings.into_iter().map(|raw| (index, raw)));
        }
        let mut outcome = Outcome::roll_up(outcome);
        if !chosen.sure {
            // It may be no subject at all: what holds is no evidence, what does not is unknown.
            could_differ = false;
            covered.clear();
            if matches!(outcome, Outcome::Fail | Outcome::Vacuous) {
                outcome = Outcome::Unknown;
            }
        }
        if outcome == Outcome::Unknown && self.spec.unknown == UnknownPolicy::Warn {
            let why = raws
                .first()
                .map(|(_, raw)| raw.message.clone())
                .unwrap_or_default();
            let address = chosen.target.address(cx);
            self.note(format!(
                "{address} is taken out, it is not known yet: {why}"
            ));
            return;
        }
        if chosen.sure {
            self.verdict.judged += 1;
            self.examined = true;
        }
        let own = could_differ.then_some(chosen.target);
        self.cover(own.into_iter().chain(covered));
        for (index, mut raw) in raws {
            if !chosen.sure && matches!(raw.outcome, Outcome::Fail | Outcome::Vacuous) {
                raw.outcome = Outcome::Unknown;
                raw.notes
                    .push("whether this is a subject at all is not known".into());
                raw.notes.extend(waiting(chosen.waits_for.clone()));
            }
            if raw.outcome == Outcome::Vacuous {
                let address = chosen.target.address(cx);
                let why = || format!("{address}: {}", raw.message);
                self.vacuous.get_or_insert_with(why);
            }
            self.add(chosen.target, raw, Some(index));
        }
        if chosen.sure || outcome != Outcome::Pass {
            self.outcomes.push(outcome);
        }
    }

    /// A subject, to be looked at.
    fn on<'d>(
        &self,
        target: Target,
        document: Document<'d, 'd>,
        shape: Option<Shape<'d>>,
    ) -> On<'d, 'r, 's>
    where
        'j: 'd,
    {
        On {
            cx: self.cx,
            target,
            document,
            shape,
            params: self.params,
            meta: self.meta,
        }
    }

    /// Notes which blocks of this stack were examined.
    fn cover(&mut self, targets: impl IntoIterator<Item = Target>) {
        let stack = self.stack;
        for target in targets.into_iter().filter(|it| it.stack() == stack) {
            let block = target.vertex(self.cx).block;
            if self.verdict.covered.last() != Some(&block) {
                self.verdict.covered.push(block);
            }
        }
    }

    fn note(&mut self, note: String) {
        let note = finding::redacted(self.cx.model(self.stack), note);
        self.verdict.notes.push(note);
    }

    fn error(&mut self, target: Target, message: String) {
        self.outcomes.push(Outcome::Error);
        let mut raw = Raw::new(Outcome::Error, String::new(), String::new());
        raw.message = message;
        self.add(target, raw, None);
    }

    fn add(&mut self, target: Target, raw: Raw, clause: Option<usize>) {
        let span = self.clause(clause);
        let cx = self.cx;
        self.push(|| finding::place(raw, cx, target, span));
    }

    fn add_of_stack(&mut self, raw: Raw, clause: Option<usize>) {
        let span = self.clause(clause);
        let model = self.cx.model(self.stack);
        self.push(|| finding::of_stack(raw, model, span));
    }

    fn clause(&self, clause: Option<usize>) -> Option<std::ops::Range<usize>> {
        let clause = clause.and_then(|index| self.spec.must.get(index));
        clause.map(|clause| clause.span.clone())
    }

    fn push(&mut self, finding: impl FnOnce() -> Finding) {
        self.verdict.found += 1;
        if self.verdict.findings.len() < MAX_FINDINGS {
            self.verdict.findings.push(finding());
        }
    }
}
