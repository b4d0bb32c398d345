//! A clause that judges the values of several subjects at once.

use super::Judging;
use crate::check::groups;
use crate::check::look;
use crate::check::skip;
use crate::check::subject::{self, Gathered};
use crate::matcher::Expected;
use crate::spec::{Look, Quantifier, TogetherScope, UnknownPolicy};
use crate::verdict::Outcome;

impl Judging<'_, '_, '_> {
    /// Judges the values of all subjects at once.
    pub(super) fn together(
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
}
