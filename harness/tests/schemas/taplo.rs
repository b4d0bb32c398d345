//! Taplo itself: it accepts what ships and refuses what is wrong, by schema, by configuration and by
//! the first line of a file. Skipped, with a sentence, where there is no Taplo.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use stackspec::schema::Schema;

use crate::common::Folder;
use crate::files::shipped;

/// The program: that of `.ci/run` below `target`, or whichever is on the path.
fn taplo() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/taplo/bin/taplo");
    let found = [own, PathBuf::from("taplo")].into_iter().find(|program| {
        let came = Command::new(program).arg("--version").output();
        came.is_ok_and(|came| came.status.success())
    });
    if found.is_none() {
        crate::say("skipped: there is no Taplo here (`.ci/run schemas` installs it)");
    }
    found
}

/// Runs `taplo lint` in a folder: whether all is well, and what it printed.
fn lint(program: &Path, folder: &Path, args: &[&str]) -> (bool, String) {
    let came = Command::new(program)
        .current_dir(folder)
        .args(["lint", "--colors", "never"])
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = [came.stdout, came.stderr].concat();
    (
        came.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

/// The schemas in a folder, as `stackspec new schemas` writes them.
fn folder() -> Folder {
    let folder = Folder::with(&[]);
    written_by_new(&folder);
    folder
}

/// Writes what `stackspec new schemas` writes: it is run once, and says what it wrote.
pub(crate) fn written_by_new(into: &Folder) {
    static FILES: OnceLock<Vec<(String, String)>> = OnceLock::new();
    let files = FILES.get_or_init(|| {
        let folder = Folder::with(&[]);
        let came = folder.run(&["new", "schemas"]);
        let said = format!("{}{}", came.is(0, &[]).out, came.err);
        let names = said
            .lines()
            .filter_map(|line| line.strip_prefix("note: wrote ./"));
        let read = |name: &str| std::fs::read_to_string(folder.path(name)).unwrap();
        names.map(|name| (name.to_owned(), read(name))).collect()
    });
    assert_eq!(files.len(), 5, "{files:?}");
    for (name, text) in files {
        into.write(name, text);
    }
}

/// What is there stays, and what it lacks is printed; `specs` of `stackspec.toml` are the spec files.
#[test]
fn new_schemas_leaves_what_is_there() {
    let config = "specs = ['policies', 'more/*.toml', './own.toml']\n";
    let folder = Folder::with(&[("stackspec.toml", config), ("taplo.toml", "# mine\n")]);
    let rule = r#"include = ["policies/**/*.toml", "more/*.toml", "own.toml"]"#;
    let came = folder.run(&["new", "schemas"]);
    came.is(
        0,
        &["taplo.toml is there already", rule, "spec.schema.json"],
    );
    let text = std::fs::read_to_string(folder.path("taplo.toml")).unwrap();
    assert_eq!(text, "# mine\n");
    assert!(!folder.path(".taplo.toml").exists());
    folder.write("stackspec.toml", "specs = 5\n");
    folder
        .run(&["new", "schemas"])
        .is(103, &["`specs` takes a text"]);
}

/// Red twin: where the folder of the schemas cannot be one, nothing is written, and it says why.
#[test]
fn new_schemas_needs_a_folder() {
    let folder = Folder::with(&[(".stackspec", "mine")]);
    folder.run(&["new", "schemas"]).is(
        2,
        &[
            "`./.stackspec` cannot be written",
            "the schemas go into a folder of this name",
        ],
    );
    assert_eq!(std::fs::read_dir(folder.path("")).unwrap().count(), 1);
}

/// A case says its schema where there is one above it, and nothing where the line would lead nowhere.
#[test]
fn new_case_names_the_schema() {
    let folder = Folder::with(&[("in/a.tf.json", "{\"resource\":{\"aws_vpc\":{\"a\":{}}}}")]);
    let new = |name: &str| {
        let args = [
            "new",
            "case",
            "in",
            "--suite",
            "suite",
            "--library",
            "terraform/names",
            "--name",
        ];
        let came = folder.run(&[&args[..], &[name]].concat());
        came.is(0, &["wrote"]);
        std::fs::read_to_string(folder.path(&format!("suite/{name}/case.toml"))).unwrap()
    };
    assert!(new("bare").starts_with("# Written"));
    written_by_new(&folder);
    let text = new("deep/one");
    let line = "#:schema ../../../.stackspec/case.schema.json\n# Written";
    assert!(text.starts_with(line), "{text}");
}

#[test]
fn accepts_what_ships() {
    let Some(program) = taplo() else { return };
    for schema in Schema::ALL {
        let folder = folder();
        let path = folder.path(&format!(".stackspec/{}", schema.file_name()));
        let url = format!("file://{}", path.display());
        let files: Vec<String> = shipped()
            .into_iter()
            .filter(|(of, _)| *of == schema)
            .map(|(_, path)| path.display().to_string())
            .collect();
        let mut args = vec!["--schema", &url];
        args.extend(files.iter().map(String::as_str));
        let (fine, said) = lint(&program, folder.0.path(), &args);
        assert!(fine, "{said}");
        let found = format!("found files total={}", files.len());
        assert!(said.contains(&found), "not all were read: {said}");
    }
}

const SPEC: &str = "[[spec]]\nid = 'a'\nresource = 'a'\nmust = [ { at = '$.x', equal = 1 } ]\n";

/// By the configuration that `new schemas` writes.
#[test]
fn refuses_what_is_wrong() {
    let Some(program) = taplo() else { return };
    let check = |file: &str, text: &str, sentence: &str| {
        let folder = folder();
        folder.write(file, text);
        let (fine, said) = lint(&program, folder.0.path(), &[]);
        assert_eq!(fine, sentence.is_empty(), "{text}\n{said}");
        assert!(said.contains(sentence), "`{sentence}` is not in:\n{said}");
    };
    check("specs/deep/a.toml", SPEC, "");
    check(
        "specs/deep/a.toml",
        &SPEC.replace("resource", "resorce"),
        "Additional properties are not allowed ('resorce' was unexpected)",
    );
    check(
        "specs/a.toml",
        &SPEC.replace("equal = 1", "at_least = '1'"),
        "\"1\" is not of types \"number\", \"object\"",
    );
    check(
        "specs/a.toml",
        &SPEC.replace("'a'\nres", "5\nres"),
        "5 is not of type \"string\"",
    );
    check(
        "specs/a.toml",
        &SPEC.replace("equal", "equals"),
        "'equals' was unexpected",
    );
    check("specs/a.toml", &format!("{SPEC}level = 'off'\n"), "");
    check(
        "specs/a.toml",
        &format!("{SPEC}level = 'denied'\n"),
        "\"denied\" is not one of",
    );
    check("suite/a/case.toml", "model = 'a'\n", "");
    check(
        "suite/a/case.toml",
        "modell = 'a'\n",
        "'modell' was unexpected",
    );
    check("suite/suite.toml", "spec = 'a'\n", "'spec' was unexpected");
    check("stackspec.toml", "input = 'a'\n", "'input' was unexpected");
    check(
        "stackspec.toml",
        "[levels]\nreference-cycle = 'on'\n",
        "\"on\" is not one of",
    );
    // What is no file of ours is nobody's business.
    check("other/a.toml", "input = 'a'\n", "");
}

/// By the first line of a file, wherever it lies.
#[test]
fn reads_the_first_line() {
    let Some(program) = taplo() else { return };
    let folder = folder();
    for (key, fine) in [("resource", true), ("resorce", false)] {
        let text = SPEC.replace("resource", key);
        let text = format!("#:schema ../.stackspec/spec.schema.json\n{text}");
        folder.write("other/a.toml", &text);
        let (came, said) = lint(&program, folder.0.path(), &["other/a.toml"]);
        assert_eq!(came, fine, "{said}");
    }
}
