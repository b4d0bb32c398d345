//! The page of the example, as the engine fills it.

use std::path::{Path, PathBuf};

use pretty_assertions::assert_eq;
use stackspec::check::{self, Run, Subject};
use stackspec::facts::Facts;
use stackspec::load::{LoadOptions, load};
use stackspec::proof::{self, LeafState, Scope, StackLeaves};
use stackspec::spec::{self, SpecSet};
use stackspec::stack::Model;

use super::browser::{Opened, between, status};
use super::made::Made;
use super::page;

fn example() -> Made {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/payments");
    let specs: [PathBuf; 1] = [folder.join("specs")];
    let stacks = load(&folder.join("fixed/cdktf.out"), &LoadOptions::default()).expect("loads");
    let files = spec::discover(&specs).expect("specs");
    let files = files
        .iter()
        .map(|(source, name)| spec::parse(source, name).expect("specs"));
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
    Made {
        leaves: proof::coverage(&run, &verdicts),
        mutation: proof::mutate(&run, &verdicts, &Scope::default(), &|_, _| ()),
    }
}

/// What the page counts is what the engine says, and each leaf can be linked to.
#[test]
fn the_page_of_the_example_says_what_the_engine_says() {
    let made = example();
    let leaves = &made.leaves;
    let page = page(&made);
    let figures = between(&page, "<dl class=\"figures\">", "</dl>");
    let (all, covered) = leaves.resources();
    let tally = leaves.attributes();
    let score = made.mutation.score();
    for figure in [
        format!("{covered} of {all} resources"),
        format!("{} of {} attributes", tally.covered, tally.leaves),
        format!("{} killed, {} survived", score.killed, score.survived),
    ] {
        assert!(figures.contains(&figure), "{figure} is not in {figures}");
    }
    let opened = Opened::new("example", page.as_bytes());
    let all = leaves.stacks.iter().flat_map(StackLeaves::leaves).count();
    let blocks: usize = leaves.stacks.iter().map(|stack| stack.blocks.len()).sum();
    let block = leaves
        .stacks
        .iter()
        .flat_map(|stack| &stack.blocks)
        .next_back()
        .expect("a block");
    let leaf = block.leaves.first().expect("a leaf");
    let Some(dom) = opened.dom(&format!("#{}/{}", block.address, leaf.path)) else {
        return;
    };
    assert_eq!(
        status(&dom),
        format!("{blocks} blocks with {all} attributes.")
    );
    let pane = between(&dom, "<aside id=\"detail\"", "</aside>");
    assert!(pane.contains(&*leaf.path), "{pane}");
    // Each state has its filter, which leaves as many attributes as there are.
    for state in LeafState::ALL {
        let dom = opened
            .dom(&format!("#?state={}", state.word()))
            .expect("a document");
        let of = leaves.stacks.iter().flat_map(StackLeaves::leaves);
        let count = of.filter(|leaf| leaf.state == state).count();
        let says = status(&dom);
        assert!(
            says.contains(&format!(" and {count} of {all} attributes.")),
            "{says}"
        );
    }
}
