//! From an input and the text of specs to verdicts, for what judges a workload.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what judges a workload fails as tests do"
)]

use std::path::Path;

use stackspec::check::{self, Run, Subject, Verdict, focus};
use stackspec::diagnostic::SourceFile;
use stackspec::facts::Facts;
use stackspec::load::{LoadOptions, load};
use stackspec::spec::{self, SpecSet};
use stackspec::stack::{Model, Stack};

/// The stacks of an input, indexed and not read.
pub(crate) fn index(input: &Path) -> Vec<Stack> {
    load(input, &LoadOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// The specs in the text of one file, or of several.
pub(crate) fn specs(texts: &[&str]) -> SpecSet {
    let file = |(number, text): (usize, &&str)| {
        let source = SourceFile {
            path: format!("{number}.toml").into(),
            text: (*text).into(),
        };
        spec::parse(&source, &format!("file{number}")).unwrap_or_else(|errors| {
            panic!(
                "{}",
                errors
                    .iter()
                    .map(|error| error.render(false))
                    .collect::<String>()
            )
        })
    };
    let files = texts.iter().enumerate().map(file).collect();
    SpecSet::new(files).expect("files of different names")
}

/// Every verdict of the specs on the stacks, with values for params: `suffix=pr1234`.
pub(crate) fn judge(stacks: &[Stack], specs: &SpecSet, params: &[&str]) -> Vec<Verdict> {
    judged(stacks, specs, params, &|_, verdicts| verdicts.to_vec())
}

/// What `ask` makes of the run and its verdicts.
pub(crate) fn judged<T>(
    stacks: &[Stack],
    specs: &SpecSet,
    params: &[&str],
    ask: &dyn Fn(&Run<'_>, &[Verdict]) -> T,
) -> T {
    let given = params
        .iter()
        .map(|text| spec::Given::flag(text).expect("a flag"));
    let given: Vec<spec::Given> = given.collect();
    let params = spec::resolve_params(specs, &given, &|_| None, &[]).expect("params");
    let subject = |stack| Subject {
        model: Model::focused(stack, Facts::builtin(), focus(stack, specs)),
        role: "orders".into(),
    };
    let run = Run {
        stacks: stacks.iter().map(subject).collect(),
        specs,
        params: &params,
    };
    let verdicts = check::judge(&run);
    ask(&run, &verdicts)
}
