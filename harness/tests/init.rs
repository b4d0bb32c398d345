//! `stackspec init`: what it writes holds, can fail, and does no harm.

#![expect(clippy::unwrap_used, reason = "a test")]

#[expect(dead_code, reason = "each test binary uses a part of it")]
mod common;
#[path = "common/copy.rs"]
mod copy;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Came, Folder};
use copy::copy;
use pretty_assertions::assert_eq;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A folder with a copy of an input.
fn with(input: &Path, name: &str) -> Folder {
    let folder = Folder::with(&[]);
    copy(input, &folder.path(name));
    folder
}

/// The names of all files below a folder, sorted.
fn files(folder: &Folder) -> BTreeSet<String> {
    let (mut found, mut todo) = (BTreeSet::new(), vec![folder.path("")]);
    while let Some(path) = todo.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => todo.push(path),
                false => {
                    let name = path.strip_prefix(folder.path("")).unwrap();
                    found.insert(name.to_string_lossy().replace('\\', "/"));
                }
            }
        }
    }
    found
}

fn read(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path(path)).unwrap()
}

/// The ids of the drafts.
fn ids(folder: &Folder) -> Vec<String> {
    let drafts: toml::Table = toml::from_str(&read(folder, "specs/draft.toml")).unwrap();
    let specs = drafts["spec"].as_array().unwrap();
    let ids = specs.iter().map(|it| it["id"].as_str().unwrap().to_owned());
    ids.collect()
}

/// Runs `init` on a copy of an input, and holds the drafts to their word: they load, every one passes with
/// evidence, and every one fails for some mutant. Gives back their score.
#[expect(clippy::print_stdout, reason = "the scores are worth a look")]
#[track_caller]
fn drafted(input: &Path, name: &str) -> (Folder, usize, u64) {
    let folder = with(input, name);
    let came = folder.run(&["init"]);
    came.is(
        0,
        &["wrote stackspec.toml", "wrote specs/draft.toml", "next:"],
    );
    let ids = ids(&folder);
    assert!(!ids.is_empty() && ids.len() <= 25, "{ids:?}");
    let came = folder.run(&["check", "--specs", "specs", "--message-format", "json"]);
    let lines = came.is(0, &[]).json();
    let of = |id: &str, key: &str| -> BTreeSet<String> {
        let mine = lines
            .iter()
            .filter(|it| it["spec"] == id && it["type"] == "verdict");
        mine.map(|it| it[key].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    for id in &ids {
        let outcomes = of(id, "outcome");
        assert!(outcomes.contains("pass"), "{id}: {outcomes:?}");
    }
    let came = folder.run(&["mutate", "--specs", "specs", "--message-format", "json"]);
    let lines = came.is(0, &[]).json();
    for id in &ids {
        let name = serde_json::json!(format!("draft::{id}"));
        let kills = lines.iter().any(|it| {
            it["outcome"] == "killed" && it["by"].as_array().is_some_and(|by| by.contains(&name))
        });
        assert!(kills, "{id} fails for no mutant");
    }
    let unproven = lines
        .iter()
        .filter(|it| it["type"] == "clause" && it["proven"] == false);
    assert_eq!(
        unproven.collect::<Vec<_>>(),
        Vec::<&serde_json::Value>::new()
    );
    let summary = lines.last().unwrap();
    assert_eq!(summary["type"], "summary");
    let score = summary["score"].as_u64().unwrap();
    println!(
        "| {} | {} drafts | score {score} % |",
        input.display(),
        ids.len()
    );
    (folder, ids.len(), score)
}

#[test]
fn drafts_of_a_synth_output_hold_and_can_fail() {
    let (folder, specs, score) = drafted(&here("examples/payments/fixed/cdktf.out"), "cdktf.out");
    assert!(specs >= 15 && score >= 15, "{specs} {score}");
    let config = read(&folder, "stackspec.toml");
    for line in [
        "inputs  = [\"cdktf.out\"]",
        "specs   = [\"specs\"]",
        "library = [\"terraform\", \"aws\", \"cdktf\"]",
        "suffix = \"pr1234\"",
        "# 30 of 30 names end so",
    ] {
        assert!(config.contains(line), "{line}:\n{config}");
    }
    // Without arguments: the drafts and the library.
    folder.run(&["check"]).is(0, &["ok: ", "specs on 1 stack"]);
}

#[test]
fn drafts_of_several_stacks() {
    let (_, specs, _) = drafted(&here("examples/platform/cdktf.out"), "cdktf.out");
    assert!(specs >= 15, "{specs}");
}

#[test]
fn drafts_of_a_plan() {
    let (folder, specs, _) = drafted(&here("examples/payments/fixed/plan.json"), "plan.json");
    assert!(specs >= 10, "{specs}");
    let config = read(&folder, "stackspec.toml");
    assert!(config.contains("inputs  = [\"plan.json\"]"), "{config}");
    assert!(!config.contains("cdktf"), "{config}");
}

#[test]
fn drafts_of_the_fixtures() {
    let (_, specs, _) = drafted(&here("fixtures/python-app/cdktf.out"), "cdktf.out");
    assert!(specs >= 3, "{specs}");
}

/// Five programs that other people wrote.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
#[test]
fn drafts_of_the_corpus() {
    #[expect(clippy::disallowed_methods, reason = "where the corpus is")]
    let Ok(corpus) = std::env::var("STACKSPEC_CORPUS") else {
        println!("skipped: STACKSPEC_CORPUS is not set");
        return;
    };
    for tree in ["py-002", "py-006", "ts-030", "ts-041", "ts-051"] {
        let input = Path::new(&corpus)
            .join("cdktf")
            .join(tree)
            .join("cdktf.out");
        let (folder, specs, score) = drafted(&input, "cdktf.out");
        assert!(specs >= 5 && score >= 10, "{tree}: {specs} {score}");
        // Whatever the library finds there, what was written is sound.
        let code = folder.run(&["check"]).code;
        assert!([Some(0), Some(100)].contains(&code), "{tree}: {code:?}");
    }
}

/// Holds `init` to a refusal that leaves the folder as it was.
#[track_caller]
fn refused(folder: &Folder, args: &[&str], code: i32, sentences: &[&str]) -> Came {
    let before = files(folder);
    let came = folder.run(&[&["init"], args].concat());
    came.is(code, sentences);
    assert_eq!(files(folder), before);
    came
}

#[test]
fn nothing_to_start_from_says_what_makes_it() {
    let empty = Folder::with(&[]);
    refused(
        &empty,
        &[],
        4,
        &[
            "there is nothing to test",
            "cdktf synth",
            "terraform show -json",
        ],
    );
    let hcl = Folder::with(&[("main.tf", "resource \"aws_s3_bucket\" \"b\" {}\n")]);
    refused(
        &hcl,
        &[],
        4,
        &["terraform plan -out tfplan && terraform show -json tfplan > plan.json"],
    );
    let project = Folder::with(&[
        ("cdktf.json", "{\"output\": \"out\"}"),
        ("package.json", "{}"),
    ]);
    refused(
        &project,
        &[],
        4,
        &["there is a cdktf.json", "`npx cdktf synth`"],
    );
    for (project, sentences) in [
        (
            "{\"output\": \"../out\"}",
            &[
                "cdktf.json has it written to `../out`, which is not below `.`",
                "`inputs` may lead anywhere",
            ][..],
        ),
        (
            "{\"output\": ",
            &[
                "there is a cdktf.json, and it cannot be read: EOF",
                "mend it, then `cdktf synth`",
            ],
        ),
    ] {
        let folder = Folder::with(&[("cdktf.json", project)]);
        refused(&folder, &[], 4, sentences);
    }
    let state = Folder::with(&[(
        "terraform.tfstate",
        "{\"version\": 4, \"terraform_version\": \"1.9.0\", \"serial\": 1, \"lineage\": \"a\", \"outputs\": {}, \"resources\": []}",
    )]);
    refused(&state, &[], 4, &["terraform show -json"]);
    let other = Folder::with(&[
        ("package.json", "{}"),
        ("notes.json", "[1]"),
        ("README.md", "a"),
    ]);
    refused(&other, &[], 4, &["there is nothing to test"]);
    refused(&empty, &["gone"], 2, &["`gone` is no folder"]);
}

#[test]
fn a_binary_plan_says_how_to_show_it() {
    let folder = Folder::with(&[]);
    copy(
        "fixtures/wrong-inputs/binary.tfplan",
        &folder.path("tfplan"),
    );
    refused(
        &folder,
        &[],
        4,
        &["binary plan", "terraform show -json tfplan > plan.json"],
    );
}

#[test]
fn a_broken_input_is_no_input() {
    let folder = Folder::with(&[("cdktf.out/manifest.json", "{\"stacks\": {\"a\"")]);
    refused(&folder, &[], 102, &["manifest.json"]);
}

const STACK: &str =
    "{\"resource\": {\"aws_sqs_queue\": {\"q\": {\"sqs_managed_sse_enabled\": true}}}}";

#[test]
fn nothing_is_overwritten() {
    for file in ["stackspec.toml", "specs/draft.toml"] {
        let folder = Folder::with(&[("a.tf.json", STACK), (file, "# mine\n")]);
        refused(
            &folder,
            &[],
            2,
            &[
                file,
                "is there already",
                "nothing was written",
                "would have written",
            ],
        );
        assert_eq!(read(&folder, file), "# mine\n");
    }
    let folder = Folder::with(&[("a.tf.json", STACK), ("tests/infra.rs", "// mine\n")]);
    refused(&folder, &["--rust"], 2, &["infra.rs", "is there already"]);
    folder.run(&["init"]).is(0, &["wrote stackspec.toml"]);
    refused(&folder, &[], 2, &["are there already"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_left_as_it_was() {
    // A file stands where a folder has to be: that stops everybody, root too.
    let folder = Folder::with(&[("a.tf.json", STACK), ("specs", "no folder\n")]);
    refused(
        &folder,
        &[],
        2,
        &["cannot be written", "nothing was written"],
    );
}

#[test]
fn test_crate_and_workflows() {
    let folder = Folder::with(&[("a.tf.json", STACK)]);
    folder
        .run(&["init", "--rust", "--ci", "github"])
        .is(0, &["wrote Cargo.toml", "wrote tests/infra.rs"]);
    let crate_file: toml::Table = toml::from_str(&read(&folder, "Cargo.toml")).unwrap();
    assert_eq!(crate_file["test"][0]["harness"].as_bool(), Some(false));
    assert!(read(&folder, "tests/infra.rs").contains("config(\"stackspec.toml\")"));
    let workflow = read(&folder, ".github/workflows/stackspec.yml");
    assert!(
        workflow.contains("      - run: stackspec check\n"),
        "{workflow}"
    );
    let own = Folder::with(&[("a.tf.json", STACK), ("Cargo.toml", "# mine\n")]);
    own.run(&["init", "--rust", "--ci", "gitlab"])
        .is(0, &["add this to Cargo.toml", "harness = false"]);
    assert_eq!(read(&own, "Cargo.toml"), "# mine\n");
    assert!(read(&own, ".gitlab-ci.yml").contains("- stackspec check"));
    let jenkins = Folder::with(&[("a.tf.json", STACK)]);
    jenkins
        .run(&["init", "--ci", "jenkins"])
        .is(0, &["wrote Jenkinsfile"]);
    assert!(read(&jenkins, "Jenkinsfile").contains("sh 'stackspec check'"));
}

/// Of a provider that nothing is known of: what several resources have set alike, and no more.
#[test]
fn what_is_alike_is_drafted_of_any_provider() {
    let stack = |visibility: &str| {
        let one = |name: &str, visibility: &str| {
            format!(
                r#""{name}": {{"name": "{name}", "visibility": "{visibility}", "has_issues": true, "has_wiki": false}}"#
            )
        };
        let (a, b) = (one("a", "private"), one("b", visibility));
        format!(r#"{{"resource": {{"github_repository": {{{a}, {b}}}}}}}"#)
    };
    let folder = Folder::with(&[("a.tf.json", &stack("private"))]);
    folder.run(&["init"]).is(0, &["1 draft: all hold"]);
    let drafts = read(&folder, "specs/draft.toml");
    let clauses: Vec<&str> = drafts
        .lines()
        .filter(|line| line.contains("at ="))
        .map(str::trim)
        .collect();
    let expected = [
        r#"{ at = "$.has_issues", equal = true },"#,
        r#"{ at = "$.visibility", equal = "private" },"#,
    ];
    assert_eq!(clauses, expected);
    folder.run(&["check"]).is(0, &["2 of 2 resources covered"]);
    folder.write("a.tf.json", &stack("public"));
    folder.run(&["check"]).is(
        100,
        &["github_repository.b", "actual: \"public\"", "1 fail"],
    );
}

/// Where the schemas for editors lie, the files name them, and are read all the same.
#[test]
fn files_name_their_schemas() {
    let folder = Folder::with(&[("a.tf.json", STACK)]);
    folder.run(&["new", "schemas"]).is(0, &["spec.schema.json"]);
    folder.run(&["init"]).is(0, &["wrote specs/draft.toml"]);
    let first = |file: &str| read(&folder, file).lines().next().unwrap().to_owned();
    assert_eq!(
        first("stackspec.toml"),
        "#:schema .stackspec/stackspec.schema.json"
    );
    assert_eq!(
        first("specs/draft.toml"),
        "#:schema ../.stackspec/spec.schema.json"
    );
    folder.run(&["check"]).is(0, &["1 of 1 resource covered"]);
    let without = Folder::with(&[("a.tf.json", STACK)]);
    without.run(&["init"]).is(0, &[]);
    assert!(!read(&without, "stackspec.toml").contains("#:schema"));
}

/// What cannot be otherwise is not held on to: a stack without anything of interest has no drafts.
#[test]
fn no_draft_is_better_than_one_that_means_nothing() {
    let folder = Folder::with(&[(
        "a.tf.json",
        "{\"resource\": {\"null_resource\": {\"n\": {}}}}",
    )]);
    folder.run(&["init"]).is(
        0,
        &["no draft", "stackspec query . '$'             # shows what"],
    );
    assert_eq!(
        files(&folder),
        ["a.tf.json", "stackspec.toml"].map(String::from).into()
    );
    let config = read(&folder, "stackspec.toml");
    assert!(config.contains("# specs ="), "{config}");
    // An attribute that is wrong everywhere is no rule.
    let open = r#"{"resource": {"aws_db_instance": {"d": {"publicly_accessible": true, "storage_encrypted": false}}}}"#;
    let folder = Folder::with(&[("a.tf.json", open)]);
    folder.run(&["init"]).is(0, &["wrote stackspec.toml"]);
    let drafts = read(&folder, "specs/draft.toml");
    for word in ["publicly_accessible", "storage_encrypted"] {
        assert!(!drafts.contains(word), "{drafts}");
    }
}

/// Names, tags and values that somebody chose to do harm.
#[test]
fn a_hostile_stack_is_written_as_it_is_or_not_at_all() {
    let bad = [
        "a\"]\n[[spec]]\nid = \"x",
        "{suffix}",
        "{$.x",
        "${var.x}",
        "'''\u{1b}[31m",
        "::error::a\u{202e}b",
        "</script>",
        "\\U0000000A",
    ];
    let mut resources = serde_json::Map::new();
    for kind in [
        "aws_s3_bucket",
        "aws_vpc",
        "aws_subnet",
        "weird\"]\ntype",
        "../../x",
    ] {
        let mut tags = serde_json::Map::new();
        for (at, text) in bad.iter().enumerate() {
            tags.insert(
                (*text).replace("${", "$${"),
                format!("v{at} {}", text.replace("${", "$${")).into(),
            );
        }
        tags.insert("Owner".into(), "core \"team\"\n".into());
        tags.insert("Password".into(), "hunter2-hunter2".into());
        let body = serde_json::json!({ "tags": tags, "bucket": "x\"\n-pr1", "bad\"]\nkey": "v" });
        resources.insert(
            kind.into(),
            serde_json::json!({ "a\"]\n[[spec]]": body, "b": body }),
        );
    }
    resources.insert(
        "aws_db_instance".into(),
        serde_json::json!({ "d": {
            "password": "correct-horse-battery", "engine": "correct-horse-battery",
            "instance_class": "db\"]\n.x", "engine_version": "{suffix}", "storage_encrypted": true,
        } }),
    );
    let output = serde_json::json!({ "o\"]\n{suffix}": { "value": "correct-horse-battery" } });
    let stack = serde_json::json!({ "resource": resources, "output": output }).to_string();
    let folder = Folder::with(&[("a.tf.json", &stack)]);
    let came = folder.run(&["init"]);
    came.is(0, &["wrote specs/draft.toml"]);
    let drafts = read(&folder, "specs/draft.toml");
    for text in [
        "correct-horse-battery",
        "hunter2",
        "\u{1b}",
        "\u{202e}",
        "{suffix}",
        "weird",
    ] {
        assert!(!drafts.contains(text), "`{text}`:\n{drafts}");
    }
    came.lacks(&["\u{1b}", "correct-horse-battery"]);
    assert!(drafts.contains("storage_encrypted"), "{drafts}");
    assert!(drafts.contains("core \\\"team\\\""), "{drafts}");
    assert!(!ids(&folder).contains(&"x".to_owned()), "{drafts}");
    folder.run(&["check", "--specs", "specs"]).is(0, &["ok: "]);
}

/// A name of a file that would end a line of the configuration.
#[cfg(unix)]
#[test]
fn a_hostile_file_name() {
    let plan = fs::read_to_string(here("examples/payments/fixed/plan.json")).unwrap();
    let folder = Folder::with(&[("a\"\nlibrary = [\"x\"]\n.json", &plan)]);
    folder
        .run(&["init"])
        .is(0, &["wrote stackspec.toml"])
        .lacks(&["\nlibrary = [\"x\"]\n"]);
    let config: toml::Table = toml::from_str(&read(&folder, "stackspec.toml")).unwrap();
    assert_eq!(
        config["inputs"][0].as_str(),
        Some("a\"\nlibrary = [\"x\"]\n.json")
    );
    folder.run(&["check", "--specs", "specs"]).is(0, &["ok: "]);
    // Of what no draft can be made, it says what to look at: by no name that a terminal would obey.
    let nothing = "{\"resource\": {\"null_resource\": {\"n\": {}}}}";
    let folder = Folder::with(&[("a\u{1b}[31m.tf.json", "{}"), ("x\u{7}.json", nothing)]);
    let came = folder.run(&["init"]);
    came.lacks(&["\u{1b}", "\u{7}"]);
}

/// Red twin: what cannot be named is not passed over in silence.
#[cfg(target_os = "linux")]
#[test]
fn a_file_name_that_is_no_unicode() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::with(&[]);
    let name = std::ffi::OsStr::from_bytes(b"p\xff.json");
    fs::write(folder.path("").join(name), "{}").unwrap();
    refused(
        &folder,
        &[],
        4,
        &["`p\u{fffd}.json` was not looked at: its name is no Unicode"],
    );
}

/// The same input gives the same bytes.
#[test]
fn it_writes_the_same_again() {
    let texts = [0, 1].map(|_| {
        let folder = with(&here("examples/payments/fixed/plan.json"), "plan.json");
        folder.run(&["init"]).is(0, &[]);
        (
            read(&folder, "stackspec.toml"),
            read(&folder, "specs/draft.toml"),
        )
    });
    assert_eq!(texts[0], texts[1]);
}
