//! Rows of real stacks.

use std::collections::BTreeMap;
use std::path::PathBuf;

use stackspec::view::Doubt;

use super::real::{corpus, say};
use super::*;

/// The inputs below a folder: a `cdktf.out` as a whole, and files of JSON.
fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("cdktf.out") || path.extension().is_some_and(|it| it == "json") {
            found.push(path);
        } else if path.is_dir() {
            collect(&path, found);
        }
    }
}

/// Every view of every stack is made, and holds rows. Names that hold the environment's suffix and
/// are in no view are listed.
#[test]
fn rows_of_the_corpus() {
    let Some(corpus) = corpus() else { return };
    let mut inputs: Vec<PathBuf> = Vec::new();
    collect(&corpus.join("cdktf"), &mut inputs);
    collect(&corpus.join("plans"), &mut inputs);
    inputs.sort();
    let mut counted: BTreeMap<(&str, &str, String), usize> = BTreeMap::new();
    let mut stacks = 0;
    let mut add = |form, view: View, what: &str| {
        *counted
            .entry((form, view.word(), what.to_owned()))
            .or_default() += 1;
    };
    for input in &inputs {
        let Ok(loaded) = load(input, &LoadOptions::default()) else {
            continue;
        };
        for stack in &loaded {
            stacks += 1;
            let model = Model::new(stack, Facts::builtin());
            let views = Views::new(&model);
            for view in View::ALL {
                let rows = views.rows(view);
                for row in &rows.rows {
                    add(
                        stack.form.word(),
                        view,
                        if row.sure { "row" } else { "maybe" },
                    );
                }
                for open in &rows.open {
                    add(stack.form.word(), view, &format!("{:?}", open.doubt));
                    if open.doubt == Doubt::Malformed {
                        let of = &stack.blocks[open.block].address;
                        say(&format!(
                            "{}: {of} {} {}",
                            input.display(),
                            open.path.shorthand(),
                            open.why
                        ));
                    }
                }
            }
        }
    }
    for ((form, view, what), count) in &counted {
        say(&format!("{form} {view} {what} {count}"));
    }
    say(&format!("{stacks} stacks"));
    for view in View::ALL {
        assert!(
            counted.contains_key(&("synth", view.word(), "row".into())),
            "{}",
            view.word()
        );
    }
}
