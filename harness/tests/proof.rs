//! Proof: which leaves the specs hold, and which changes nobody minds.

#![expect(clippy::expect_used, reason = "helpers of tests fail the test")]

use std::path::{Path, PathBuf};

use stackspec::check::{self, Run, Subject, Verdict};
use stackspec::facts::Facts;
use stackspec::load::{LoadOptions, load};
use stackspec::proof::{self, LeafCoverage, Mutation, Scope};
use stackspec::spec::{self, SpecSet};
use stackspec::stack::Model;

fn example(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(path)
}

/// The coverage of an input by spec files.
fn coverage(input: &Path, specs: &[PathBuf]) -> LeafCoverage {
    judged(input, specs, &|run, verdicts| {
        proof::coverage(run, verdicts)
    })
}

/// The mutants of an input, and their score in percent.
fn mutate(input: &Path, specs: &[PathBuf]) -> (Option<u8>, Mutation) {
    let found = judged(input, specs, &|run, verdicts| {
        proof::mutate(run, verdicts, &Scope::default(), &|_, _| ())
    });
    (found.score().percent(), found)
}

/// What `ask` makes of the judgement of an input.
fn judged<T>(input: &Path, specs: &[PathBuf], ask: &dyn Fn(&Run<'_>, &[Verdict]) -> T) -> T {
    let stacks = load(input, &LoadOptions::default()).expect("loads");
    let files = spec::discover(specs).expect("specs");
    let files = files
        .iter()
        .map(|(source, name)| spec::parse(source, name).expect("a spec file"));
    let set = SpecSet::new(files.collect()).expect("a set");
    let given = spec::Given::flag("suffix=pr1234").expect("a flag");
    let params = spec::resolve_params(&set, &[given], &|_| None, &[]).expect("params");
    let subject = |stack| Subject {
        model: Model::focused(stack, Facts::builtin(), check::focus(stack, &set)),
        role: "payments".into(),
    };
    let run = Run {
        stacks: stacks.iter().map(subject).collect(),
        specs: &set,
        params: &params,
    };
    let verdicts = check::judge(&run);
    ask(&run, &verdicts)
}

#[test]
fn the_example() {
    let found = coverage(
        &example("payments/fixed/cdktf.out"),
        &[example("payments/specs")],
    );
    println!(
        "{:?} {:?} {:?}",
        found.resources(),
        found.attributes(),
        found.proven()
    );
    println!("{:?}", found.widest());
    for clause in found.clauses.iter().filter(|clause| !clause.proven) {
        println!(
            "{}::{} #{} {} {:?}",
            clause.file, clause.spec, clause.clause, clause.written, clause.why
        );
    }
    for block in &found.stacks[0].blocks {
        for leaf in &block.leaves {
            println!(
                "{} {} {} {} {:?}",
                leaf.state.word(),
                block.address,
                leaf.path,
                leaf.line,
                leaf.by
            );
        }
    }
}

#[test]
fn mutants_of_the_example() {
    let (score, found) = mutate(
        &example("payments/fixed/cdktf.out"),
        &[example("payments/specs")],
    );
    println!(
        "{score:?} {:?} {:?} possible {}",
        found.score(),
        found.weighted(),
        found.possible
    );
    println!("{:?}", found.left_out);
    for mutant in &found.mutants {
        println!(
            "{} {} {} {} {} -> {} {:?}",
            mutant.outcome.word(),
            mutant.operator.name(),
            mutant.address,
            mutant.path,
            mutant.before,
            mutant.after,
            mutant.by
        );
    }
    for survivors in &found.survivors {
        println!(
            "# {} {} {}\n{}",
            survivors.type_name,
            survivors.class,
            survivors.mutants.len(),
            survivors.spec.as_deref().unwrap_or("(none)")
        );
    }
}
