//! What the outcomes of all subjects come to, and why it may be nothing.

use super::Judging;
use crate::check::subject;
use crate::check::{Finding, Verdict, finding};
use crate::spec::{Clause, ClauseKind, UnknownPolicy, What, WhenEmpty};
use crate::verdict::Outcome;

impl Judging<'_, '_, '_> {
    /// The verdict. Vacuous is decided here and nowhere else.
    pub(in crate::check) fn conclude(mut self) -> Verdict {
        let by_itself = |clause: &Clause| match &clause.kind {
            ClauseKind::Look(look) => look.together.is_none(),
            ClauseKind::Any(_) => true,
        };
        // What holds of all of no subjects together says nothing of the other clauses.
        let hollow = !self.examined && self.spec.must.iter().any(by_itself);
        let nothing = hollow && self.outcomes.iter().all(|it| *it == Outcome::Pass);
        if self.outcomes.is_empty() || nothing {
            let (reason, help) = self.why_vacuous();
            self.verdict.outcome = match self.is_skipped() {
                true => Outcome::Skipped,
                false => Outcome::Vacuous,
            };
            self.verdict.reason = Some(reason);
            self.verdict.help = help.filter(|_| self.verdict.outcome == Outcome::Vacuous);
        } else {
            self.verdict.outcome = Outcome::roll_up(std::mem::take(&mut self.outcomes));
            if self.verdict.outcome == Outcome::Vacuous {
                let why = self.vacuous.take().unwrap_or_default();
                self.verdict.reason = Some(finding::redacted(self.cx.model(self.stack), why));
            }
            if hollow {
                self.verdict.hollow = Some(self.why_vacuous().0);
            }
        }
        let order = |finding: &Finding| (finding.address.clone(), finding.path.clone());
        self.verdict.findings.sort_by_cached_key(order);
        self.verdict
    }

    /// Whether nothing was judged only because nothing is known, in a spec that takes out what is not
    /// known and may have no subject: the two together say that such a stack owes it nothing. It is
    /// no evidence of anything either.
    fn is_skipped(&self) -> bool {
        let asked =
            self.spec.unknown == UnknownPolicy::Warn && self.spec.when_empty == WhenEmpty::Skip;
        asked && (self.verdict.subjects > 0 || !self.verdict.notes.is_empty())
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
