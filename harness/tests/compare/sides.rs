//! Results in few words: a case is a name and what its specs came to, `dlq=fail*2`.

use stackspec::suite::{Met, Results, State};
use stackspec::verdict::Outcome;

use crate::made::{Made, Say};

/// A case: its name, and its judgements.
pub(crate) type Case<'t> = (&'t str, &'t [&'t str]);

/// Results of these cases, judged by these specs. `refused` and `nothing` stand for a state.
pub(crate) fn side(file: &str, specs: &[&str], cases: &[Case<'_>]) -> Results {
    let mut made = Made::new(file, specs);
    for (name, judgements) in cases {
        let case = made.case(name).by("r", "model-a", "p");
        case.case.classes = vec!["class".into()];
        for judgement in *judgements {
            match *judgement {
                "refused" => {
                    case.no_verdict(State::Refused);
                }
                "nothing" => {
                    case.no_verdict(State::NothingJudged);
                }
                judgement => judged(case, judgement),
            }
        }
    }
    made.done()
}

fn judged(case: &mut impl Say, judgement: &str) {
    let (spec, came) = judgement.split_once('=').expect("spec=outcome");
    let (word, count) = came.split_once('*').unwrap_or((came, "1"));
    let outcomes = Outcome::ALL.iter();
    let outcome = outcomes.copied().find(|outcome| outcome.word() == word);
    match outcome.expect("an outcome") {
        Outcome::Pass => case.passes(spec),
        outcome => case.red(
            spec,
            outcome,
            count.parse().expect("a number"),
            Met::Expected,
        ),
    };
}
