//! From the text of specs and of Terraform JSON to verdicts.

use std::path::Path;

use stackspec::check::{self, Run, Subject, Verdict};
use stackspec::diagnostic::SourceFile;
use stackspec::facts::Facts;
use stackspec::load::load_text;
use stackspec::spec::{self, SpecSet};
use stackspec::stack::{Model, Stack};

/// Every verdict of the specs in a file's text on stacks.
pub(crate) fn verdicts(specs: &str, stacks: &[Stack]) -> Vec<Verdict> {
    let source = SourceFile {
        path: "t.toml".into(),
        text: specs.into(),
    };
    let file = match spec::parse(&source, "t") {
        Ok(file) => file,
        Err(errors) => panic!(
            "{}",
            errors
                .iter()
                .map(|e| e.render(false))
                .collect::<Vec<_>>()
                .join("\n")
        ),
    };
    let mut set = SpecSet::new(vec![file]).expect("one file");
    let params = spec::resolve_params(&set, &[], &|_| None, &[]).expect("params");
    set.bind(&params).expect("params that fit");
    let subject = |stack| Subject {
        model: Model::focused(stack, Facts::builtin(), check::focus(stack, &set)),
        role: "app".into(),
    };
    check::judge(&Run {
        stacks: stacks.iter().map(subject).collect(),
        specs: &set,
        params: &params,
    })
}

/// A stack of Terraform JSON.
pub(crate) fn synth(name: &str, body: &str) -> Stack {
    load_text(name, Path::new("cdk.tf.json"), body.to_owned()).expect("Terraform JSON")
}
