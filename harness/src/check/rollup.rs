//! One spec on one stack: its subjects, their clauses, and what that comes to.

use super::clause::{self, Prepared};
use super::context::Context;
use super::finding::{self, Raw};
use super::groups;
use super::look::{self, On};
use super::order;
use super::seen::waiting;
use super::skip::{self, Skip, skip_reason};
use super::subject::{self, Choice, Chosen, Gathered};
use super::target::Target;
use super::witness::{self, Objection};
use super::{Finding, MAX_FINDINGS, SpecPlace, Verdict};
use crate::facts::Shape;
use crate::matcher::Expected;
use crate::select::Document;
use crate::spec::{
    Clause, ClauseKind, Look, Quantifier, Spec, SpecFile, TogetherScope, UnknownPolicy, What,
};
use crate::stack::{BlockId, BodyError};
use crate::value::Node;
use crate::verdict::Outcome;

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
    let on = &cx.run.stacks[stack];
    let mut verdict = Verdict {
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
        place: SpecPlace {
            file: file.source.clone(),
            span: spec.span.clone(),
        },
    };
    if let Some(Skip(reason)) = skip_reason(cx, stack, file, spec) {
        verdict.reason = Some(reason);
        return Err(Box::new(verdict));
    }
    match witness::object(cx, spec) {
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
    Ok(Judging {
        file,
        spec,
        cx,
        stack,
        meta: witness::asks_for_meta(spec),
        verdict,
        outcomes: Vec::new(),
        excluded: Vec::new(),
        vacuous: None,
        examined: false,
    })
}

/// A spec on a stack, and what came of the blocks that were judged so far.
#[derive(Clone)]
pub(super) struct Judging<'j, 'r, 's> {
    file: &'j SpecFile,
    pub(super) spec: &'j Spec,
    cx: &'j Context<'r, 's>,
    stack: usize,
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
        let params = self.cx.run.params.of(&self.file.name);
        let must = self.spec.must.iter();
        must.map(|clause| clause::prepare(clause, params)).collect()
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
        let (mut outcomes, mut raws, mut covered) = (Vec::new(), Vec::new(), Vec::new());
        for (index, prepared) in must.iter().enumerate() {
            let said = clause::judge(prepared, on);
            outcomes.extend(said.outcome);
            if said.could_differ {
                covered.push(chosen.target);
            }
            covered.extend(said.covers);
            raws.extend(said.findings.into_iter().map(|raw| (index, raw)));
        }
        let mut outcome = Outcome::roll_up(outcomes);
        if !chosen.sure {
            // It may be no subject at all: what holds is no evidence, what does not is unknown.
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
        self.cover(covered);
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
            params: self.cx.run.params.of(&self.file.name),
            meta: self.meta,
        }
    }

    /// Judges the values of all subjects at once.
    fn together(
        &mut self,
        index: usize,
        look: &Look,
        fixed: &[Option<Expected<'_>>],
        gathered: &Gathered,
    ) {
        let Some(together) = &look.together else {
            return;
        };
        let others: Vec<(usize, Gathered)> = match together.scope {
            TogetherScope::Stack => Vec::new(),
            TogetherScope::Run => skip::stacks(self.cx, self.spec)
                .filter(|stack| *stack != self.stack)
                .map(|stack| {
                    let all = subject::gather(self.cx, stack, self.spec, self.meta, &|_| false);
                    (stack, all)
                })
                .collect(),
        };
        if together.scope == TogetherScope::Run
            && skip::spokesman(self.cx, self.spec) != Some(self.stack)
        {
            return;
        }
        let mut all: Vec<(usize, &Gathered)> = vec![(self.stack, gathered)];
        all.extend(others.iter().map(|(stack, gathered)| (*stack, gathered)));
        all.sort_by_key(|(stack, _)| *stack);
        let (members, open) = groups::members(self.cx, &all, self.spec);
        let mut ons = Vec::new();
        for member in &members {
            let target = member.target;
            match target.document(self.cx, self.meta) {
                Ok(document) => {
                    let on = self.on(target, document, target.shape(self.cx));
                    ons.push((on, member.clone()));
                }
                Err(message) => return self.error(member.target, message),
            }
        }
        // Nothing can be said of no values at all, but how many there are.
        if ons.is_empty() && !matches!(look.quantifier, Quantifier::Count(_)) && open.is_empty() {
            return;
        }
        let groups = match groups::groups(together, ons) {
            Ok(groups) => groups,
            Err((target, message)) => return self.error(target, message),
        };
        // Whoever may be in a group by itself is in each other one too, and meets all there.
        let pairwise = matches!(look.quantifier, Quantifier::Unique | Quantifier::Disjoint);
        for group in groups {
            if group.maybe && pairwise {
                continue;
            }
            let said = look::together(look, fixed, &group.members, &open);
            let mut outcome = said.outcome.unwrap_or(Outcome::Unknown);
            if group.maybe && outcome == Outcome::Fail {
                outcome = Outcome::Unknown;
            }
            if outcome == Outcome::Unknown && self.spec.unknown == UnknownPolicy::Warn {
                let why = said.findings.first().map(|raw| raw.message.clone());
                let why = why.unwrap_or_default();
                self.note(format!("what is judged together is not known yet: {why}"));
                continue;
            }
            let first = group.members.first().map(|(on, _)| on.target);
            for mut raw in said.findings {
                raw.outcome = raw.outcome.min(outcome);
                raw.notes.extend(group.name.clone());
                match raw.target.take().or(first) {
                    Some(target) => self.add(target, raw, Some(index)),
                    None => self.add_of_stack(raw, Some(index)),
                }
            }
            self.cover(said.covers);
            self.outcomes.push(outcome);
        }
    }

    /// Notes which blocks of this stack were examined.
    fn cover(&mut self, targets: Vec<Target>) {
        let here = targets.into_iter().filter(|it| it.stack() == self.stack);
        let blocks: Vec<_> = here.map(|target| target.vertex(self.cx).block).collect();
        for block in blocks {
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

    /// The verdict. Vacuous is decided here and nowhere else.
    pub(super) fn conclude(mut self) -> Verdict {
        let by_itself = |clause: &Clause| match &clause.kind {
            ClauseKind::Look(look) => look.together.is_none(),
            ClauseKind::Any(_) => true,
        };
        // What holds of all of no subjects together says nothing of the other clauses.
        let nothing = !self.examined
            && self.spec.must.iter().any(by_itself)
            && self.outcomes.iter().all(|it| *it == Outcome::Pass);
        if self.outcomes.is_empty() || nothing {
            self.verdict.outcome = Outcome::Vacuous;
            let (reason, help) = self.why_vacuous();
            self.verdict.reason = Some(reason);
            self.verdict.help = help;
        } else {
            self.verdict.outcome = Outcome::roll_up(std::mem::take(&mut self.outcomes));
            if self.verdict.outcome == Outcome::Vacuous {
                let why = self.vacuous.take().unwrap_or_default();
                self.verdict.reason = Some(finding::redacted(self.cx.model(self.stack), why));
            }
        }
        let order = |finding: &Finding| (finding.address.clone(), finding.path.clone());
        self.verdict.findings.sort_by_cached_key(order);
        self.verdict
    }

    fn why_vacuous(&self) -> (String, Option<String>) {
        let (spec, stack) = (self.spec, self.cx.model(self.stack).stack());
        let word = spec.selects.what.word();
        let wanted = spec.selects.names();
        if let Some(kind) = spec.selects.what.kind()
            && self.cx.model(self.stack).omits_kind(kind)
        {
            let form = stack.form.word();
            return (
                format!("a {form} never carries a {word}"),
                Some(
                    "say `input = \"synth\"` in the spec to judge it on a synth output only".into(),
                ),
            );
        }
        let help = "if that is fine, say `when_empty = \"skip\"` in the spec";
        if self.verdict.selected == 0 {
            let what = match spec.selects.what {
                What::Rows(_) => format!("this stack has no row of the view {wanted}"),
                What::Blocks(_) => format!("this stack has no {word} {wanted}"),
            };
            return (what, Some(help.into()));
        }
        if self.verdict.subjects == 0 && self.excluded.is_empty() {
            let walk = spec.follow.as_ref();
            let text = walk
                .map(|walk| walk.follow.text.as_str())
                .unwrap_or_default();
            let from = self.verdict.selected;
            return (
                format!("`{text}` reaches nothing from {from} of {word} {wanted}"),
                Some(help.into()),
            );
        }
        if self.verdict.subjects == 0 {
            return (
                subject::why_excluded(self.cx, self.stack, spec, &self.excluded),
                None,
            );
        }
        let taken =
            "every subject hangs on what is not known, and `unknown = \"warn\"` took it out";
        let maybe = "whether any of the selected blocks is a subject is not known";
        let all_taken = !self.verdict.notes.is_empty();
        ((if all_taken { taken } else { maybe }).to_owned(), None)
    }
}
