//! What a reader accepts, the schema accepts: every file that ships, and every text of the tests of
//! messages. Of what a reader refuses it is written down what the schema lets pass.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use stackspec::schema::Schema;

use crate::committed::committed;
use crate::read::Judge;

/// The files that ship and are read by one of the four readers.
pub(crate) fn shipped() -> Vec<(Schema, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["specs", "examples", "fixtures", "docs", "harness/workload"] {
        collect(&root.join(folder), &mut found);
    }
    found.sort();
    let kind = |path: PathBuf| {
        let schema = match path.file_name()?.to_str()? {
            "case.toml" => Schema::Case,
            "suite.toml" => Schema::Suite,
            "stackspec.toml" | "waived.toml" => Schema::Config,
            "Cargo.toml" | "book.toml" | "pyproject.toml" => return None,
            _ => Schema::Spec,
        };
        Some((schema, path))
    };
    found.into_iter().filter_map(kind).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !["node_modules", "target"].contains(&name.as_str()) {
            collect(&path, found);
        } else if name.ends_with(".toml") && !name.starts_with('.') {
            found.push(path);
        }
    }
}

#[test]
fn what_ships_fits() {
    let mut counts = Vec::new();
    for schema in Schema::ALL {
        let judge = Judge::of(schema);
        let files = shipped();
        let files: Vec<_> = files.iter().filter(|(of, _)| *of == schema).collect();
        for (_, path) in &files {
            let text = std::fs::read_to_string(path).unwrap();
            let refused = judge.reader(&text);
            assert!(refused.is_empty(), "{}: {refused:?}", path.display());
            let errors = judge.errors(&text).unwrap();
            assert_eq!(errors, [] as [String; 0], "{}", path.display());
        }
        counts.push(files.len());
    }
    // Should the walk find nothing, nothing would be held against anything.
    let least = [350, 50, 1, 2];
    assert!(
        counts
            .iter()
            .zip(least)
            .all(|(count, least)| *count >= least),
        "{counts:?}"
    );
}

/// Everything that a reader takes and a schema could be too narrow for.
#[test]
fn what_a_reader_accepts_fits() {
    let spec = "[param.suffix]\n[param.most]\ndefault = 3\n[param.ports]\ndefault = { a = [1], b = 2 }\n\
                [param.names]\ndefault = ['a']\n[[spec]]\nid = 'a'\nresource = ['a', 'b']\n";
    for clause in [
        "{ at = '$.x', equal = { at = 'x', other = 1 } }",
        "{ at = '$.x', equal = { param = 'suffix' } }",
        "{ at = '$.x', equal = [1, { a = true }] }",
        "{ at = '$.x', contain = { a = 1 } }",
        "{ at = '$.x', one_of = { resource = 'b', at = '@.y', as = '{}-x' } }",
        "{ at = '$.x', one_of = { param = 'ports', key = '$.engine' } }",
        "{ at = '$.x', like = ['a*', 'b?'] }",
        "{ at = '$.x', like = { param = 'suffix' } }",
        "{ at = '$.x', match = { param = 'names' } }",
        "{ at = '$.x', at_least = { at = '$.y', times = 6 } }",
        "{ at = '$.x', count = 2 }",
        "{ at = '$.x', count = '>=2' }",
        "{ at = '$.x', count = ' <= {most} ' }",
        "{ at = '$.x', length = '{most}' }",
        "{ at = '$.x', named = ['a', 'b'], none = { equal = 1 } }",
        "{ at = '$.x', default = { a = [1] }, some = { keys = 'a' } }",
        "{ at = '$.x', disjoint = '10.0.0.0/8' }",
        "{ together = 'run', per = '$.y', at = '$.x', disjoint = true }",
        "{ any = [ { at = '$.x', present = true }, { at = '$.y', not_equal = 1 } ] }",
        "{ resource = 'a', where = '@.x == 1', count = 1 }",
        "{ follow = '-> a_b', ordered = 'before' }",
    ] {
        fits(Schema::Spec, &format!("{spec}must = [ {clause} ]\n"));
    }
    let case = |keys: &str| {
        format!(
            "{spec}must = [ {{ at = '$.x', equal = 1 }} ]\n[[spec.case]]\nexpect = 'skip'\n{keys}\n"
        )
    };
    for keys in [
        "given = {}",
        "given = '{\"resource\": {}}'",
        "given = [{}, '{}']",
        "given.resource.a.b = {}\nfiles = []",
        "given = {}\nfiles = 'a.zip'",
        "given = {}\nfiles = { 'a.zip' = ['b'], 'c' = true, 'd' = [], 'e' = 'f' }",
        "given = {}\nparams = { suffix = 'x', ports = { a = 1 } }",
    ] {
        fits(Schema::Spec, &case(keys));
    }
    for text in [
        "",
        "inputs = 'a'\nlibrary = 'aws,terraform'\nenv = 'A_B'\n[vars]\na = { b = [1.5] }\n",
        "[levels]\nreference-cycle = 'off'\n[coverage]\nresources = 0\n",
        "[[waiver]]\nspec = 'a'\nreason = 'b'\nexpires = 2027-01-31\nmany = true\n",
        "[[coverage.ignore]]\nspec = 'a'\nclause = 1\nreason = 'b'\n",
        "[[mutant.skip]]\ntype = '*'\npath = '$.a'\nreason = 'b'\n",
    ] {
        fits(Schema::Config, text);
    }
    for text in [
        "",
        "attempt = 2\nclasses = 'a'\nidentity = ['x1']\n[params]\nnew = true\n",
        "[[expect]]\nspec = 'a'\nexactly = 2\noutcome = 'vacuous'\n",
        "[[known]]\nspec = 'a'\nreason = 'b'\nexpires = '2027-01-31'\n",
    ] {
        fits(Schema::Case, text);
    }
    let known = "[[known]]\ncase = 'a*'\nspec = 'a'\nreason = 'b'\nexpires = '2027-01-31'\n";
    fits(Schema::Suite, known);
}

/// Both accept a text.
#[track_caller]
fn fits(schema: Schema, text: &str) {
    let judge = Judge::of(schema);
    let refused = judge.reader(text);
    assert!(
        refused.is_empty(),
        "the reader refuses:\n{text}\n{}",
        refused[0].render(false)
    );
    assert_eq!(judge.errors(text).unwrap(), [] as [String; 0], "{text}");
}

/// Both refuse a text.
#[track_caller]
fn refused(schema: Schema, text: &str) {
    let judge = Judge::of(schema);
    assert!(
        !judge.reader(text).is_empty(),
        "the reader accepts:\n{text}"
    );
    assert!(
        !judge.errors(text).unwrap().is_empty(),
        "the schema accepts:\n{text}"
    );
}

#[test]
fn what_neither_accepts() {
    let spec = "[[spec]]\nid = 'a'\nresource = 'a'\n";
    for clause in [
        "{ att = '$.x', equal = 1 }",
        "{ at = '$.x', equals = 1 }",
        "{ at = '$.x', at_least = '5' }",
        "{ at = '$.x', one_of = 'a' }",
        "{ at = '$.x', one_of = { resource = 'b', att = '@.y' } }",
        "{ at = '$.x', one_of = { param = 'a', at = '$.y' } }",
        "{ at = '$.x', present = false }",
        "{ at = '$.x', parses = 'yaml' }",
        "{ at = '$.x', match = { at = '$.y' } }",
        "{ at = '$.x', reference = { at = '$.y' } }",
        "{ at = '$.x', count = -1 }",
        "{ at = '$.x', count = 'many' }",
        "{ at = '$.x', some = { not_equal = 1 } }",
        "{ at = '$.x', none = { present = true } }",
        "{ at = '$.x', some = {} }",
        "{ at = '$.x', some = 1 }",
        "{ at = 5, equal = 1 }",
        "{ view = 'iam', count = 0 }",
        "{ together = 'all', at = '$.x', unique = true }",
        "{ at = '$.x', unique = false }",
        "{ any = [ { at = '$.x', equal = 1 } ], at = '$.y' }",
        "{ any = [ { any = [ { at = '$.x', equal = 1 } ] } ] }",
        "{}",
        "5",
    ] {
        refused(Schema::Spec, &format!("{spec}must = [ {clause} ]\n"));
    }
    let must = "must = [ { at = '$.x', equal = 1 } ]\n";
    for keys in [
        "levl = 'deny'",
        "level = 'denied'",
        "id = 'B'",
        "when_empty = 'pass'",
        "input = ['plan', 'code']",
        "document = false",
        "[[spec.case]]\nexpect = 'pass'\ngiven = {}\nadress = 'a'",
        "[[spec.case]]\nexpect = 'pass'\ngiven = { resources = {} }",
        "[[spec.case]]\nexpect = 'green'\ngiven = {}",
        "[[spec.case]]\nexpect = 'pass'",
    ] {
        let head = if keys.starts_with("id") {
            "[[spec]]\nresource = 'a'\n"
        } else {
            spec
        };
        refused(Schema::Spec, &format!("{head}{must}{keys}\n"));
    }
    for text in [
        "[[specs]]\nid = 'a'\n",
        "[param.A]\n",
        "[param.a]\ndefaults = 1\n",
        "[param.a]\ndefault = ''\n",
        "[param.a]\ntable = 'engine-port'\n",
        "[[spec]]\nresource = 'a'\nmust = [ { at = '$.x', equal = 1 } ]\n",
        "[[spec]]\nid = 'a'\nresource = 'a'\nmust = []\n",
    ] {
        refused(Schema::Spec, text);
    }
    for text in [
        "input = 'a'\n",
        "env = ['A*']\n",
        "[levels]\nreference-cycles = 'off'\n",
        "[levels]\nreference-cycle = 'on'\n",
        "[coverage]\nresources = 101\n",
        "[[waiver]]\nspec = 'a'\nexpires = '2027-01-31'\n",
        "[[waiver]]\nspec = 'a'\nreason = 'b'\nexpires = 'tomorrow'\n",
    ] {
        refused(Schema::Config, text);
    }
    for text in [
        "attempt = 0\n",
        "modell = 'a'\n",
        "[[expect]]\naddress = 'a'\n",
        "[[expect]]\nspec = 'a'\noutcome = 'pass'\n",
        "[[known]]\ncase = 'a'\nspec = 'a'\nreason = 'b'\nexpires = '2027-01-31'\n",
    ] {
        refused(Schema::Case, text);
    }
    refused(Schema::Suite, "spec = 'a'\n");
}

/// Every text of the tests of messages. What only the reader refuses is written down, each with the
/// reader's sentence: no key that nobody knows may be among it.
#[test]
fn what_only_a_reader_refuses() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("harness/tests/spec_errors");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().collect();
    files.sort_by_key(|entry| entry.as_ref().unwrap().path());
    let (mut both, mut alone, mut out) = (0, 0, String::new());
    let mut open = Vec::new();
    for entry in files {
        let path = entry.unwrap().path();
        let suite = path.file_stem().unwrap().to_string_lossy().into_owned();
        let judge = Judge::of(match suite.as_str() {
            "config" => Schema::Config,
            _ => Schema::Spec,
        });
        let text = std::fs::read_to_string(&path).unwrap();
        for case in text.split("=== ").skip(1) {
            let (title, rest) = case.split_once('\n').unwrap();
            let file = rest.split_once("\n---\n").map_or(rest, |(file, _)| file);
            let Some(errors) = judge.errors(file) else {
                continue;
            };
            let found = judge.reader(&format!("{file}\n"));
            if found.is_empty() {
                assert_eq!(
                    errors,
                    [] as [String; 0],
                    "{suite}: {title}: only warned about"
                );
                continue;
            }
            if !errors.is_empty() {
                both += 1;
                continue;
            }
            alone += 1;
            let unknown =
                |it: &&stackspec::diagnostic::Diagnostic| it.message.starts_with("unknown key");
            if found.iter().any(|it| unknown(&it)) {
                open.push(format!("{suite}: {title}"));
            }
            _ = writeln!(out, "{suite}: {title}: {}", found[0].message);
        }
    }
    // Whether a table is an object or a param's row hangs on the params of the file.
    assert_eq!(open, ["param: a misspelt key of a right side"]);
    let head = format!(
        "# Texts of spec_errors that a schema lets pass and the reader refuses: {alone}; both refuse {both}.\n"
    );
    committed(
        "harness/tests/schemas/reader_only.txt",
        &format!("{head}{out}"),
    );
    assert!(both > 100, "{both}");
}
