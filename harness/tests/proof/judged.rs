//! From a stack and specs to proof.

use std::fs;
use std::path::{Path, PathBuf};

use stackspec::check::{self, Run, Subject, Verdict};
use stackspec::diagnostic::SourceFile;
use stackspec::facts::Facts;
use stackspec::load::{LoadOptions, load};
use stackspec::proof::{self, LeafCoverage, LeafState, Mutation, Scope};
use stackspec::spec::{self, SpecFile, SpecSet};
use stackspec::stack::Model;

/// A folder of the examples.
pub(crate) fn example(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(path)
}

/// The specs of a folder.
pub(crate) fn specs_of(folder: &Path) -> Vec<SpecFile> {
    let files = spec::discover(&[folder.to_owned()]).expect("specs");
    let parse = |(source, name): &(SourceFile, String)| spec::parse(source, name);
    files
        .iter()
        .map(parse)
        .collect::<Result<_, _>>()
        .expect("spec files")
}

/// The specs in a text.
pub(crate) fn specs(text: &str) -> Vec<SpecFile> {
    let source = SourceFile {
        path: "specs.toml".into(),
        text: text.into(),
    };
    vec![spec::parse(&source, "specs").unwrap_or_else(|errors| {
        let errors: Vec<String> = errors.iter().map(|error| error.render(false)).collect();
        panic!("{}\n{text}", errors.join("\n"))
    })]
}

/// What `ask` makes of the judgement of an input.
pub(crate) fn judged<T>(
    input: &Path,
    files: Vec<SpecFile>,
    ask: &dyn Fn(&Run<'_>, &[Verdict]) -> T,
) -> T {
    let stacks = load(input, &LoadOptions::default()).expect("loads");
    let set = SpecSet::new(files).expect("a set");
    let given = spec::Given::flag("suffix=pr1234").expect("a flag");
    let params = spec::resolve_params(&set, &[given], &|_| None, &[]);
    let params = params.unwrap_or_default();
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

/// The coverage of an input.
pub(crate) fn coverage(input: &Path, files: Vec<SpecFile>) -> LeafCoverage {
    judged(input, files, &|run, verdicts| {
        proof::coverage(run, verdicts)
    })
}

/// The mutants of an input.
pub(crate) fn mutate(input: &Path, files: Vec<SpecFile>, scope: &Scope) -> Mutation {
    judged(input, files, &|run, verdicts| {
        proof::mutate(run, verdicts, scope, &|_, _| ())
    })
}

/// A stack that is Terraform JSON of this text.
pub(crate) struct Small(tempfile::TempDir);

impl Small {
    pub(crate) fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("orders")).expect("a folder");
        fs::write(folder.path().join("orders/main.tf.json"), text).expect("written");
        Small(folder)
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().join("orders/main.tf.json")
    }

    /// The coverage by the specs of a text.
    pub(crate) fn coverage(&self, text: &str) -> LeafCoverage {
        coverage(&self.path(), specs(text))
    }

    /// Every mutant, by the specs of a text.
    pub(crate) fn mutate(&self, text: &str) -> Mutation {
        let scope = Scope {
            all: true,
            ..Scope::default()
        };
        mutate(&self.path(), specs(text), &scope)
    }
}

/// The states of the leaves, as `address path: state`; those that nobody looks at left out.
pub(crate) fn states(found: &LeafCoverage) -> Vec<String> {
    let mut all = Vec::new();
    for block in found.stacks.iter().flat_map(|stack| &stack.blocks) {
        for leaf in block
            .leaves
            .iter()
            .filter(|leaf| leaf.state != LeafState::Never)
        {
            let (address, path, state) = (&block.address, &leaf.path, leaf.state.word());
            all.push(format!("{address} {path}: {state}"));
        }
    }
    all
}

/// The clauses that are not proven, as `spec#clause`, from 1.
pub(crate) fn unproven(found: &LeafCoverage) -> Vec<String> {
    let open = found.clauses.iter().filter(|clause| !clause.proven);
    open.map(|it| format!("{}#{}", it.spec, it.clause + 1))
        .collect()
}
