//! Gates and what does not count, on coverage that is made by hand.

use pretty_assertions::assert_eq;
use stackspec::config::{self, Config};
use stackspec::coverage::{Coverage, ResourceCoverage, StackCoverage};
use stackspec::diagnostic::SourceFile;
use stackspec::proof::{
    self, BlockLeaves, Class, ClauseProof, Counted, Gate, GateResult, Leaf, LeafCoverage,
    LeafState, Operator, StackLeaves, judge_gates,
};
use stackspec::stack::BlockKind;

/// Three resources, of which `aws_vpc.net` is not covered.
fn resources() -> Coverage {
    let resource = |address: &str, by: &[&str]| ResourceCoverage {
        address: address.to_owned(),
        type_name: address.split('.').next().unwrap().to_owned(),
        construct_path: Some(format!("app/{}", address.replace('.', "/"))),
        covered_by: by.iter().map(|it| (*it).to_owned()).collect(),
    };
    Coverage {
        stacks: vec![StackCoverage {
            stack: "app".to_owned(),
            resources: vec![
                resource("aws_sqs_queue.a", &["q::name"]),
                resource("aws_sqs_queue.b", &["q::name"]),
                resource("aws_vpc.net", &[]),
            ],
        }],
    }
}

/// Of seven leaves three are covered, two by one clause; one is not known.
fn leaves() -> LeafCoverage {
    use LeafState::{Consulted, Covered, Never, Present, Unknown};
    let leaf = |path: &str, state, by: &[usize]| Leaf {
        path: path.into(),
        class: 0,
        line: 7,
        column: 9,
        state,
        by: by.into(),
    };
    let block = |kind, address: &str, leaves| BlockLeaves {
        kind,
        address: address.to_owned(),
        type_name: address.split('.').next().unwrap().to_owned(),
        construct_path: None,
        file: "in/main.tf.json".into(),
        line: 3,
        covered_by: Vec::new(),
        leaves,
    };
    let clause = |spec: &str, clause, covers, why: Option<&str>| ClauseProof {
        file: "q".to_owned(),
        spec: spec.to_owned(),
        clause,
        written: "{ at = '$.name' }".to_owned(),
        source: "specs/q.toml".into(),
        line: 4 + clause,
        proven: why.is_none(),
        why: why.map(str::to_owned),
        covers,
    };
    LeafCoverage {
        stacks: vec![StackLeaves {
            stack: "app".to_owned(),
            role: "app".to_owned(),
            classes: vec![Class {
                kind: BlockKind::Resource,
                type_name: "aws_sqs_queue".to_owned(),
                path: "$.name".to_owned(),
            }],
            blocks: vec![
                block(
                    BlockKind::Resource,
                    "aws_sqs_queue.a",
                    vec![
                        leaf("$.name", Covered, &[0]),
                        leaf("$.tags.Name", Never, &[]),
                        leaf("$.tags['a.b']", Present, &[]),
                    ],
                ),
                block(
                    BlockKind::Resource,
                    "aws_sqs_queue.b",
                    vec![
                        leaf("$.name", Covered, &[0, 2]),
                        leaf("$.arn", Unknown, &[]),
                    ],
                ),
                block(
                    BlockKind::Resource,
                    "aws_vpc.net",
                    vec![leaf("$.cidr_block", Consulted, &[])],
                ),
                block(
                    BlockKind::Output,
                    "output.url",
                    vec![leaf("$.value", Covered, &[1])],
                ),
            ],
        }],
        clauses: vec![
            clause("name", 0, 2, None),
            clause("url", 0, 1, None),
            clause("both", 0, 1, None),
            clause("both", 1, 0, Some("no change of one thing makes it fail")),
        ],
    }
}

fn config(text: &str) -> Config {
    let file = SourceFile {
        path: "stackspec.toml".into(),
        text: text.into(),
    };
    config::parse(&file).unwrap()
}

fn counted(config: &Config) -> Counted {
    proof::count(&config.coverage.ignore, resources(), Some(leaves()))
}

/// Holds the counted shares and whether each gate is met; `text` is a whole configuration.
#[track_caller]
fn gates(text: &str, expected: &[(&str, Option<u8>, usize, usize, bool)]) -> Vec<GateResult> {
    let config = config(text);
    let results = judge_gates(&config.coverage.gates, &counted(&config), 20);
    let found: Vec<_> = results
        .iter()
        .map(|it| (it.gate.name(), it.percent, it.part, it.all, it.is_met()))
        .collect();
    assert_eq!(found, expected, "{text}");
    results
}

#[test]
fn each_gate_at_the_bar_and_below_it() {
    gates("", &[]);
    let bars = "[coverage]\nresources = 66\nattributes = 50\nclauses_proven = 75\n";
    let met = [
        ("resources", Some(66), 2, 3, true),
        ("attributes", Some(50), 3, 6, true),
        ("clauses_proven", Some(75), 3, 4, true),
    ];
    gates(bars, &met);
    let bars = "[coverage]\nresources = 67\nattributes = 51\nclauses_proven = 76\n";
    let missed = met.map(|(name, percent, part, all, _)| (name, percent, part, all, false));
    let results = gates(bars, &missed);
    let missing: Vec<String> = results
        .iter()
        .flat_map(|it| &it.missing)
        .map(|it| {
            let place = it
                .place
                .as_ref()
                .map(|(file, line)| format!("{}:{line}", file.display()));
            format!("{} ({}) {}", it.what, it.note, place.unwrap_or_default())
        })
        .collect();
    // What is not known is not missing.
    let expected = [
        "aws_vpc.net (app/aws_vpc/net) ",
        "aws_sqs_queue.a $.tags.Name () in/main.tf.json:7",
        "aws_sqs_queue.a $.tags['a.b'] (present) in/main.tf.json:7",
        "aws_vpc.net $.cidr_block (consulted) in/main.tf.json:7",
        "q::both clause 2: { at = '$.name' } (no change of one thing makes it fail) specs/q.toml:5",
    ];
    assert_eq!(missing, expected);
}

#[test]
fn one_that_is_not_covered_is_never_rounded_away() {
    let mut many = resources();
    let covered = many.stacks[0].resources[0].clone();
    many.stacks[0].resources.extend(vec![covered; 997]);
    let counted = proof::count(&[], many, None);
    let results = judge_gates(
        &config("[coverage]\nresources = 100\n").coverage.gates,
        &counted,
        9,
    );
    assert_eq!((results[0].percent, results[0].is_met()), (Some(99), false));
}

/// Nothing to cover meets no gate, not even one of 0 percent; nor do leaves that nobody counted.
#[test]
fn nothing_to_cover_is_red() {
    let all = "[coverage]\nresources = 0\nattributes = 0\nclauses_proven = 0\n";
    let demands = config(all).coverage.gates;
    let empty = [
        proof::count(&[], Coverage::default(), Some(LeafCoverage::default())),
        proof::count(&[], Coverage::default(), None),
    ];
    for counted in empty {
        let results = judge_gates(&demands, &counted, 20);
        let found: Vec<_> = results.iter().map(|it| (it.percent, it.is_met())).collect();
        assert_eq!(found, [(None, false); 3]);
    }
    // Nothing is left.
    let ignored = "[[coverage.ignore]]\naddress = \"*\"\nreason = \"all\"\n\
                   [[coverage.ignore]]\nspec = \"*\"\nreason = \"all\"\n";
    gates(
        &format!("{all}{ignored}"),
        &[
            ("resources", None, 0, 0, false),
            ("attributes", None, 0, 0, false),
            ("clauses_proven", None, 0, 0, false),
        ],
    );
}

/// Holds what an entry takes away: resources, leaves, clauses.
#[track_caller]
fn takes(entry: &str, expected: (usize, usize, usize)) -> Counted {
    let config = config(&format!("[[coverage.ignore]]\n{entry}\nreason = \"x\"\n"));
    let counted = counted(&config);
    let it = &counted.ignores[0];
    assert_eq!((it.resources, it.leaves, it.clauses), expected, "{entry}");
    assert_eq!(it.is_unused(), expected == (0, 0, 0), "{entry}");
    counted
}

#[test]
fn what_does_not_count() {
    takes("type = \"aws_vpc\"", (1, 1, 0));
    takes("type = \"aws_vpcs\"", (0, 0, 0));
    takes("address = \"aws_sqs_queue.?\"", (2, 5, 0));
    takes("address = \"output.*\"", (0, 1, 0));
    takes("construct = \"app/aws_vpc/*\"", (1, 0, 0));
    takes("type = \"aws_sqs_queue\"\naddress = \"*.b\"", (1, 2, 0));
    takes("type = \"aws_vpc\"\naddress = \"*.b\"", (0, 0, 0));
    takes("type = \"*\"\npath = \"$.tags.*\"", (0, 2, 0));
    takes("type = \"aws_vpc\"\npath = \"$.tags.*\"", (0, 0, 0));
    takes("type = \"*\"\npath = \"$\"", (0, 6, 0));
    takes("spec = \"q::both\"", (0, 0, 2));
    takes("spec = \"both\"\nclause = 2", (0, 0, 1));
    takes("spec = \"both\"\nclause = 3", (0, 0, 0));
    takes("spec = \"r::*\"", (0, 0, 0));
}

#[test]
fn what_does_not_count_is_in_no_share() {
    let all = "[coverage]\nresources = 100\nattributes = 100\nclauses_proven = 100\n";
    let ignore = |entry: &str| format!("{all}[[coverage.ignore]]\n{entry}\nreason = \"x\"\n");
    gates(
        &ignore("type = \"aws_vpc\""),
        &[
            ("resources", Some(100), 2, 2, true),
            ("attributes", Some(60), 3, 5, false),
            ("clauses_proven", Some(75), 3, 4, false),
        ],
    );
    gates(
        &ignore("type = \"aws_sqs_queue\"\npath = \"$.tags\""),
        &[
            ("resources", Some(66), 2, 3, false),
            ("attributes", Some(75), 3, 4, false),
            ("clauses_proven", Some(75), 3, 4, false),
        ],
    );
    gates(
        &ignore("spec = \"q::both\"\nclause = 2"),
        &[
            ("resources", Some(66), 2, 3, false),
            ("attributes", Some(50), 3, 6, false),
            ("clauses_proven", Some(100), 3, 3, true),
        ],
    );
    // A clause that does not count still covers what it covers; a leaf that does not count is
    // covered by nobody.
    let counted = takes("address = \"aws_sqs_queue.b\"", (1, 2, 0));
    let leaves = counted.leaves.as_ref().unwrap();
    let covers: Vec<_> = leaves.clauses.iter().map(|clause| clause.covers).collect();
    assert_eq!((covers, counted.ignored_resources), (vec![1, 1, 0, 0], 1));
    let counted = takes("spec = \"name\"", (0, 0, 1));
    assert_eq!(counted.of(Gate::Attributes), (6, 3));
}

/// Two entries that name the same both take it away, and it is counted once.
#[test]
fn entries_may_overlap() {
    let entry = "[[coverage.ignore]]\ntype = \"aws_vpc\"\nreason = \"x\"\n";
    let counted = counted(&config(&entry.repeat(2)));
    let taken: Vec<_> = counted
        .ignores
        .iter()
        .map(|it| (it.resources, it.line()))
        .collect();
    assert_eq!(taken, [(1, 1), (1, 4)]);
    assert_eq!(counted.ignored_resources, 1);
    assert_eq!(counted.of(Gate::Resources), (2, 2));
}

/// What nobody counted is not called unused.
#[test]
fn unused_is_what_was_asked_for() {
    let text = "[[coverage.ignore]]\ntype = \"aws_vpc\"\npath = \"$.x\"\nreason = \"x\"\n\
                [[coverage.ignore]]\nspec = \"r::*\"\nreason = \"x\"\n\
                [[coverage.ignore]]\ntype = \"aws_lb\"\nreason = \"x\"\n";
    let ignore = config(text).coverage.ignore;
    let unused = |leaves| {
        let counted = proof::count(&ignore, resources(), leaves);
        let uses = counted.ignores.iter();
        uses.map(proof::IgnoreUse::is_unused).collect::<Vec<_>>()
    };
    assert_eq!(unused(None), [false, false, true]);
    assert_eq!(unused(Some(leaves())), [true, true, true]);
}

#[test]
fn mutants_that_are_not_tried() {
    let skips = |entry: &str| {
        let entry = format!("[[mutant.skip]]\n{entry}\nreason = \"x\"\n");
        proof::skips(&config(&entry).skips)
    };
    let queue = config::BlockName {
        kind: BlockKind::Resource,
        type_name: "aws_sqs_queue",
        address: "aws_sqs_queue.a",
        construct_path: None,
    };
    let has =
        |entry: &str, path: &str, operator| skips(entry).unwrap()[0].has(queue, path, operator);
    let drop = "type = \"aws_*\"\npath = \"$.tags.*\"\noperator = \"drop\"";
    assert!(has(drop, "$.tags.Name", Operator::Drop));
    assert!(!has(drop, "$.tags.Name", Operator::Literal));
    assert!(!has(drop, "$.name", Operator::Drop));
    assert!(!has(drop, "$", Operator::Remove));
    assert!(has("address = \"aws_sqs_queue.a\"", "$", Operator::Remove));
    assert!(has(
        "address = \"aws_sqs_queue.a\"",
        "$.name",
        Operator::Star
    ));
    assert!(!has(
        "address = \"aws_sqs_queue.b\"",
        "$.name",
        Operator::Star
    ));
    let errors = skips("type = \"*\"\noperator = \"dorp\"").unwrap_err();
    let expected = "error: no operator is called `dorp`\n --> stackspec.toml:3:12\n  |\n\
                    3 | operator = \"dorp\"\n  |            ^^^^^^\n  |\n  = help: did you mean `drop`?";
    assert_eq!(errors[0].render(false), expected);
}
