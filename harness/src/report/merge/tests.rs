use pretty_assertions::assert_eq;

use super::*;
use crate::config::CoverageConfig;
use crate::proof::LeafState;
use crate::report::{example, json};

fn text(report: &CoverageReport) -> String {
    let mut text = Vec::new();
    json::write_coverage(report, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

/// What a shard says that judged only the specs of one file.
fn only(file: &str) -> CoverageReport {
    let mut report = example::report();
    report
        .verdicts
        .retain(|it| it.file == file || it.is_built_in());
    let kept: Vec<usize> = report
        .leaves
        .clauses
        .iter()
        .enumerate()
        .filter(|(_, clause)| clause.file == file)
        .map(|(at, _)| at)
        .collect();
    report.leaves.clauses.retain(|clause| clause.file == file);
    let blocks = report
        .leaves
        .stacks
        .iter_mut()
        .flat_map(|it| &mut it.blocks);
    for block in blocks {
        block.covered_by.retain(|spec| spec.starts_with(file));
        for leaf in &mut block.leaves {
            let by = leaf
                .by
                .iter()
                .filter_map(|at| kept.iter().position(|it| it == at));
            leaf.by = by.collect();
            if leaf.by.is_empty() && leaf.state == LeafState::Covered {
                leaf.state = LeafState::Never;
            }
        }
    }
    report.gated(&CoverageConfig::default())
}

/// The same report, of a stack of another name.
fn renamed(report: &CoverageReport, name: &str) -> CoverageReport {
    let mut report = report.clone();
    let rename = |line: &mut String| *line = line.replace("shop-pr1", name);
    for stack in &mut report.stacks {
        stack.name = name.to_owned();
        rename(&mut stack.line);
    }
    for verdict in &mut report.verdicts {
        verdict.stack = name.to_owned();
        rename(&mut verdict.line);
    }
    for stack in &mut report.leaves.stacks {
        stack.stack = name.to_owned();
    }
    report
}

fn files(texts: &[String]) -> Vec<(String, String)> {
    let named = texts.iter().enumerate();
    named
        .map(|(at, text)| (format!("shard{at}.jsonl"), text.clone()))
        .collect()
}

fn merged(texts: &[String]) -> Merged {
    let mut merged = merge(&files(texts)).unwrap();
    merged.report = merged.report.gated(&CoverageConfig::default());
    merged
}

#[test]
fn shards_of_specs_are_the_whole() {
    let whole = example::report();
    let shards = [text(&only("storage")), text(&only("tags"))];
    for shards in [shards.clone(), [shards[1].clone(), shards[0].clone()]] {
        let merged = merged(&shards);
        assert_eq!(text(&merged.report), text(&whole));
        assert_eq!(merged.report, whole);
        assert_eq!(merged.missing, []);
    }
    // One alone is what it was.
    assert_eq!(text(&merged(&[text(&whole)]).report), text(&whole));
}

#[test]
fn shards_of_stacks_are_counted_together() {
    let whole = example::report();
    let merged = merged(&[text(&whole), text(&renamed(&whole, "other"))]).report;
    let (one, two) = (whole.figures(), merged.figures());
    assert_eq!(two.attributes.count, 2 * one.attributes.count);
    assert_eq!(two.attributes.of, 2 * one.attributes.of);
    assert_eq!(two.proven, one.proven);
    assert_eq!(two.proven.of, 4);
    let covers: Vec<usize> = merged.leaves.clauses.iter().map(|it| it.covers).collect();
    assert_eq!(covers, [4, 4, 4, 0]);
    assert_eq!(merged.specs(), 2);
}

#[test]
fn the_strongest_shard_counts() {
    let whole = example::report();
    let mut weak = only("tags");
    for clause in &mut weak.leaves.clauses {
        clause.proven = false;
        clause.why = Some("not here".into());
    }
    let merged = merged(&[text(&renamed(&weak, "other")), text(&whole)]).report;
    let proven: Vec<bool> = merged.leaves.clauses.iter().map(|it| it.proven).collect();
    assert_eq!(proven, [true, true, true, false]);
    let why: Vec<bool> = merged
        .leaves
        .clauses
        .iter()
        .map(|it| it.why.is_some())
        .collect();
    assert_eq!(why, [false, false, false, true]);
}

#[test]
fn what_nobody_judged_is_said() {
    let merged = merged(&[
        text(&only("storage")),
        text(&renamed(&only("tags"), "other")),
    ]);
    let missing: Vec<(&str, &str)> = merged.missing.iter().map(|(a, b)| (&**a, &**b)).collect();
    assert_eq!(
        missing,
        [("shop-pr1", "tags::owner"), ("other", "storage::versions")]
    );
}

#[track_caller]
fn refused(texts: &[String], expected: &[&str]) {
    let found = merge(&files(texts)).unwrap_err();
    let said: Vec<String> = found.iter().map(|error| error.render(false)).collect();
    let said = said.join("\n");
    for part in expected {
        assert!(said.contains(part), "`{part}` is not in:\n{said}");
    }
}

#[test]
fn what_is_no_whole_report_is_refused() {
    let whole = text(&example::report());
    let lines: Vec<&str> = whole.lines().collect();
    let cut = lines[..lines.len() - 1].join("\n");
    refused(
        &[cut],
        &["shard0.jsonl", "its last line is of type `clause`"],
    );
    refused(&[whole[..whole.len() - 20].to_owned()], &["it was cut off"]);
    refused(&[String::new()], &["it was cut off or is no report"]);
    for (line, what) in [
        (0, "stacks"),
        (1, "verdicts"),
        (4, "resources"),
        (5, "leaves"),
    ] {
        let mut fewer = lines.clone();
        fewer.remove(line);
        let said = match line {
            // The leaves of a block that is gone stand behind no block.
            4 => "stands before its leaf",
            _ => what,
        };
        refused(&[fewer.join("\n")], &[said]);
    }
    let changed = whole.replacen(
        "\"state\":\"never\",\"line\"",
        "\"state\":\"covered\",\"line\"",
        1,
    );
    refused(&[changed], &["its leaves are not those"]);
    let changed = whole.replacen("\"proven\":false", "\"proven\":true", 1);
    refused(&[changed], &["its clauses are not those"]);
    let version = format!("\"version\":{}", json::VERSION);
    refused(
        &[whole.replace(&version, "\"version\":99")],
        &["of version 99", "version 1"],
    );
    let verb = "\"verb\":\"coverage\"";
    refused(
        &[whole.replace(verb, "\"verb\":\"mutate\"")],
        &["a report of `mutate`"],
    );
    refused(
        &[whole.replace(&format!("{verb},"), "")],
        &["a report of `check`"],
    );
    let foreign = format!("{{\"type\":\"finding\"}}\n{whole}");
    refused(
        &[foreign],
        &[
            "shard0.jsonl:1",
            "a line of type `finding` cannot be merged",
        ],
    );
    let problem = format!("{{\"type\":\"problem\"}}\n{whole}");
    refused(&[problem], &["this run came to nothing"]);
    refused(&[format!("nonsense\n{whole}")], &["shard0.jsonl:1"]);
    let none = whole.replacen(
        "\"state\":\"never\",\"line\"",
        "\"state\":\"green\",\"line\"",
        1,
    );
    refused(&[none], &["`green` is no state of a leaf"]);
}

#[test]
fn shards_that_do_not_fit_are_refused() {
    let (storage, tags) = (only("storage"), only("tags"));
    refused(
        &[text(&storage), text(&tags), text(&storage)],
        &[
            "`shard0.jsonl` and `shard2.jsonl` are the same shard",
            "storage::versions on `shop-pr1`",
        ],
    );
    let mut other = tags.clone();
    other.leaves.stacks[0].blocks[0].leaves.pop();
    refused(
        &[text(&storage), text(&other)],
        &[
            "the stack `shop-pr1` is not the same",
            "aws_s3_bucket.logs has 6 leaves, and 5",
        ],
    );
    let mut other = tags.clone();
    other.leaves.stacks[0].blocks.pop();
    refused(&[text(&storage), text(&other)], &["3 blocks, and 2"]);
    let mut other = tags.clone();
    other.leaves.stacks[0].blocks[1].leaves[0].path = "$.other".into();
    refused(
        &[text(&storage), text(&other)],
        &["aws_sqs_queue.jobs: $.delay_seconds in line 21, and $.other in 21"],
    );
    let mut other = renamed(&storage, "other");
    other.leaves.clauses[0].written = "something else".into();
    refused(
        &[text(&storage), text(&other)],
        &["storage::versions#1 is not the same"],
    );
}

#[test]
fn the_shards_of_a_run_are_all_there() {
    let part = |number, of, report: CoverageReport| {
        let mut report = report;
        report.shard = Some(super::super::proof::Shard { number, of });
        text(&report)
    };
    let (one, two) = (part(1, 2, only("storage")), part(2, 2, only("tags")));
    let whole = text(&example::report());
    for shards in [[one.clone(), two.clone()], [two.clone(), one.clone()]] {
        assert_eq!(text(&merged(&shards).report), whole);
    }
    refused(
        std::slice::from_ref(&one),
        &["the report of shard 2/2 is missing"],
    );
    refused(
        std::slice::from_ref(&two),
        &["the report of shard 1/2 is missing"],
    );
    let foreign = part(3, 3, only("tags"));
    refused(
        &[one.clone(), foreign],
        &["`shard0.jsonl` is not of the shards", "--shard N/3"],
    );
    refused(&[one, text(&only("tags"))], &["is not of the shards"]);
}
