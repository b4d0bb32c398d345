//! Shards put together, and what stands in the way.

use pretty_assertions::assert_eq;
use stackspec::suite::{
    KnownLine, Met, MismatchKind, MismatchLine, Mode, Results, SourceLine, State, SummaryLine,
    digest, merge,
};
use stackspec::verdict::Outcome;

use crate::cli::{Came, Folder};
use crate::made::{Made, Say, text};

const NAMES: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

/// A suite of seven cases, all as they should be, as one run writes it.
fn whole() -> Results {
    let mut made = Made::new("whole", &["dlq", "kms"]);
    for (at, name) in NAMES.iter().enumerate() {
        let case = made.case(name).passes("kms");
        match at % 2 {
            0 => case.passes("dlq"),
            _ => case.red("dlq", Outcome::Fail, 2, Met::Expected),
        };
    }
    let mut whole = made.done();
    whole.suite.digest = digest(NAMES.into_iter());
    whole
}

/// What shards of it write, the last one first.
fn shards(whole: &Results, of: usize) -> Vec<Results> {
    let shards = (0..of).rev().map(|at| {
        let mut shard = whole.clone();
        shard.name = format!("{}.jsonl", at + 1);
        (shard.suite.shard, shard.suite.shards) = (Some(at + 1), Some(of));
        let mut nth = 0..;
        shard
            .cases
            .retain(|_| nth.next().is_some_and(|nth| nth % of == at));
        shard.mismatches.retain(|_| at == 0);
        shard.summary = SummaryLine::default();
        shard.cases.iter().for_each(|case| shard.summary.add(case));
        let (specs, mismatches) = (shard.specs.len(), shard.mismatches.len());
        shard.summary.close(specs, mismatches);
        shard
    });
    shards.collect()
}

#[test]
fn shards_are_the_whole() {
    let mut whole = whole();
    for of in [1, 2, 3, 7, 9] {
        let merged = merge(shards(&whole, of)).expect("merged");
        assert_eq!(text(&merged), text(&whole), "{of}");
    }
    whole.cases[2].unmet("dlq");
    let merged = merge(shards(&whole, 3)).expect("merged");
    assert_eq!(merged.summary.exit_code, 104);
    whole.cases[2].no_verdict(State::NothingJudged);
    whole.cases[3].no_verdict(State::Refused);
    let merged = merge(shards(&whole, 3)).expect("merged");
    assert_eq!(merged.summary.exit_code, 102);
    assert_eq!(
        [merged.summary.nothing_judged, merged.summary.refused],
        [1, 1]
    );
}

/// What only the whole can say: that a spec is idle and that a known failure is not needed. What a
/// shard said of the suite stands before it.
#[test]
fn the_whole_is_judged() {
    let mut idle = whole();
    for case in &mut idle.cases {
        case.results.iter_mut().for_each(|line| {
            if line.spec == "kms" {
                line.outcome = Outcome::Vacuous;
            }
        });
    }
    let source = SourceLine {
        file: "suite.toml".into(),
        line: 3,
        column: 1,
    };
    idle.suite.knowns = vec![KnownLine {
        written: "of `dlq`".into(),
        source: source.clone(),
    }];
    idle.mismatches.push(MismatchLine {
        case: String::new(),
        stack: String::new(),
        file: String::new(),
        spec: String::new(),
        kind: MismatchKind::StaleBaseline,
        message: "stale".into(),
        source: Some(source),
        notes: Vec::new(),
        help: Vec::new(),
    });
    let merged = merge(shards(&idle, 3)).expect("merged");
    let kinds: Vec<MismatchKind> = merged.mismatches.iter().map(|it| it.kind).collect();
    let expected = [
        MismatchKind::StaleBaseline,
        MismatchKind::IdleSpec,
        MismatchKind::UnexpectedPass,
    ];
    assert_eq!(kinds, expected);
    assert_eq!(
        (merged.summary.mismatches, merged.summary.exit_code),
        (3, 104)
    );
    // A part of the suite says nothing of specs that idle.
    idle.suite.whole = false;
    let merged = merge(shards(&idle, 3)).expect("merged");
    assert_eq!(merged.mismatches.len(), 1);
}

/// Three shards, of which the first in the list is 3.jsonl, then changed.
#[track_caller]
fn refused(change: impl FnOnce(&mut Vec<Results>), says: &str) {
    let mut shards = shards(&whole(), 3);
    change(&mut shards);
    let error = merge(shards).expect_err("refused");
    assert_eq!(error.message, says);
    assert!(!error.help.is_empty());
}

#[test]
fn overlaps_are_refused() {
    refused(
        |it| it.push(it[0].clone()),
        "`3.jsonl` and `3.jsonl` are both shard 3/3",
    );
    refused(
        |it| {
            let again = it[0].cases[0].clone();
            it[2].cases.push(again);
        },
        "the case `c` is in `1.jsonl` and in `3.jsonl`",
    );
    refused(
        |it| {
            let again = it[2].cases[0].clone();
            it[2].cases.push(again);
        },
        "the case `a` is twice in `1.jsonl`",
    );
}

#[test]
fn gaps_are_refused() {
    refused(Vec::clear, "there is no result to merge");
    refused(|it| _ = it.pop(), "the results of shard 1/3 are missing");
    refused(
        |it| it.truncate(1),
        "the results of shards 1/3, 2/3 are missing",
    );
    refused(
        |it| _ = it[2].cases.pop(),
        "the suite has 7 cases, and 6 are in `1.jsonl`, `2.jsonl`, `3.jsonl`",
    );
    // A file may say anything of how many there are.
    let many = |shards: &mut Vec<Results>| {
        shards.truncate(1);
        shards[0].suite.shards = Some(usize::MAX);
    };
    let of = usize::MAX;
    let more = of - 6;
    let says = format!(
        "the results of shards 1/{of}, 2/{of}, 4/{of}, 5/{of}, 6/{of} and {more} more are missing"
    );
    refused(many, &says);
    refused(
        |it| it[0].suite.shard = Some(4),
        "`3.jsonl` says it is shard 4/3",
    );
    refused(
        |it| it[0].suite.shard = Some(0),
        "`3.jsonl` says it is shard 0/3",
    );
    // As many cases as there should be, and another one.
    refused(
        |it| {
            let case = &mut it[2].cases[2];
            *case = Made::new("", &[]).case("other").clone();
        },
        "`1.jsonl`, `2.jsonl`, `3.jsonl` have other cases than their suite says",
    );
}

#[test]
fn shards_of_two_runs_are_refused() {
    let not = |what: &str| format!("`3.jsonl` and `2.jsonl` are not of one run: {what}");
    refused(
        |it| it[1].suite.shards = Some(4),
        &not("the one is of 3 shards, the other of 4"),
    );
    refused(
        |it| it[1].suite.mode = Mode::Grade,
        &not("only one of them expects anything (`--grade`)"),
    );
    let cases = not("their suites have other cases");
    refused(|it| it[1].suite.digest = "other".into(), &cases);
    refused(|it| it[1].suite.cases += 1, &cases);
    let specs = not("other specs judged them, of which `aws::kms` is one");
    refused(|it| _ = it[1].specs.pop(), &specs);
    refused(|it| it[1].specs[1].level = "warn".into(), &specs);
    refused(
        |it| it[1].specs.reverse(),
        &not("their specs are in another order"),
    );
    refused(
        |it| it[1].suite.title = None,
        &not("their suites are not the same"),
    );
    refused(
        |it| it[1].suite.whole = false,
        &not("their suites are not the same"),
    );
    refused(
        |it| (it[1].suite.shard, it[1].suite.shards) = (None, None),
        "`2.jsonl` is no shard: it is of a whole run",
    );
}

fn run(files: &[(&str, &str)], more: &[&str]) -> (Folder, Came) {
    let folder = Folder::with(files);
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let came = folder.run(&[&["merge"], &names[..], more].concat());
    (folder, came)
}

#[test]
fn the_verb_writes_the_whole() {
    let whole = whole();
    let texts: Vec<String> = shards(&whole, 2).iter().map(text).collect();
    let files = [("2.jsonl", &*texts[0]), ("1.jsonl", &*texts[1])];
    let (folder, came) = run(&files, &["--output", "all.jsonl"]);
    came.is(0, &["ok: 7 cases: 4 clean, 3 faulty; 7 as expected"]);
    let written = std::fs::read_to_string(folder.path("all.jsonl")).expect("written");
    assert_eq!(written, text(&whole));
    let (_, came) = run(&files, &["--message-format", "json"]);
    assert_eq!((came.out, came.code), (text(&whole), Some(0)));
    let (_, came) = run(&files, &["--output", "gone/all.jsonl"]);
    came.is(2, &["cannot be written"]);
    let (_, came) = run(&files, &["--report", "lcov=x"]);
    came.is(
        2,
        &["`--report` is of coverage, and there is none in `2.jsonl`"],
    );
}

#[test]
fn the_verb_refuses() {
    let texts: Vec<String> = shards(&whole(), 2).iter().map(text).collect();
    let shard = ("2.jsonl", &*texts[0]);
    let (folder, came) = run(&[shard], &["--output", "all.jsonl"]);
    came.is(102, &["the results of shard 1/2 are missing"]);
    assert!(!folder.path("all.jsonl").exists());
    run(&[shard], &["gone.jsonl"])
        .1
        .is(102, &["`gone.jsonl` cannot be read"]);
    run(&[shard, ("1.jsonl", "")], &[])
        .1
        .is(102, &["`1.jsonl`: this is no result of a suite"]);
    let cut = &texts[1][..texts[1].len() / 2];
    run(&[shard, ("1.jsonl", cut)], &[])
        .1
        .is(102, &["`1.jsonl`"]);
    let coverage = "{\"type\":\"stack\",\"name\":\"a\"}\n";
    let says = "`2.jsonl` is a result of a suite, and `c.jsonl` is none";
    run(&[shard, ("c.jsonl", coverage)], &[]).1.is(2, &[says]);
    run(&[("c.jsonl", coverage), shard], &[]).1.is(2, &[says]);
}
