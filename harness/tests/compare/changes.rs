//! What becomes of judgements and cases, and how a comparison ends.

use pretty_assertions::assert_eq;
use stackspec::exit::Exit;
use stackspec::suite::{Comparison, Results, TallyBy};

use crate::sides::{Case, side};

const SPECS: &[&str] = &["dlq", "kms", "warn-tags"];

/// What is said of a comparison, a line each.
fn said(comparison: &Comparison) -> Vec<String> {
    let cases = comparison.cases.iter().map(|case| {
        let bad = if case.change.is_worse() { "!" } else { "" };
        format!("{}: {}{bad}", case.case, case.change.words())
    });
    let changes = comparison.changes.iter().map(|it| {
        let bad = if it.is_worse() { "!" } else { "" };
        let (new, gone) = (it.new.len(), it.gone.len());
        let (case, spec, words) = (&it.case, &it.spec, it.change.words());
        format!("{case} {spec}: {words}{bad} +{new} -{gone}")
    });
    cases.chain(changes).collect()
}

#[track_caller]
fn of(before: &Results, after: &Results) -> Comparison {
    Comparison::of(before, after).expect("a comparison")
}

#[track_caller]
fn becomes(before: &[Case<'_>], after: &[Case<'_>], exit: Exit, expected: &[&str]) {
    let comparison = of(&side("a", SPECS, before), &side("b", SPECS, after));
    assert_eq!(said(&comparison), expected);
    assert_eq!(comparison.exit(), exit);
    assert_eq!(
        comparison.is_worse(),
        expected.iter().any(|it| it.contains('!'))
    );
    assert_eq!(comparison.warnings, []);
}

/// The same judgement on both sides of one case.
#[track_caller]
fn judged(before: &[&str], after: &[&str], exit: Exit, expected: &[&str]) {
    // Another judgement keeps the two comparable.
    let before = [before, &["kms=pass"]].concat();
    let after = [after, &["kms=pass"]].concat();
    becomes(&[("c", &before)], &[("c", &after)], exit, expected);
}

#[test]
fn the_same_is_no_change() {
    judged(&["dlq=pass"], &["dlq=pass"], Exit::Ok, &[]);
    judged(&["dlq=waived*1"], &["dlq=pass"], Exit::Ok, &[]);
    judged(&[], &[], Exit::Ok, &[]);
    let red = &["c dlq: unchanged red +0 -0"];
    judged(&["dlq=fail*2"], &["dlq=fail*2"], Exit::Ok, red);
    judged(&["dlq=vacuous*1"], &["dlq=vacuous*1"], Exit::Ok, red);
    judged(&["dlq=unknown*1"], &["dlq=fail*1"], Exit::Ok, red);
}

#[test]
fn what_gets_worse_is_red() {
    let worse = Exit::Mismatch;
    let broken = &["c dlq: newly broken! +2 -0"];
    judged(&["dlq=pass"], &["dlq=fail*2"], worse, broken);
    judged(&["dlq=pass"], &["dlq=unknown*2"], worse, broken);
    judged(&["dlq=pass"], &["dlq=error*2"], worse, broken);
    judged(&["dlq=waived*0"], &["dlq=fail*2"], worse, broken);
    // It was skipped for want of a subject, and its spec is not new.
    judged(&[], &["dlq=fail*2"], worse, broken);
    judged(&[], &["dlq=vacuous*2"], worse, broken);
    judged(&["dlq=vacuous*0"], &["dlq=fail*2"], worse, broken);
    let more = &["c dlq: unchanged red! +1 -0"];
    judged(&["dlq=fail*1"], &["dlq=fail*2"], worse, more);
}

#[test]
fn what_is_judged_no_more_is_red() {
    let worse = Exit::Mismatch;
    judged(&["dlq=pass"], &[], worse, &["c dlq: judged no more! +0 -0"]);
    judged(
        &["dlq=fail*2"],
        &[],
        worse,
        &["c dlq: judged no more! +0 -2"],
    );
    let vacuous = &["c dlq: judged no more! +1 -0"];
    judged(&["dlq=pass"], &["dlq=vacuous*1"], worse, vacuous);
    judged(
        &["dlq=vacuous*1"],
        &[],
        worse,
        &["c dlq: judged no more! +0 -1"],
    );
    // A whole case of which nothing is judged any more.
    becomes(
        &[("c", &["dlq=pass"]), ("d", &["dlq=pass"])],
        &[("c", &["nothing"]), ("d", &["dlq=pass"])],
        worse,
        &["c dlq: judged no more! +0 -0"],
    );
}

#[test]
fn what_gets_better_is_not_red() {
    judged(
        &["dlq=fail*2"],
        &["dlq=pass"],
        Exit::Ok,
        &["c dlq: newly fixed +0 -2"],
    );
    judged(
        &["dlq=error*1"],
        &["dlq=waived*0"],
        Exit::Ok,
        &["c dlq: newly fixed +0 -1"],
    );
    judged(&[], &["dlq=pass"], Exit::Ok, &["c dlq: judged newly +0 -0"]);
    judged(
        &["dlq=vacuous*1"],
        &["dlq=pass"],
        Exit::Ok,
        &["c dlq: judged newly +0 -1"],
    );
    judged(
        &["dlq=fail*3"],
        &["dlq=fail*1"],
        Exit::Ok,
        &["c dlq: unchanged red +0 -2"],
    );
}

/// As many findings as before, and another one: the numbers alone would hide it.
#[test]
fn findings_are_held_by_their_fingerprints() {
    let before = side("a", SPECS, &[("c", &["dlq=fail*2"])]);
    let mut after = before.clone();
    after.cases[0].findings[1].fingerprint = "another".into();
    let comparison = of(&before, &after);
    assert_eq!(said(&comparison), ["c dlq: unchanged red! +1 -1"]);
    assert_eq!(comparison.changes[0].new[0].fingerprint, "another");
    assert_eq!(comparison.changes[0].gone[0].fingerprint, "dlq-1");
    assert_eq!(comparison.exit(), Exit::Mismatch);
    // Equal fingerprints count as often as they are there.
    let (mut one, mut two) = (before.clone(), before.clone());
    one.cases[0].findings.truncate(1);
    two.cases[0].findings[1].fingerprint = "dlq-0".into();
    assert_eq!(said(&of(&one, &two)), ["c dlq: unchanged red! +1 -0"]);
    assert_eq!(said(&of(&two, &one)), ["c dlq: unchanged red +0 -1"]);
}

/// What a suffix changes: addresses, messages and places are others, fingerprints are the same.
#[test]
fn another_suffix_compares_clean() {
    let before = side("a", SPECS, &[("c", &["dlq=fail*2", "kms=pass"])]);
    let mut after = before.clone();
    for finding in &mut after.cases[0].findings {
        finding.address.push_str("-pr5678");
        finding.message.push_str(" in pr5678");
        finding.source = None;
    }
    let comparison = of(&before, &after);
    assert_eq!(said(&comparison), ["c dlq: unchanged red +0 -0"]);
    assert_eq!(comparison.exit(), Exit::Ok);
}

#[test]
fn advice_does_not_count() {
    judged(&[], &["warn-tags=fail*2"], Exit::Ok, &[]);
    judged(&["warn-tags=pass"], &["warn-tags=fail*2"], Exit::Ok, &[]);
    judged(&["warn-tags=fail*1"], &[], Exit::Ok, &[]);
}

#[test]
fn cases_come_and_go() {
    let keep: Case<'_> = ("keep", &["kms=pass"]);
    let red: Case<'_> = ("c", &["dlq=fail*1"]);
    let refused: Case<'_> = ("c", &["refused"]);
    becomes(&[keep, red], &[keep], Exit::Mismatch, &["c: gone!"]);
    becomes(&[keep], &[keep, red], Exit::Ok, &["c: new"]);
    becomes(
        &[keep, red],
        &[keep, refused],
        Exit::Mismatch,
        &["c: newly refused!"],
    );
    becomes(
        &[keep, refused],
        &[keep, red],
        Exit::Ok,
        &["c: refused no more"],
    );
    becomes(
        &[keep, refused],
        &[keep, refused],
        Exit::Ok,
        &["c: still refused"],
    );
}

/// Nothing in both is no success.
#[test]
fn nothing_compared_is_red() {
    let a: &[Case<'_>] = &[("a", &["dlq=pass"])];
    let b: &[Case<'_>] = &[("b", &["dlq=pass"])];
    becomes(a, b, Exit::Nothing, &["a: gone!", "b: new"]);
    becomes(&[], &[], Exit::Nothing, &[]);
    let refused: &[Case<'_>] = &[("a", &["refused"])];
    becomes(refused, refused, Exit::Nothing, &["a: still refused"]);
    let advised: &[Case<'_>] = &[("a", &["warn-tags=pass"])];
    becomes(advised, advised, Exit::Nothing, &[]);
    for (before, after, says) in [
        (a, b, "`a` and `b` have no case in common"),
        (
            refused,
            refused,
            "no judgement of level `deny` is in `a` and in `b`",
        ),
    ] {
        let comparison = of(&side("a", SPECS, before), &side("b", SPECS, after));
        let nothing = comparison.nothing().expect("a sentence");
        assert_eq!(nothing.message, says);
    }
    assert_eq!(
        of(&side("a", SPECS, a), &side("b", SPECS, a)).nothing(),
        None
    );
}

#[test]
fn a_spec_that_was_not_asked_makes_nothing_red() {
    let before = side("a", &["kms", "warn-dlq"], &[("c", &["kms=pass"])]);
    let after = side("b", &["kms", "dlq"], &[("c", &["kms=pass", "dlq=fail*1"])]);
    let comparison = of(&before, &after);
    assert_eq!(said(&comparison), ["c dlq: newly asked +1 -0"]);
    assert_eq!(comparison.exit(), Exit::Ok);
    let warning = &comparison.warnings[0];
    assert_eq!(warning.message, "`a` and `b` were judged by other specs");
    let notes = [
        "`aws::dlq` is only in `b`: it is asked newly",
        "`aws::warn-dlq` is only in `a`: it is asked no more",
    ];
    assert_eq!(warning.notes, notes);
    // Red twin: asked no more is judged no more.
    let comparison = of(&after, &before);
    assert_eq!(said(&comparison), ["c dlq: judged no more! +0 -1"]);
    assert_eq!(comparison.exit(), Exit::Mismatch);
    // So is what is only advice from now on.
    let mut advice = after.clone();
    advice.specs[1].level = "warn".into();
    advice.cases[0].results[1].level = "warn".into();
    let comparison = of(&after, &advice);
    assert_eq!(said(&comparison), ["c dlq: judged no more! +0 -1"]);
    assert_eq!(
        comparison.warnings[0].notes,
        ["`aws::dlq` was `deny`, and is `warn`"]
    );
    let comparison = of(&advice, &after);
    assert_eq!(said(&comparison), ["c dlq: newly asked +1 -0"]);
}

/// A built-in spec is asked in every run, and is in no list.
#[test]
fn a_built_in_spec_was_asked() {
    let before = side("a", SPECS, &[("c", &["kms=pass"])]);
    let mut after = side(
        "b",
        SPECS,
        &[("c", &["kms=pass", "reference-cycle=fail*1"])],
    );
    let case = &mut after.cases[0];
    case.results[1].file = "stackspec".into();
    case.findings[0].file = "stackspec".into();
    let comparison = of(&before, &after);
    assert_eq!(
        said(&comparison),
        ["c reference-cycle: newly broken! +1 -0"]
    );
}

#[test]
fn a_case_that_is_twice_is_refused() {
    let one = side("a", SPECS, &[("c", &["kms=pass"])]);
    let twice = side("b", SPECS, &[("c", &["kms=pass"]), ("c", &["kms=pass"])]);
    for (before, after) in [(&one, &twice), (&twice, &one)] {
        let error = Comparison::of(before, after).expect_err("refused");
        assert_eq!(error.message, "the case `c` is twice in `b`");
    }
}

#[test]
fn a_shard_is_a_warning() {
    let one = side("a", SPECS, &[("c", &["kms=pass"])]);
    let mut shard = one.clone();
    (shard.suite.shard, shard.suite.shards) = (Some(2), Some(3));
    let warnings = of(&one, &shard).warnings;
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].message, "`a` is only shard 2 of 3");
}

#[test]
fn changes_are_counted_by_spec_class_and_model() {
    let before = side(
        "a",
        SPECS,
        &[("c", &["dlq=pass", "kms=fail*2"]), ("g", &["dlq=pass"])],
    );
    let mut after = side("b", SPECS, &[("c", &["dlq=fail*1", "kms=fail*3"])]);
    after.cases[0].case.classes = vec!["one".into(), "two".into()];
    after.cases[0].case.model = None;
    let comparison = of(&before, &after);
    let rows = |by: usize| -> Vec<(Option<&str>, [usize; 4])> {
        let rows = comparison.by[by].iter();
        rows.map(|row| {
            let it = row.tally;
            let counts = [it.broken, it.still_red, it.new_findings, it.cases_gone];
            (row.name.as_deref(), counts)
        })
        .collect()
    };
    assert_eq!(TallyBy::ALL.map(TallyBy::word), ["spec", "class", "model"]);
    assert_eq!(
        rows(0),
        [
            (Some("aws::dlq"), [1, 0, 0, 0]),
            (Some("aws::kms"), [0, 1, 1, 0])
        ]
    );
    let gone = (Some("class"), [0, 0, 0, 1]);
    let (one, two) = ((Some("one"), [1, 1, 1, 0]), (Some("two"), [1, 1, 1, 0]));
    assert_eq!(rows(1), [gone, one, two]);
    assert_eq!(
        rows(2),
        [(Some("model-a"), [0, 0, 0, 1]), (None, [1, 1, 1, 0])]
    );
    let total = comparison.total;
    assert_eq!(
        [
            total.broken,
            total.still_red,
            total.new_findings,
            total.cases_gone
        ],
        [1, 1, 1, 1]
    );
}
