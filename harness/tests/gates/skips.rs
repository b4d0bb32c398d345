//! `[[mutant.skip]]`: what is not tried is listed with its reason, and counts neither way.

use std::path::Path;

use pretty_assertions::assert_eq;
use stackspec::check::{self, Run, Subject};
use stackspec::config;
use stackspec::diagnostic::SourceFile;
use stackspec::facts::Facts;
use stackspec::load::load_text;
use stackspec::proof::{self, Mutation, Operator, Scope};
use stackspec::spec::{self, SpecSet};
use stackspec::stack::Model;

const STACK: &str = r#"{"resource": {"aws_sqs_queue": {"jobs": {"name": "jobs", "delay_seconds": 5,
    "tags": {"Name": "jobs", "Team": "a"}}}}}"#;

const SPECS: &str = "[[spec]]\nid = \"name\"\nresource = \"aws_sqs_queue\"\n\
                     must = [ { at = \"$.name\", equal = \"jobs\" } ]\n";

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile {
        path: path.into(),
        text: text.into(),
    }
}

/// The mutants, with this in the configuration.
fn mutate(skips: &str) -> Mutation {
    let config = config::parse(&file("stackspec.toml", skips)).unwrap();
    let stack = load_text("app", Path::new("cdk.tf.json"), STACK.to_owned()).unwrap();
    let set = SpecSet::new(vec![spec::parse(&file("q.toml", SPECS), "q").unwrap()]).unwrap();
    let params = spec::resolve_params(&set, &[], &|_| None, &[]).unwrap();
    let run = Run {
        stacks: vec![Subject {
            model: Model::new(&stack, Facts::builtin()),
            role: "app".into(),
        }],
        specs: &set,
        params: &params,
    };
    let scope = Scope {
        all: true,
        skips: proof::skips(&config.skips).unwrap(),
        ..Scope::default()
    };
    proof::mutate(&run, &check::judge(&run), &scope, &|_, _| ())
}

#[test]
fn what_is_not_tried_is_listed() {
    let all = mutate("");
    assert_eq!(all.skipped, []);
    let tags = |it: &Mutation| {
        let of_tags = it.mutants.iter().filter(|it| it.path.starts_with("$.tags"));
        of_tags.count()
    };
    assert!(tags(&all) > 0);
    let of_tags =
        "[[mutant.skip]]\ntype = \"aws_*\"\npath = \"$.tags\"\nreason = \"the platform's\"\n";
    let some = mutate(of_tags);
    assert_eq!((tags(&some), some.skipped.len()), (0, tags(&all)));
    assert_eq!(some.mutants.len() + some.skipped.len(), all.mutants.len());
    assert_eq!(some.possible, some.mutants.len());
    assert!(some.skipped.iter().all(|it| it.reason == "the platform's"));
    // Those were survivors; what is killed is killed all the same.
    assert_eq!(some.score().killed, all.score().killed);
    assert!(some.score().survived < all.score().survived);
}

#[test]
fn an_operator_or_the_whole_block() {
    let skip = |more: &str| {
        format!("[[mutant.skip]]\naddress = \"aws_sqs_queue.jobs\"\n{more}\nreason = \"x\"\n")
    };
    let drops = mutate(&skip("operator = \"drop\""));
    assert!(drops.mutants.iter().all(|it| it.operator != Operator::Drop));
    assert!(drops.skipped.iter().all(|it| it.operator == Operator::Drop));
    assert!(!drops.skipped.is_empty() && !drops.mutants.is_empty());
    // Nothing is left to try, and no score comes of nothing.
    let nothing = mutate(&skip(""));
    assert_eq!(
        (nothing.mutants.len(), nothing.score().percent()),
        (0, None)
    );
    // The red twin: an entry that is like nothing takes nothing away.
    let other = mutate(&skip("").replace("jobs", "job"));
    assert_eq!(
        (other.skipped.len(), other.mutants.len()),
        (0, mutate("").mutants.len())
    );
}
