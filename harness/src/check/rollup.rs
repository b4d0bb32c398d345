//! One spec on one stack: its subjects, their clauses, and what that comes to.

use super::clause::{self, Prepared};
use super::finding::{self, Raw};
use super::look::{InBody, On};
use super::seen::waiting;
use super::skip::{Skip, skip_reason};
use super::subject::{self, Chosen};
use super::witness::{self, Objection};
use super::{Finding, MAX_FINDINGS, Run, SpecPlace, Subject, Verdict};
use crate::spec::{Spec, SpecFile, UnknownPolicy};
use crate::stack::{Block, BlockId, Model, Repeat};
use crate::verdict::{Outcome, Truth};

/// Judges a spec on a stack of the run.
pub(super) fn judge<'s>(run: &Run<'s>, on: &Subject<'s>, file: &SpecFile, spec: &Spec) -> Verdict {
    let stack = on.model.stack();
    let mut verdict = Verdict {
        stack: stack.name.clone(),
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
    if let Some(Skip(reason)) = skip_reason(run, on, file, spec) {
        verdict.reason = Some(reason);
        return verdict;
    }
    match witness::object(run, spec) {
        Some(Objection::Unknown {
            message,
            help,
            span,
        }) => {
            verdict.outcome = Outcome::Vacuous;
            verdict.reason = Some(message);
            verdict.help = help;
            verdict.place.span = span;
            return verdict;
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
            return verdict;
        }
        None => {}
    }
    let mut judging = Judging {
        file,
        spec,
        run,
        model: &on.model,
        meta: witness::asks_for_meta(spec),
        verdict,
        outcomes: Vec::new(),
        excluded: Vec::new(),
    };
    judging.subjects();
    judging.conclude()
}

struct Judging<'j, 's> {
    file: &'j SpecFile,
    spec: &'j Spec,
    run: &'j Run<'s>,
    model: &'j Model<'s>,
    meta: bool,
    verdict: Verdict,
    /// Of every subject that is not taken out.
    outcomes: Vec<Outcome>,
    /// What `where` took away.
    excluded: Vec<BlockId>,
}

impl Judging<'_, '_> {
    fn subjects(&mut self) {
        let params = self.run.params.of(&self.file.name);
        let must: Vec<Prepared<'_>> = self
            .spec
            .must
            .iter()
            .map(|clause| clause::prepare(clause, params))
            .collect();
        let stack = self.model.stack();
        for (id, block) in subject::selected(stack, self.spec) {
            self.verdict.selected += 1;
            if let Err(error) = self.model.body(id) {
                self.error(id, error.to_string());
                continue;
            }
            if let Some(chosen) = self.choose(id, block) {
                self.verdict.subjects += 1;
                self.subject(&chosen, &must);
            }
        }
    }

    /// Whether `where` lets a block through.
    fn choose(&mut self, id: BlockId, block: &Block) -> Option<Chosen> {
        let omits = subject::omits(self.model, block);
        let document = subject::document(self.model, id, self.meta, &omits)?;
        let filtered = subject::filter(self.spec, &document);
        if !filtered.errors.is_empty() {
            for error in filtered.errors {
                self.error(id, format!("in `where`, {error}"));
            }
            return None;
        }
        let mut waits_for = filtered.waits_for;
        let sure = filtered.truth == Truth::True && block.repeat != Repeat::Unresolved;
        if block.repeat == Repeat::Unresolved {
            waits_for.push("its `count` or `for_each`".into());
        }
        if filtered.truth == Truth::False {
            self.excluded.push(id);
            return None;
        }
        Some(Chosen {
            id,
            sure,
            waits_for,
        })
    }

    /// Judges every clause on one subject.
    fn subject(&mut self, chosen: &Chosen, must: &[Prepared<'_>]) {
        let block = self.model.block(chosen.id);
        let omits = subject::omits(self.model, block);
        let Some(document) = subject::document(self.model, chosen.id, self.meta, &omits) else {
            return;
        };
        let written = InBody {
            model: self.model,
            id: chosen.id,
            authored: std::cell::OnceCell::new(),
        };
        let on = On {
            document,
            shape: self.model.shape(block),
            params: self.run.params.of(&self.file.name),
            written: Some(&written),
        };
        let (mut outcomes, mut raws, mut covered) = (Vec::new(), Vec::new(), false);
        for (index, prepared) in must.iter().enumerate() {
            let said = clause::judge(prepared, &on);
            outcomes.extend(said.outcome);
            covered |= said.could_differ;
            raws.extend(said.findings.into_iter().map(|raw| (index, raw)));
        }
        let mut outcome = Outcome::roll_up(outcomes);
        if !chosen.sure {
            // It may be no subject at all: what holds is no evidence, what does not is unknown.
            covered = false;
            if outcome == Outcome::Fail {
                outcome = Outcome::Unknown;
            }
        }
        if outcome == Outcome::Unknown && self.spec.unknown == UnknownPolicy::Warn {
            let why = raws
                .first()
                .map(|(_, raw)| raw.message.clone())
                .unwrap_or_default();
            let note = format!("{} is taken out, it is not known yet: {why}", block.address);
            self.verdict.notes.push(finding::redacted(self.model, note));
            return;
        }
        if chosen.sure {
            self.verdict.judged += 1;
        }
        if covered {
            self.verdict.covered.push(chosen.id);
        }
        for (index, mut raw) in raws {
            if !chosen.sure && raw.outcome == Outcome::Fail {
                raw.outcome = Outcome::Unknown;
                raw.notes
                    .push("whether this is a subject at all is not known".into());
                raw.notes.extend(waiting(chosen.waits_for.clone()));
            }
            self.add(chosen.id, raw, Some(index));
        }
        if chosen.sure || outcome != Outcome::Pass {
            self.outcomes.push(outcome);
        }
    }

    fn error(&mut self, id: BlockId, message: String) {
        self.outcomes.push(Outcome::Error);
        let raw = Raw {
            outcome: Outcome::Error,
            path: None,
            expected: String::new(),
            actual: String::new(),
            message,
            notes: Vec::new(),
        };
        self.add(id, raw, None);
    }

    fn add(&mut self, id: BlockId, raw: Raw, clause: Option<usize>) {
        self.verdict.found += 1;
        if self.verdict.findings.len() < MAX_FINDINGS {
            let clause = clause.and_then(|index| self.spec.must.get(index));
            let span = clause.map(|clause| clause.span.clone());
            self.verdict
                .findings
                .push(finding::place(raw, self.model, id, span));
        }
    }

    /// The verdict. Vacuous is decided here and nowhere else.
    fn conclude(mut self) -> Verdict {
        if self.outcomes.is_empty() {
            self.verdict.outcome = Outcome::Vacuous;
            let (reason, help) = self.why_vacuous();
            self.verdict.reason = Some(reason);
            self.verdict.help = help;
        } else {
            self.verdict.outcome = Outcome::roll_up(std::mem::take(&mut self.outcomes));
        }
        let order = |finding: &Finding| (finding.address.clone(), finding.path.clone());
        self.verdict.findings.sort_by_cached_key(order);
        self.verdict
    }

    fn why_vacuous(&self) -> (String, Option<String>) {
        let (spec, stack) = (self.spec, self.model.stack());
        let word = spec.what.word();
        let wanted: Vec<&str> = spec.patterns.iter().map(|p| p.text.as_str()).collect();
        let wanted = wanted.join("`, `");
        if self.model.omits_kind(spec.what) {
            let form = stack.form.word();
            return (
                format!("a {form} never carries a {word}"),
                Some(
                    "say `input = \"synth\"` in the spec to judge it on a synth output only".into(),
                ),
            );
        }
        if self.verdict.selected == 0 {
            let help = "if that is fine, say `when_empty = \"skip\"` in the spec";
            return (
                format!("this stack has no {word} `{wanted}`"),
                Some(help.into()),
            );
        }
        if self.verdict.subjects == 0 {
            return (
                subject::why_excluded(self.model, spec, &self.excluded),
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
