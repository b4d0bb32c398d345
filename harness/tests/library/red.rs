//! How the library does on infrastructure that other people wrote: a table of what is red where.

use std::collections::BTreeMap;
use std::path::Path;

use pretty_assertions::assert_eq;

use crate::common::run;
use crate::real::{corpus, say};

/// The outcomes of a spec over stacks.
#[derive(Default)]
struct Tally {
    level: String,
    outcomes: BTreeMap<String, usize>,
}

impl Tally {
    fn of(&self, outcome: &str) -> usize {
        self.outcomes.get(outcome).copied().unwrap_or_default()
    }

    /// The stacks that have something to judge.
    fn applies(&self) -> usize {
        self.outcomes.values().sum::<usize>() - self.of("skipped")
    }
}

/// No spec errs on real code, none is vacuous, and none is red for what nobody can know.
#[test]
fn the_corpus_is_judged_and_counted() {
    let Some(corpus) = corpus() else { return };
    let mut trees: Vec<_> = std::fs::read_dir(corpus.join("cdktf"))
        .unwrap()
        .map(|entry| entry.unwrap().path().join("cdktf.out"))
        .filter(|path| path.is_dir())
        .collect();
    trees.sort();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let (mut stacks, mut wrong) = (0, Vec::new());
    for tree in &trees {
        stacks += judge(tree, &mut tallies, &mut wrong);
    }
    print(&tallies, stacks);
    assert_eq!(wrong, [] as [String; 0]);
    assert!(stacks >= trees.len(), "{stacks} stacks");
}

/// Judges a tree; the number of its stacks.
fn judge(tree: &Path, tallies: &mut BTreeMap<String, Tally>, wrong: &mut Vec<String>) -> usize {
    let path = tree.to_str().unwrap();
    let came = run(&[
        "check",
        path,
        "--library",
        "all",
        "--message-format",
        "json",
    ]);
    assert!(
        matches!(came.code, Some(0 | 4 | 100)),
        "{path}: {:?} {}",
        came.code,
        came.err
    );
    let lines = came.json();
    for line in lines
        .iter()
        .filter(|line| line["type"] == "verdict" && line["file"] != "stackspec")
    {
        let [spec, outcome, level] =
            ["spec", "outcome", "level"].map(|key| line[key].as_str().unwrap());
        let tally = tallies.entry(spec.to_owned()).or_default();
        level.clone_into(&mut tally.level);
        *tally.outcomes.entry(outcome.to_owned()).or_default() += 1;
        if ["error", "vacuous", "unknown"].contains(&outcome) {
            wrong.push(format!("{path}: {spec} is {outcome}: {}", line["reason"]));
        }
    }
    lines.iter().filter(|line| line["type"] == "stack").count()
}

fn print(tallies: &BTreeMap<String, Tally>, stacks: usize) {
    say(&format!(
        "{:<52} {:>5} {:>7} {:>5}  of {stacks} stacks",
        "spec", "level", "applies", "red"
    ));
    let mut rows: Vec<_> = tallies.iter().collect();
    rows.sort_by_key(|(spec, tally)| (std::cmp::Reverse(tally.of("fail")), *spec));
    for (spec, tally) in rows {
        let (level, applies, red) = (&tally.level, tally.applies(), tally.of("fail"));
        say(&format!("{spec:<52} {level:>5} {applies:>7} {red:>5}"));
    }
    for level in ["deny", "warn"] {
        let of = || tallies.values().filter(|tally| tally.level == level);
        let often = of().filter(|tally| tally.of("fail") * 10 > stacks).count();
        let (all, never) = (
            of().count(),
            of().filter(|tally| tally.of("fail") == 0).count(),
        );
        say(&format!(
            "{level}: {all} specs, {never} never red, {often} red on more than 10 % of the stacks"
        ));
    }
}
