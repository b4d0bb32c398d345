//! What is written about the library is made from it.

use pretty_assertions::assert_eq;
use stackspec::diagnostic::SourceFile;
use stackspec::{config, spec};

use crate::committed::committed;
use crate::common::run;

#[test]
fn every_folder_has_a_page() {
    let pages = spec::pages().unwrap();
    assert!(!pages.is_empty());
    for page in &pages {
        committed(&format!("specs/{}", page.path), &page.text);
    }
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/specs/*/**/*.md");
    let found = glob::glob(root).unwrap().count();
    assert_eq!(found, pages.len(), "a page of a folder that is gone");
}

/// The table of groups stands in a page that is written by hand.
#[test]
fn the_readme_has_the_table_of_groups() {
    let path = "specs/README.md";
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(file).unwrap();
    let (start, end) = (
        "<!-- groups: made by `spec::group_table()` -->\n",
        "<!-- end -->\n",
    );
    let (before, rest) = text.split_once(start).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let made = format!(
        "{before}{start}\n{}\n{end}{after}",
        spec::group_table(true).unwrap()
    );
    committed(path, &made);
}

#[test]
fn the_template_of_the_configuration_is_one() {
    let made = config::starter();
    committed("docs/stackspec.toml", &made);
    run(&["explain", "stackspec.toml"]).is(0, &[made.trim_end()]);
    let read = |text: String| {
        let file = SourceFile {
            path: "stackspec.toml".into(),
            text: text.into(),
        };
        config::parse(&file)
            .map_err(|found| found.iter().map(|it| it.render(false)).collect::<Vec<_>>())
    };
    assert!(!read(made.clone()).unwrap().library.is_empty());
    // What stands behind `# ` and is no prose is right too: a key and its value.
    let open: Vec<String> = made
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.starts_with('[') => rest.to_owned(),
            Some(rest)
                if rest
                    .split_once(" = ")
                    .is_some_and(|(key, _)| !key.contains(' ')) =>
            {
                let (key, value) = rest.split_once(" = ").unwrap();
                // What a person must fill in.
                match value.starts_with('<') {
                    true => format!("{key} = \"filled in\""),
                    false => rest.to_owned(),
                }
            }
            _ => line.to_owned(),
        })
        .collect();
    let config = read(open.join("\n")).unwrap();
    let shipped = spec::library_ids().count() + spec::built_in().specs.len();
    assert_eq!(config.levels.len(), shipped);
}

#[test]
fn any_spec_of_the_library_is_explained_without_being_asked_for() {
    let ids: Vec<&str> = spec::library_ids().collect();
    let came = run(&[&["explain"], ids.as_slice()].concat());
    came.is(0, &[]);
    for part in [
        "\nThe fault: ",
        "\nWhy it is bad: ",
        "\nInstead: ",
        "\nThe rule: ",
        "\n## Example\n",
        "\n## Use instead\n",
    ] {
        assert_eq!(came.out.matches(part).count(), ids.len(), "{part}");
    }
    run(&["explain", "library"]).is(0, &["| group", "aws"]);
    run(&["explain", "aws/dynamodb"]).is(0, &["| `dynamodb-key-undeclared` | deny |"]);
    run(&["explain", "tables"]).is(0, &["engine-ports"]);
    run(&["explain", "engine-ports"]).is(0, &["Source: ", "- `postgres`: 5432"]);
    run(&["explain", "engine-port"]).is(2, &["did you mean `engine-ports`?"]);
    run(&["explain", "dynamodb-key-undeclare"]).is(2, &["did you mean `dynamodb-key-undeclared`?"]);
    run(&["explain", "dynamodb-key-undeclared", "--library", "awz"]).is(0, &["The fault: "]);
    run(&["explain", "nothing-like-it", "--library", "awz"]).is(2, &["no group `awz`"]);
}
