//! What is counted, and what never counts as passed.

use pretty_assertions::assert_eq;
use stackspec::suite::{Axis, CaseRecord, Met, Score, Scoreboard, State, SummaryLine};
use stackspec::verdict::Outcome::{Error, Fail, Unknown, Vacuous};

use super::made::{Made, Say};

/// A case of one file: what it is.
type Case<'c> = (&'c str, &'c dyn Fn(&mut CaseRecord));

#[track_caller]
fn scored(cases: &[Case<'_>]) -> Scoreboard {
    let mut made = Made::new("a.jsonl", &["dlq", "kms", "warn-tags"]);
    for (name, say) in cases {
        say(made.case(name));
    }
    Scoreboard::of(vec![made.done()]).expect("a scoreboard")
}

/// Percent that passed, and tenths of findings for each hundred resources.
#[track_caller]
fn comes_to(cases: &[Case<'_>], passed: Option<usize>, tenths: Option<usize>) {
    let total = scored(cases).total;
    assert_eq!(total.passed().percent(), passed);
    assert_eq!(total.rate().tenths(), tenths);
}

/// Red twins: nothing, and what was not judged, is never green.
#[test]
fn nothing_is_never_a_pass() {
    comes_to(&[], None, None);
    let refused: Case<'_> = ("refused", &|case| {
        case.no_verdict(State::Refused);
    });
    let nothing: Case<'_> = ("nothing", &|case| {
        case.no_verdict(State::NothingJudged);
    });
    let clean: Case<'_> = ("clean", &|case| {
        case.passes("dlq");
    });
    comes_to(&[refused], Some(0), None);
    comes_to(&[nothing], Some(0), Some(0));
    comes_to(&[refused, nothing], Some(0), Some(0));
    comes_to(&[refused, clean], Some(50), Some(0));
    comes_to(&[refused, nothing, clean], Some(33), Some(0));
    comes_to(&[clean], Some(100), Some(0));
}

#[test]
fn a_share_is_rounded_down_and_a_rate_up() {
    let names: Vec<String> = (0..400).map(|at| format!("c{at}")).collect();
    let clean = |case: &mut CaseRecord| {
        case.passes("dlq");
    };
    let mut cases: Vec<Case<'_>> = names.iter().map(|name| (&**name, &clean as _)).collect();
    cases.push(("red", &|case| {
        case.red("dlq", Fail, 1, Met::Expected);
    }));
    // 400 of 401, and 1 in 4,010.
    comes_to(&cases, Some(99), Some(1));
}

/// Every outcome that is red in a run is red here; what is of level `warn` is no fault.
#[test]
fn what_is_red_is_a_hit() {
    let board = scored(&[
        ("fail", &|case| {
            case.red("dlq", Fail, 3, Met::Expected);
        }),
        ("unknown", &|case| {
            case.red("dlq", Unknown, 1, Met::Expected);
        }),
        ("vacuous", &|case| {
            case.red("dlq", Vacuous, 0, Met::Unexpected);
        }),
        ("error", &|case| {
            case.red("dlq", Error, 1, Met::Unexpected);
        }),
        ("pass", &|case| {
            case.passes("dlq").passes("kms");
            case.red("warn-tags", Fail, 5, Met::Warned);
        }),
    ]);
    let failures = board.failures();
    let failures: Vec<_> = failures.iter().map(|at| &board.specs[*at]).collect();
    let names: Vec<_> = failures.iter().map(|spec| &*spec.spec).collect();
    assert_eq!(names, ["dlq", "warn-tags"]);
    let dlq = failures[0].hits;
    assert_eq!((dlq.asked, dlq.hit, dlq.findings), (5, 4, 5));
    let of = dlq.outcomes;
    assert_eq!(
        (of.pass, of.fail, of.unknown, of.vacuous, of.error),
        (1, 1, 1, 1, 1)
    );
    assert_eq!((board.total.clean, board.total.findings), (1, 5));
    // The groups speak of what decides whether a case passes.
    let groups: Vec<_> = board
        .groups
        .iter()
        .map(|it| (&*it.group, it.specs))
        .collect();
    assert_eq!(groups, [("aws", 1), ("aws/dlq", 1)]);
    assert_eq!(
        (board.groups[0].hits.asked, board.groups[0].hits.hit),
        (5, 4)
    );
    // The matrix: the places of specs stand for their names.
    let last = board.cases.last().expect("a case");
    assert_eq!(last.record.case.case, "vacuous");
    assert_eq!(last.cells[0].outcome, Vacuous);
}

/// The worst stack of a case speaks for it.
#[test]
fn a_case_of_several_stacks_counts_once() {
    let board = scored(&[("two", &|case| {
        case.passes("dlq").red("dlq", Fail, 2, Met::Expected);
        case.red("dlq", Unknown, 1, Met::Expected);
    })]);
    let hits = board.specs[0].hits;
    assert_eq!((hits.asked, hits.hit, hits.findings), (1, 1, 3));
    assert_eq!(board.cases[0].cells[0].outcome, Fail);
}

#[test]
fn expected_faults_are_found_or_not() {
    let board = scored(&[
        ("found", &|case| {
            case.red("dlq", Fail, 2, Met::Expected);
        }),
        ("half", &|case| {
            case.red("dlq", Fail, 1, Met::Expected).unmet("kms");
        }),
        ("missed", &|case| {
            case.passes("dlq").unmet("kms");
        }),
        ("none expected", &|case| {
            case.passes("dlq");
        }),
        ("unexpected", &|case| {
            case.red("dlq", Fail, 1, Met::Unexpected);
        }),
        ("graded", &|case| {
            case.red("dlq", Fail, 1, Met::Graded).case.as_expected = None;
        }),
    ]);
    let total = &board.total;
    assert_eq!((total.with_faults, total.faults_found), (3, 1));
    assert_eq!((total.expected_findings, total.unmet), (3, 2));
    assert_eq!((total.expecting, total.as_expected), (5, 2));
    assert_eq!(total.found().percent(), Some(33));
    // Nobody expects a thing: that is no 100 %.
    let graded = scored(&[("graded", &|case| {
        case.passes("dlq").case.as_expected = None;
    })]);
    assert_eq!(graded.total.expected().percent(), None);
    assert_eq!(graded.total.found().percent(), None);
}

/// Cases by an axis: name, cases, clean.
#[track_caller]
fn rows(board: &Scoreboard, axis: Axis, expected: &[(Option<&str>, usize, usize)]) {
    let counts = |score: &Score| (score.cases, score.clean);
    let rows = board.rows(axis).iter();
    let rows: Vec<_> = rows
        .map(|row| {
            let (cases, clean) = counts(&row.score);
            (row.name.as_deref(), cases, clean)
        })
        .collect();
    assert_eq!(rows, expected, "{axis:?}");
}

#[test]
fn cases_by_what_tells_them_apart() {
    let mut made = Made::new("a.jsonl", &["dlq"]);
    made.case("1").by("r1", "b", "p").case.classes = vec!["x".into(), "y".into(), "x".into()];
    made.case("2").by("r2", "a", "p").case.platform = Some("terraform".into());
    let red = made
        .case("3")
        .by("r1", "a", "")
        .red("dlq", Fail, 1, Met::Expected);
    red.case.classes = vec!["x".into()];
    // An empty text says nothing.
    made.case("4").case.model = Some(String::new());
    let board = Scoreboard::of(vec![made.done()]).expect("a scoreboard");
    rows(
        &board,
        Axis::Model,
        &[(Some("a"), 2, 1), (Some("b"), 1, 1), (None, 1, 1)],
    );
    rows(
        &board,
        Axis::Run,
        &[(Some("r1"), 2, 1), (Some("r2"), 1, 1), (None, 1, 1)],
    );
    rows(
        &board,
        Axis::Class,
        &[(Some("x"), 2, 1), (Some("y"), 1, 1), (None, 2, 2)],
    );
    rows(
        &board,
        Axis::Platform,
        &[(Some("terraform"), 1, 1), (None, 3, 2)],
    );
    rows(&board, Axis::Prompt, &[(Some("p"), 2, 2), (None, 2, 1)]);
    let order: Vec<_> = board.cases.iter().map(|it| &*it.record.case.case).collect();
    assert_eq!(order, ["3", "1", "2", "4"], "by run, model, name");
    let trend: Vec<_> = board
        .trend
        .iter()
        .map(|it| (it.run.as_deref(), it.all.cases, it.models.len()))
        .collect();
    assert_eq!(
        trend,
        [(Some("r1"), 2, 2), (Some("r2"), 1, 1), (None, 1, 1)]
    );
}

/// Attempts are of one prompt if run and model are the same too.
#[test]
fn attempts_belong_to_a_run_a_model_and_a_prompt() {
    let mut made = Made::new("a.jsonl", &["dlq"]);
    let mut name = 0;
    let mut attempts = |run: &str, model: &str, passes: &[bool]| {
        for passes in passes {
            name += 1;
            let case = made.case(&name.to_string()).by(run, model, "orders");
            match passes {
                true => case.passes("dlq"),
                false => case.red("dlq", Fail, 1, Met::Expected),
            };
        }
    };
    attempts("r1", "a", &[true, false, false, true, false]);
    attempts("r1", "b", &[false, false]);
    attempts("r2", "a", &[true, true, true]);
    // One that did not load is an attempt that failed.
    made.case("refused")
        .by("r2", "a", "orders")
        .no_verdict(State::Refused);
    made.case("no prompt").by("r2", "a", "").passes("dlq");
    let board = Scoreboard::of(vec![made.done()]).expect("a scoreboard");
    let at = |score: &Score| -> Vec<_> {
        let ks = score.passes.ks();
        ks.into_iter()
            .map(|k| (k, score.passes.percent(k)))
            .collect()
    };
    let a = &board.rows(Axis::Model)[0].score;
    // (2/5 + 3/4) / 2, and so on up to the four attempts of the second run.
    assert_eq!(
        at(a),
        [(1, Some(57)), (2, Some(85)), (3, Some(95)), (4, Some(100))]
    );
    assert_eq!(
        at(&board.rows(Axis::Model)[1].score),
        [(1, Some(0)), (2, Some(0))]
    );
    assert_eq!(
        (board.total.passes.prompts(), board.total.passes.attempts()),
        (3, 11)
    );
    // (2/5 + 0 + 3/4) / 3
    assert_eq!(board.total.passes.percent(1), Some(38));
}

#[test]
fn what_a_file_says_may_be_any_number() {
    let mut made = Made::new("a.jsonl", &["dlq"]);
    for name in ["a", "b"] {
        let case = made.case(name).red("dlq", Fail, 1, Met::Expected);
        case.case.findings = usize::MAX;
        case.case.resources = 1;
        case.results[0].findings = usize::MAX;
    }
    let mut results = made.done_as(SummaryLine::default());
    results.suite.shard = Some(usize::MAX);
    results.suite.shards = Some(usize::MAX);
    let board = Scoreboard::of(vec![results]).expect("a scoreboard");
    assert_eq!(board.total.findings, usize::MAX);
    assert_eq!(board.warnings.len(), 1);
}
