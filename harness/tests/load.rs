//! Loading: what is an input, what is not, and what is read of it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail as tests do"
)]

#[path = "load/large.rs"]
mod large;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pretty_assertions::assert_eq;
use stackspec::load::{LoadError, LoadErrorKind as Kind, LoadOptions, load, load_text};
use stackspec::stack::{Block, BlockKind, Form, Repeat, Stack};
use tempfile::TempDir;

const PLAN: &str = include_str!("../../fixtures/terraform-builtin/plan.json");
const STATE: &str = include_str!("../../fixtures/terraform-builtin/state.json");

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A folder with files in it, by path and content.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn load_bytes(name: &str, content: &[u8]) -> Result<Stack, LoadError> {
    let folder = folder(&[(name, content)]);
    load(&folder.path().join(name), &LoadOptions::default()).map(|mut stacks| stacks.remove(0))
}

/// The file is refused for this reason, in a sentence that holds `said` and names the file.
#[track_caller]
fn refused(name: &str, content: impl AsRef<[u8]>, kind: Kind, said: &str) -> LoadError {
    let error = load_bytes(name, content.as_ref()).unwrap_err();
    assert_eq!(error.kind, kind, "{error}");
    check_sentence(&error, name, said);
    error
}

/// The folder is refused for this reason.
#[track_caller]
fn refused_folder(files: &[(&str, &[u8])], at: &str, kind: Kind, said: &str) {
    let folder = folder(files);
    let error = load(&folder.path().join(at), &LoadOptions::default()).unwrap_err();
    assert_eq!(error.kind, kind, "{error}");
    check_sentence(&error, "", said);
}

#[track_caller]
fn check_sentence(error: &LoadError, name: &str, said: &str) {
    let sentence = error.to_string();
    assert!(sentence.contains(said), "`{said}` is not in: {sentence}");
    assert!(sentence.contains(name), "`{name}` is not in: {sentence}");
    assert!(sentence.contains("; expected "), "{sentence}");
    assert!(!sentence.contains('\n'), "{sentence}");
    assert!(error.to_diagnostic().render(false).contains("expected "));
}

#[track_caller]
fn loads(name: &str, content: impl AsRef<[u8]>) -> Stack {
    match load_bytes(name, content.as_ref()) {
        Ok(stack) => stack,
        Err(error) => panic!("{error}"),
    }
}

fn tf(content: &str) -> Stack {
    load_text("app", Path::new("spec.toml"), content.to_owned()).unwrap()
}

fn addresses(stack: &Stack, kind: BlockKind) -> Vec<&str> {
    stack
        .blocks_of(kind)
        .map(|(_, block)| block.address.as_ref())
        .collect()
}

#[track_caller]
fn block<'s>(stack: &'s Stack, address: &str) -> &'s Block {
    let mut found = stack
        .blocks
        .iter()
        .filter(|block| block.address.as_ref() == address);
    let block = found.next().unwrap_or_else(|| panic!("no {address}"));
    assert!(found.next().is_none(), "two {address}");
    block
}

#[test]
fn every_wrong_file_has_its_own_sentence() {
    let show = "terraform show -json tfplan > plan.json";
    refused("plan.json", "", Kind::EmptyFile, "the file is empty");
    refused("plan.json", " \n\n", Kind::EmptyFile, show);
    refused(
        "plan.json",
        "[command]terraform show\n",
        Kind::EmptyFile,
        "nothing but the lines of a wrapper",
    );
    refused(
        "plan.json",
        b"\xef\xbb\xbf",
        Kind::EmptyFile,
        "the file is empty",
    );
    refused(
        "tfplan",
        b"PK\x03\x04\x14\0\x08\0tfplan",
        Kind::BinaryPlan,
        "this is a binary plan (a zip archive)",
    );
    refused(
        "tfplan",
        b"PK\x03\x04\x14\0\x08\0other",
        Kind::Archive,
        "this is a zip archive",
    );
    refused(
        "plan.json.gz",
        b"\x1f\x8b\x08\0",
        Kind::Archive,
        "this is a gzip archive",
    );
    refused(
        "plan.json",
        b"{\"a\":\"\xff\xfe\"}",
        Kind::Encoding,
        "this is not UTF-8 text",
    );
    refused(
        "plan.json",
        b"{\0\"\0a\0",
        Kind::Encoding,
        "UTF-16 without a byte order mark",
    );
    refused(
        "plan.json",
        b"\xff\xfe{\0}",
        Kind::Encoding,
        "ends in the middle of a character",
    );
    refused(
        "plan.json",
        b"\xff\xfe\x00\xd8\x00\xd8",
        Kind::Encoding,
        "is not UTF-16 throughout",
    );
    refused("main.tf", "# nothing yet\n", Kind::Hcl, "this is HCL");
    refused(
        "a.json",
        "resource \"aws_vpc\" \"v\" {\n}\n",
        Kind::Hcl,
        "terraform plan -out tfplan",
    );
    refused("a.json", "variable \"x\" {}\n", Kind::Hcl, "this is HCL");
    refused("a.json", "terraform {\n}\n", Kind::Hcl, "this is HCL");
    refused(
        "p.txt",
        "Terraform will perform the following actions:\n",
        Kind::PlanText,
        "printed for people",
    );
    refused(
        "p.txt",
        "\nError: No configuration files\n",
        Kind::NotJson,
        "it starts with `Error: No configuration files`",
    );
    refused(
        "p.json",
        format!("Initializing...\n{PLAN}"),
        Kind::NotJson,
        "text stands before the JSON, which starts 1 lines",
    );
    refused(
        "p.json",
        r#"{"name" "x"}"#,
        Kind::Syntax,
        "p.json:1:9: this is not JSON here: expected `:`",
    );
    refused(
        "p.json",
        r#"{"resource": {"#,
        Kind::Truncated,
        "the file ends in the middle of a value",
    );
    refused(
        "p.json",
        format!("{PLAN}\n}}"),
        Kind::TrailingText,
        "text follows the JSON document: `}`",
    );
    refused(
        "p.json",
        format!("{PLAN}{PLAN}"),
        Kind::TrailingText,
        "text follows the JSON document",
    );
    refused(
        "p.json",
        format!("{PLAN}\ndone\n"),
        Kind::TrailingText,
        "`done`",
    );
    refused(
        "p.json",
        format!("{}%0A\n", PLAN.trim_end()),
        Kind::TrailingText,
        "`%0A`",
    );
    refused(
        "p.json",
        r#"[{"address":"x"}]"#,
        Kind::NotAnObject,
        "JSON, but a list and not an object",
    );
    refused(
        "p.json",
        "null\n",
        Kind::NotAnObject,
        "but null and not an object",
    );
    refused(
        "p.json",
        "17",
        Kind::NotAnObject,
        "but a number and not an object",
    );
    refused(
        "p.json",
        "\"x\"",
        Kind::NotAnObject,
        "but a string and not an object",
    );
    refused("p.json", "{}", Kind::EmptyDocument, "the document is empty");
    refused(
        "p.json",
        r#"{"//":{"metadata":{}}}"#,
        Kind::EmptyDocument,
        "the document is empty",
    );
    refused(
        "p.json",
        r#"{"hello":"world"}"#,
        Kind::Unrecognised,
        "its top-level keys are `hello`",
    );
    refused(
        "package.json",
        r#"{"name":"x","module":"dist/index.js"}"#,
        Kind::Unrecognised,
        "`name`, `module`",
    );
    refused(
        "a.json",
        r#"{"name":"x","module":{"a":{}}}"#,
        Kind::Unrecognised,
        "neither a plan, a state nor Terraform JSON",
    );
    refused(
        "t.json",
        r#"{"AWSTemplateFormatVersion":"2010-09-09","Resources":{}}"#,
        Kind::Unrecognised,
        "this is a CloudFormation template",
    );
    refused(
        "x.json",
        r#"{"values":["a"]}"#,
        Kind::Unrecognised,
        "its top-level keys are `values`",
    );
    refused(
        "manifest.json",
        r#"{"version":"0.21.0","stacks":{}}"#,
        Kind::ManifestFile,
        "give `",
    );
}

#[test]
fn every_other_report_of_terraform_is_named() {
    let v4 = r#"{"version":4,"terraform_version":"1.5.0","serial":1,"lineage":"x","outputs":{},"resources":[]}"#;
    refused(
        "terraform.tfstate",
        v4,
        Kind::RawState,
        "raw state file (terraform.tfstate, version 4)",
    );
    refused(
        "terraform.tfstate",
        v4,
        Kind::RawState,
        "terraform show -json > state.json",
    );
    let v3 = r#"{"version":3,"terraform_version":"0.11.1","serial":1,"modules":[]}"#;
    refused("terraform.tfstate", v3, Kind::RawState, "version 3");
    let secret = r#""meta":{"key_provider.pbkdf2.k":"e30="},"encrypted_data":"bm8=","encryption_version":"v0"}"#;
    refused(
        "tfplan",
        format!("{{{secret}"),
        Kind::Encrypted,
        "a plan that OpenTofu encrypted",
    );
    refused(
        "terraform.tfstate",
        format!(r#"{{"serial":1,"lineage":"x",{secret}"#),
        Kind::Encrypted,
        "a state that OpenTofu encrypted",
    );
    refused(
        "tfplan",
        format!("{{{secret}"),
        Kind::Encrypted,
        "tofu show -json tfplan > plan.json",
    );
    // One of the two keys alone is somebody else's.
    let other = r#"{"encrypted_data":"bm8="}"#;
    refused("a.json", other, Kind::Unrecognised, "`encrypted_data`");
    let log = "{\"@level\":\"info\",\"@message\":\"Terraform 1.5.0\"}\n{\"@level\":\"info\"}\n";
    refused(
        "plan.json",
        log,
        Kind::UiLog,
        "run with `-json` (one JSON object a line)",
    );
    refused(
        "plan.json",
        log.lines().next().unwrap(),
        Kind::UiLog,
        "the message log",
    );
    refused(
        "s.json",
        r#"{"format_version":"1.0","provider_schemas":{}}"#,
        Kind::ProviderSchemas,
        "these are provider schemas",
    );
    let validate = r#"{"format_version":"1.0","valid":true,"error_count":0,"warning_count":0,"diagnostics":[]}"#;
    refused(
        "v.json",
        validate,
        Kind::ValidateReport,
        "terraform validate -json",
    );
    refused(
        "f.json",
        r#"{"format_version":"1.0","function_signatures":{}}"#,
        Kind::FunctionsMetadata,
        "the signatures of functions",
    );
    let redacted = r#"{"plan_format_version":"1.1","resource_changes":[],"provider_schemas":{}}"#;
    refused(
        "r.json",
        redacted,
        Kind::RedactedPlan,
        "this is a redacted plan",
    );
    refused(
        "p.json",
        r#"{"format_version":"1.0"}"#,
        Kind::NothingInside,
        "nothing in it, only its format version",
    );
    refused(
        "p.json",
        r#"{"format_version":"1.0","terraform_version":"1.5.0"}"#,
        Kind::NothingInside,
        "nothing in it",
    );
}

#[test]
fn plans_that_do_not_say_it_all_are_refused() {
    let with = |members: &str| format!(r#"{{{members},"planned_values":{{"root_module":{{}}}}}}"#);
    refused(
        "p.json",
        with(r#""format_version":"9.9""#),
        Kind::UnsupportedVersion,
        "a plan of format version \"9.9\"",
    );
    refused(
        "p.json",
        with(r#""format_version":"10.0""#),
        Kind::UnsupportedVersion,
        "expected format version 0.x or 1.x",
    );
    refused(
        "p.json",
        with(r#""format_version":"latest""#),
        Kind::UnsupportedVersion,
        "\"latest\"",
    );
    refused(
        "p.json",
        with(r#""format_version":1"#),
        Kind::UnsupportedVersion,
        "version 1,",
    );
    refused(
        "p.json",
        with(r#""format_version":"1.2","errored":true"#),
        Kind::ErroredPlan,
        "this plan failed (`errored` is true)",
    );
    refused(
        "p.json",
        r#"{"format_version":"1.2","errored":true}"#,
        Kind::ErroredPlan,
        "this plan failed",
    );
    refused(
        "p.json",
        with(r#""format_version":"1.2","complete":false"#),
        Kind::IncompletePlan,
        "`complete` is false",
    );
    refused(
        "p.json",
        r#"{"format_version":"2.0","values":{"root_module":{}}}"#,
        Kind::UnsupportedVersion,
        "a state of format version",
    );
    refused(
        "p.json",
        r#"{"format_version":"1.2","resource_changes":[]}"#,
        Kind::Misshapen,
        "no `planned_values.root_module`",
    );
    refused(
        "p.json",
        r#"{"format_version":"1.2","planned_values":null}"#,
        Kind::Misshapen,
        "a part of a plan",
    );
    refused(
        "p.json",
        r#"{"format_version":"1.2","planned_values":{}}"#,
        Kind::Misshapen,
        "a part of a plan",
    );
    refused(
        "p.json",
        r#"{"format_version":"1.2","values":{}}"#,
        Kind::Misshapen,
        "no `values.root_module`",
    );
    refused(
        "p.json",
        r#"{"format_version":"1.2","planned_values":[]}"#,
        Kind::Misshapen,
        "a part has another shape",
    );
    refused(
        "p.json",
        with(r#""resource_changes":{}"#),
        Kind::Misshapen,
        "invalid type: map, expected a sequence",
    );
    // What is sound: absent is not false, and a minor version brings what we may ignore.
    for members in [
        r#""format_version":"1.2""#,
        r#""format_version":"0.1","errored":false"#,
        r#""format_version":"1.99","complete":true,"new":{}"#,
    ] {
        assert_eq!(loads("p.json", with(members)).form, Form::Plan);
    }
}

#[test]
fn duplicates_are_refused_wherever_the_index_looks() {
    let twice = "occurs twice in one object";
    let plan = |resource: &str| {
        format!(
            r#"{{"format_version":"1.2","planned_values":{{"root_module":{{"resources":[{resource}]}}}}}}"#
        )
    };
    let one = r#"{"address":"a.b","mode":"managed","type":"a","name":"b","values":{}}"#;
    loads("p.json", plan(one));
    refused(
        "p.json",
        plan(&format!("{one},{one}")),
        Kind::DuplicateAddress,
        "two resources have the address `a.b`",
    );
    refused(
        "p.json",
        plan(&one.replace("{}", r#"{},"values":{"x":1}"#)),
        Kind::DuplicateKey,
        "`values` occurs twice",
    );
    refused(
        "p.json",
        PLAN.trim_end().replace(
            "{\"format_version\"",
            r#"{"planned_values":{"root_module":{}},"format_version""#,
        ),
        Kind::DuplicateKey,
        "`planned_values` occurs twice",
    );
    for (text, key) in [
        (r#"{"resource":{},"resource":{}}"#, "resource"),
        (r#"{"resource":{"aws_x":{},"aws_x":{}}}"#, "aws_x"),
        (r#"{"resource":{"aws_x":{"a":{},"a":{}}}}"#, "a"),
        (r#"{"data":{"aws_x":{"a":{},"\u0061":{}}}}"#, "a"),
        (r#"{"output":{"o":{},"o":{}}}"#, "o"),
        (
            r#"{"resource":{"aws_x":{"a":{"count":0,"count":1}}}}"#,
            "count",
        ),
    ] {
        let error = refused("s.tf.json", text, Kind::DuplicateKey, twice);
        assert!(error.what.contains(&format!("`{key}`")), "{error}");
        assert!(error.place.is_some());
    }
    for text in [
        r#"{"resource":{"aws_x":{"a":[{},{}]}}}"#,
        r#"{"resource":[{"aws_x":{"a":{}}},{"aws_x":{"a":{}}}]}"#,
        r#"{"provider":{"aws":[{},{"region":"x"}]}}"#,
    ] {
        refused(
            "s.tf.json",
            text,
            Kind::DuplicateAddress,
            "have the address `",
        );
    }
    let changes = |more: &str| {
        let change = r#"{"address":"a.b","mode":"managed","type":"a","name":"b","change":{"actions":["no-op"],"after":{}}}"#;
        format!(
            r#"{{"format_version":"1.2","planned_values":{{"root_module":{{}}}},"resource_changes":[{change},{}]}}"#,
            change.replace("\"mode\"", more)
        )
    };
    refused(
        "p.json",
        changes("\"mode\""),
        Kind::DuplicateAddress,
        "two changes have the address",
    );
    for deposed in [
        "\"deposed\":true,\"mode\"",
        "\"deposed\":\"byebye\",\"mode\"",
    ] {
        assert_eq!(
            addresses(&loads("p.json", changes(deposed)), BlockKind::Resource),
            ["a.b"]
        );
    }
}

#[test]
fn ten_thousand_levels_never_end_the_process() {
    let deep = |open: &str, close: &str| open.repeat(10_000) + &close.repeat(10_000);
    let list = deep("[", "]");
    let object = deep("{\"a\":", "}").replace(":}", ":1}");
    // In a body, which nobody has selected, depth is not seen.
    loads(
        "s.tf.json",
        format!(r#"{{"resource":{{"a":{{"b":{{"c":{object}}}}}}}}}"#),
    );
    loads(
        "s.tf.json",
        format!(r#"{{"resource":{{"a":{{"b":{{"//":{object}}}}}}}}}"#),
    );
    refused(
        "s.tf.json",
        format!(r#"{{"resource":{list}}}"#),
        Kind::Misshapen,
        "must be an object",
    );
    refused(
        "s.tf.json",
        format!(r#"{{"resource":{{"a":{list}}}}}"#),
        Kind::Misshapen,
        "this is a list",
    );
    refused("s.json", &list, Kind::NotAnObject, "a list");
    refused("s.json", &object, Kind::Unrecognised, "`a`");
    refused("s.json", "[".repeat(10_000), Kind::NotJson, "no JSON");
    refused(
        "s.json",
        "{\"a\":".repeat(10_000),
        Kind::Truncated,
        "ends in the middle",
    );
    let modules = deep(r#"{"child_modules":["#, "]}");
    let plan =
        format!(r#"{{"format_version":"1.2","planned_values":{{"root_module":{modules}}}}}"#);
    refused("p.json", plan, Kind::TooDeep, "nest more than");
    let calls = deep(r#"{"module_calls":{"m":{"module":"#, "}}}").replace(":}", ":{}}");
    let plan = format!(
        r#"{{"format_version":"1.2","planned_values":{{"root_module":{{}}}},"configuration":{{"root_module":{calls}}}}}"#
    );
    refused("p.json", plan, Kind::TooDeep, "nest more than");
}

#[test]
fn a_long_string_is_no_trouble() {
    let long = "x".repeat(200_000_000);
    let stack = loads(
        "s.tf.json",
        format!(r#"{{"resource":{{"aws_x":{{"a":{{"b":"{long}"}}}}}}}}"#),
    );
    assert_eq!(addresses(&stack, BlockKind::Resource), ["aws_x.a"]);
    refused(
        "s.json",
        format!("\"{long}\""),
        Kind::NotAnObject,
        "a string",
    );
    refused("s.json", &long, Kind::NotJson, "it starts with `xxxxxxxx");
}

#[test]
fn truncations_never_load() {
    for text in [PLAN, STATE] {
        let end = text.trim_end().len();
        for cut in (0..end).step_by(1_000).chain(end - 300..end) {
            if text.is_char_boundary(cut) {
                let error = load_bytes("p.json", &text.as_bytes()[..cut]).unwrap_err();
                assert!(
                    matches!(error.kind, Kind::Truncated | Kind::EmptyFile),
                    "{cut}: {error}"
                );
            }
        }
        loads("p.json", &text[..end]);
    }
}

#[test]
fn folders() {
    let tf: &[u8] = br#"{"resource":{"aws_x":{"a":{}}}}"#;
    let manifest = |path: &str| {
        format!(
            r#"{{"version":"0.21.0","stacks":{{"app":{{"name":"app","synthesizedStackPath":"{path}"}}}}}}"#
        )
    };
    let stack = "stacks/app/cdk.tf.json";
    let good = manifest(stack);
    refused_folder(
        &[],
        "nowhere",
        Kind::Missing,
        "`cdktf synth` writes `cdktf.out`",
    );
    refused_folder(
        &[("a/cdktf.out/manifest.json", b"{}")],
        "*/cdktf.out",
        Kind::Missing,
        "an input is no glob",
    );
    refused_folder(&[], "", Kind::EmptyFolder, "this folder holds no input");
    refused_folder(
        &[("p/plan.json", b"{}")],
        "p",
        Kind::EmptyFolder,
        "give the file, `",
    );
    refused_folder(
        &[
            ("out/manifest.json", good.as_bytes()),
            ("out/stacks/app/cdk.tf.json", tf),
        ],
        "out/stacks",
        Kind::EmptyFolder,
        "give `",
    );
    refused_folder(
        &[("main.tf", b"")],
        "",
        Kind::HclFolder,
        "this is a folder of HCL",
    );
    refused_folder(
        &[("main.tf", b""), ("a.tf.json", tf)],
        "",
        Kind::MixedFolder,
        "only part of it would be judged",
    );
    refused_folder(
        &[("a_override.tf.json", tf), ("a.tf.json", tf)],
        "",
        Kind::OverrideFile,
        "overrides parts of other files",
    );
    refused_folder(
        &[("override.tf.json", tf)],
        "",
        Kind::OverrideFile,
        "only Terraform merges it",
    );
    refused_folder(
        &[("a.tf.json", tf), ("b.tf.json", tf)],
        "",
        Kind::DuplicateAddress,
        "two resources have the address `aws_x.a`",
    );
    refused_folder(
        &[("a.tf.json", tf), ("b.tf.json", b"")],
        "",
        Kind::EmptyFile,
        "b.tf.json: the file is empty",
    );
    refused_folder(
        &[("a.tf.json", PLAN.as_bytes())],
        "",
        Kind::Misshapen,
        "where Terraform JSON belongs",
    );
    refused_folder(
        &[("cdktf.json", b"{}")],
        "",
        Kind::ProjectRoot,
        "has not been synthesized",
    );
    refused_folder(
        &[
            ("cdktf.out/manifest.json", good.as_bytes()),
            ("a.tf.json", tf),
        ],
        "",
        Kind::ProjectRoot,
        "cdktf.out`",
    );
    let hcl = r#"{"version":"0.24.0","stacks":{"a":{"name":"a","synthesizedStackPath":"stacks/a/cdk.tf"}}}"#;
    refused_folder(
        &[
            ("manifest.json", hcl.as_bytes()),
            (
                "stacks/a/cdk.tf",
                b"resource \"aws_s3_bucket\" \"b\" {\n}\n",
            ),
        ],
        "",
        Kind::Hcl,
        "without `--hcl`",
    );
    refused_folder(
        &[("cdktn.out/manifest.json", good.as_bytes())],
        "",
        Kind::ProjectRoot,
        "cdktn.out`",
    );
    refused_folder(
        &[("cdktf.out/stacks/app/cdk.tf.json", tf)],
        "cdktf.out",
        Kind::NoManifest,
        "has no `manifest.json`",
    );
    refused_folder(
        &[("out/stacks/app/cdk.tf.json", tf)],
        "out",
        Kind::NoManifest,
        "cdktf synth",
    );
    refused_folder(
        &[("manifest.json", br#"{"version":"1","stacks":{}}"#)],
        "",
        Kind::NoStacks,
        "lists no stack",
    );
    refused_folder(
        &[("manifest.json", br#"{"version":"1"}"#)],
        "",
        Kind::BadManifest,
        "has no `stacks`",
    );
    refused_folder(
        &[("manifest.json", br#"{"stacks":{"a":{"name":"a"}}}"#)],
        "",
        Kind::BadManifest,
        "no `synthesizedStackPath`",
    );
    refused_folder(
        &[("manifest.json", br#"{"stacks":{"a":"b"}}"#)],
        "",
        Kind::BadManifest,
        "shape",
    );
    refused_folder(
        &[("manifest.json", br#"{"stacks":"#)],
        "",
        Kind::Truncated,
        "ends in the middle",
    );
    refused_folder(
        &[("manifest.json", br#"{"stacks":{"a":{},"a":{}}}"#)],
        "",
        Kind::DuplicateKey,
        "`a` occurs twice",
    );
    refused_folder(
        &[("manifest.json", br#"{"stacks":{},"stacks":{"a":{}}}"#)],
        "",
        Kind::DuplicateKey,
        "`stacks` occurs twice",
    );
    refused_folder(
        &[("manifest.json", good.as_bytes())],
        "",
        Kind::StackFileMissing,
        "`stacks/app/cdk.tf.json`, is not there",
    );
    refused_folder(
        &[
            ("manifest.json", good.as_bytes()),
            ("stacks/app/cdk.tf.json/x", b""),
        ],
        "",
        Kind::StackFileMissing,
        "is not there",
    );
    refused_folder(
        &[("manifest.json", good.as_bytes()), (stack, b"")],
        "",
        Kind::EmptyFile,
        "the file is empty",
    );
    refused_folder(
        &[("manifest.json", good.as_bytes()), (stack, b"{}")],
        "",
        Kind::EmptyDocument,
        "empty",
    );
    let outside = manifest("../else/cdk.tf.json");
    refused_folder(
        &[
            ("out/manifest.json", outside.as_bytes()),
            ("else/cdk.tf.json", tf),
        ],
        "out",
        Kind::OutsideRoot,
        "lies outside of this folder",
    );
    let hcl = manifest("stacks/app/cdk.tf");
    refused_folder(
        &[
            ("manifest.json", hcl.as_bytes()),
            ("stacks/app/cdk.tf", b"terraform {\n}\n"),
        ],
        "",
        Kind::Hcl,
        "this is HCL",
    );
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_folder() {
    let manifest = br#"{"stacks":{"app":{"synthesizedStackPath":"app.json"}}}"#;
    let folder = folder(&[
        ("out/manifest.json", manifest),
        ("secret.json", br#"{"resource":{}}"#),
    ]);
    std::os::unix::fs::symlink(
        folder.path().join("secret.json"),
        folder.path().join("out/app.json"),
    )
    .unwrap();
    let error = load(&folder.path().join("out"), &LoadOptions::default()).unwrap_err();
    assert_eq!(error.kind, Kind::OutsideRoot, "{error}");
}

#[test]
fn stacks_come_from_the_manifest_alone() {
    let tf: &[u8] = br#"{"resource":{"aws_x":{"a":{}}}}"#;
    let files: &[(&str, &[u8])] = &[
        ("manifest.json", br#"{"version":"0.21.0","stacks":{
            "b":{"name":"b","synthesizedStackPath":"stacks/b/cdk.tf.json","annotations":[{"level":"@cdktf/error","message":"m","constructPath":"b/x"}]},
            "a":{"synthesizedStackPath":"stacks/a/cdk.tf.json","new":1}}}"#),
        ("stacks/a/cdk.tf.json", tf),
        ("stacks/b/cdk.tf.json", tf),
        ("stacks/stale/cdk.tf.json", tf),
    ];
    let folder_ = folder(files);
    let stacks = load(folder_.path(), &LoadOptions::default()).unwrap();
    let names: Vec<&str> = stacks.iter().map(|stack| stack.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(stacks[1].annotations[0].message, "m");
    assert_eq!(stacks[0].form, Form::Synth);
    // A list of entries, as some versions write it.
    let list = br#"{"stacks":[{"name":"z","synthesizedStackPath":"a.tf.json"}]}"#;
    let folder_ = folder(&[("manifest.json", list), ("a.tf.json", tf)]);
    assert_eq!(
        load(folder_.path(), &LoadOptions::default()).unwrap()[0].name,
        "z"
    );
}

#[test]
fn names_of_stacks() {
    let folder_ = folder(&[
        ("net/plan.json", PLAN.as_bytes()),
        ("app/a.tf.json", br#"{"resource":{"aws_x":{"a":{}}}}"#),
        ("app/b.tf.json", br#"{"output":{"o":{"value":1}}}"#),
    ]);
    let named = |path: &str, name: Option<&str>| {
        let options = LoadOptions {
            stack_name: name.map(Into::into),
        };
        load(&folder_.path().join(path), &options)
            .unwrap()
            .remove(0)
            .name
    };
    assert_eq!(named("net/plan.json", None), "net");
    assert_eq!(named("app/../net/plan.json", None), "net");
    assert_eq!(named("net/plan.json", Some("x")), "x");
    assert_eq!(named("app", None), "app");
    assert_eq!(named("app/a.tf.json", None), "app");
    assert_eq!(named("app", Some("x")), "x");
    let stack = load(&folder_.path().join("app"), &LoadOptions::default())
        .unwrap()
        .remove(0);
    assert_eq!(stack.sources.len(), 2);
    assert_eq!(
        addresses(&stack, BlockKind::Document),
        ["document.a.tf.json", "document.b.tf.json"]
    );
    let output = block(&stack, "output.o");
    assert_eq!(
        stack.text(output.body.source, output.body.values.unwrap()),
        r#"{"value":1}"#
    );
}

#[test]
fn terraform_json() {
    let stack = tf(r#"{
        "//": {"metadata": {"version": "0.21.0"}},
        "terraform": {"backend": {"s3": {"bucket": "b"}},
            "required_providers": {"aws": {"source": "hashicorp/aws", "version": "6.1"}, "null": "~> 3"}},
        "provider": {"aws": [{"region": "eu"}, {"region": "us", "alias": "us"}], "null": {}},
        "locals": {"a": 1},
        "variable": {"v": {}}, "output": {"o": {"value": 1}}, "module": {"m": {"source": "./m"}},
        "moved": [{"from": "a", "to": "b"}], "unheard_of": {},
        "data": {"aws_p": {"d": {"//": "a comment"}}},
        "resource": {
            "aws_x": {
                "a": {"//": {"metadata": {"path": "app/net/a", "uniqueId": "net_a_1"}}, "provider": "aws.us"},
                "b": [{"count": 3}], "c": {"count": "${var.n}"}, "d": {"for_each": {"x": 1, "y": 2}},
                "e": {"for_each": ["x", "${var.y}"]}, "f": {"for_each": "${toset([])}"}, "g": {"count": "2"},
                "h": null, "i": {"count": null}
            },
            "null_resource": {}
        }
    }"#);
    let all: Vec<&str> = stack
        .blocks
        .iter()
        .map(|block| block.address.as_ref())
        .collect();
    assert_eq!(
        all,
        [
            "aws_x.a",
            "aws_x.b",
            "aws_x.c",
            "aws_x.d",
            "aws_x.e",
            "aws_x.f",
            "aws_x.g",
            "aws_x.i",
            "data.aws_p.d",
            "output.o",
            "variable.v",
            "provider.aws",
            "provider.aws.us",
            "provider.null",
            "backend.s3",
            "module.m",
            "document.spec.toml",
        ]
    );
    let a = block(&stack, "aws_x.a");
    assert_eq!(a.construct_path.as_deref(), Some("app/net/a"));
    assert_eq!(a.unique_id.as_deref(), Some("net_a_1"));
    assert_eq!(a.provider.as_deref(), Some("aws.us"));
    assert_eq!((a.type_name.as_ref(), a.name.as_ref()), ("aws_x", "a"));
    assert_eq!(block(&stack, "provider.aws.us").type_name.as_ref(), "aws");
    assert_eq!(block(&stack, "backend.s3").type_name.as_ref(), "s3");
    let repeats = ["a", "b", "c", "d", "e", "f", "g", "i"]
        .map(|name| block(&stack, &format!("aws_x.{name}")).repeat);
    assert_eq!(
        repeats,
        [
            Repeat::Once,
            Repeat::Times(3),
            Repeat::Unresolved,
            Repeat::Times(2),
            Repeat::Unresolved,
            Repeat::Unresolved,
            Repeat::Times(2),
            Repeat::Once,
        ]
    );
    assert_eq!(stack.other_blocks, ["moved", "unheard_of"]);
    assert_eq!(stack.text(0, stack.locals[0].span), r#"{"a": 1}"#);
    let versions: Vec<(&str, &str)> = stack
        .provider_versions
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    assert_eq!(versions, [("hashicorp/aws", "6.1"), ("null", "~> 3")]);
    let document = block(&stack, "document.spec.toml").body.values.unwrap();
    assert_eq!(document.range(), 0..stack.sources[0].text.len());
}

#[test]
fn terraform_json_of_another_shape() {
    for (text, said) in [
        (
            r#"{"resource":{"aws_x":"a"}}"#,
            "`resource.aws_x` must be an object or a list of objects, and this is a string",
        ),
        (
            r#"{"resource":{"aws_x":{"a":17}}}"#,
            "`aws_x.a` must be an object",
        ),
        (
            r#"{"data":{"user":{"id":true}}}"#,
            "`data.user.id` must be an object or a list of objects, and this is a boolean",
        ),
        (r#"{"resource":{"aws_x":{"a":[{},1]}}}"#, "this is a number"),
    ] {
        refused("s.tf.json", text, Kind::Misshapen, said);
    }
    refused(
        "s.tf.json",
        r#"{"resource":"aws_x"}"#,
        Kind::Unrecognised,
        "top-level keys are `resource`",
    );
}

/// What the index says of a stack, without the places.
fn outline(stack: &Stack) -> BTreeSet<String> {
    let line = |block: &Block| {
        let text = |span: Option<_>| span.map_or("-", |span| stack.text(block.body.source, span));
        // A module call holds the list of its resources, in whatever order.
        let config = block
            .body
            .config
            .filter(|_| block.kind != BlockKind::Module);
        format!(
            "{} {:?} {:?} {:?} {:?} {:?} | {} | {} | {} | {}",
            block.address,
            block.module,
            block.key,
            block.provider,
            block.actions,
            block.body.open,
            text(block.body.values),
            text(block.body.unknown),
            text(block.body.sensitive),
            text(config),
        )
    };
    let blocks = stack
        .blocks
        .iter()
        .filter(|block| block.kind != BlockKind::Document);
    blocks.map(line).collect()
}

/// Every list of resources and changes the other way round.
fn reversed(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            for (name, member) in map.iter_mut() {
                let lists = ["resources", "child_modules", "resource_changes"];
                if let (true, Some(list)) = (lists.contains(&name.as_str()), member.as_array_mut())
                {
                    list.reverse();
                }
                reversed(member);
            }
        }
        serde_json::Value::Array(list) => list.iter_mut().for_each(reversed),
        _ => {}
    }
}

#[test]
fn the_order_of_resources_does_not_matter() {
    for text in [PLAN, STATE] {
        let mut value: serde_json::Value = serde_json::from_str(text).unwrap();
        let straight = loads("p.json", value.to_string());
        reversed(&mut value);
        let back = loads("p.json", value.to_string());
        assert_ne!(straight.sources, back.sources);
        assert_eq!(outline(&straight), outline(&back));
        let order = |stack: &Stack| {
            stack
                .blocks
                .iter()
                .map(|b| b.address.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(order(&straight), order(&back));
    }
}

/// A plan of hand-made parts.
fn plan(planned: &str, changes: &str, rest: &str) -> Stack {
    loads("plan.json", plan_text(planned, changes, rest))
}

fn plan_text(planned: &str, changes: &str, rest: &str) -> String {
    format!(
        r#"{{"format_version":"1.2","planned_values":{{"root_module":{planned}}},"resource_changes":[{changes}]{rest}}}"#
    )
}

#[test]
fn a_resource_is_joined_with_its_change_and_its_configuration() {
    let stack = plan(
        r#"{"child_modules":[{"address":"module.net[\"a.b\"]","resources":[
            {"address":"module.net[\"a.b\"].aws_x.y[\"k]\"]","mode":"managed","type":"aws_x","name":"y","index":"k]",
             "provider_name":"registry.opentofu.org/hashicorp/aws","values":{"v":1},"sensitive_values":{"s":true}}]}]}"#,
        r#"{"address":"module.net[\"a.b\"].aws_x.y[\"k]\"]","module_address":"module.net[\"a.b\"]","mode":"managed",
            "type":"aws_x","name":"y","index":"k]",
            "change":{"actions":["delete","create"],"before":{"v":0},"after":{"v":2},"after_unknown":{"id":true},"after_sensitive":{"t":true}}}"#,
        r#","configuration":{"root_module":{"module_calls":{"net":{"source":"./net","module":{"resources":[
            { "\u0061\"{" : 1 , "mode":"data","type":"aws_x","name":"y" } ,
            {"address":"aws_x.y","mode":"managed","type":"aws_x","name":"y","expressions":{"v":{"constant_value":"}"}} } ]}}}}}"#,
    );
    let found = block(&stack, r#"module.net["a.b"].aws_x.y["k]"]"#);
    assert_eq!(found.module.as_ref(), r#"module.net["a.b"]"#);
    assert_eq!(found.key.as_ref().unwrap().to_string(), r#"["k]"]"#);
    assert_eq!(
        found.provider.as_deref(),
        Some("registry.opentofu.org/hashicorp/aws")
    );
    assert_eq!(
        *found.actions,
        ["delete".into(), "create".into()] as [Box<str>; 2]
    );
    assert!(!found.body.open);
    let text = |span: Option<_>| stack.text(0, span.unwrap());
    assert_eq!(text(found.body.values), r#"{"v":1}"#);
    assert_eq!(text(found.body.unknown), r#"{"id":true}"#);
    assert_eq!(text(found.body.sensitive), r#"{"t":true}"#);
    let config = r#"{"address":"aws_x.y","mode":"managed","type":"aws_x","name":"y","expressions":{"v":{"constant_value":"}"}} }"#;
    assert_eq!(text(found.body.config), config);
    assert!(text(block(&stack, "module.net").body.config).starts_with(r#"{"source":"./net""#));
}

#[test]
fn what_is_a_subject_of_a_plan() {
    let change = |address: &str, mode: &str, detail: &str| {
        let name = address.rsplit('.').next().unwrap();
        format!(
            r#"{{"address":"{address}","mode":"{mode}","type":"aws_x","name":"{name}","change":{{{detail}}}}}"#
        )
    };
    let resource = |address: &str, mode: &str, more: &str| {
        let name = address.rsplit('.').next().unwrap();
        format!(r#"{{"address":"{address}","mode":"{mode}","type":"aws_x","name":"{name}"{more}}}"#)
    };
    let changes = [
        change(
            "aws_x.no_values",
            "managed",
            r#""actions":["create"],"after":{},"after_unknown":{"id":true}"#,
        ),
        change(
            "aws_x.gone",
            "managed",
            r#""actions":["delete"],"after":null,"after_unknown":{}"#,
        ),
        change(
            "aws_x.forgotten",
            "managed",
            r#""actions":["forget"],"after":null"#,
        ),
        change(
            "aws_x.unlisted",
            "managed",
            r#""actions":["create"],"after":{"a":1},"after_unknown":{}"#,
        ),
        change(
            "data.aws_x.pending",
            "data",
            r#""actions":["read"],"after":{},"after_unknown":{"id":true}"#,
        ),
        change(
            "data.aws_x.again",
            "data",
            r#""actions":["read"],"after":{"new":1},"after_unknown":{"id":true}"#,
        ),
    ];
    let planned = [
        resource("aws_x.no_values", "managed", ""),
        resource(
            "aws_x.unchanged_unlisted",
            "managed",
            r#","values":{"b":1}"#,
        ),
    ];
    let prior = [
        resource("data.aws_x.known", "data", r#","values":{"id":"1"}"#),
        resource("data.aws_x.again", "data", r#","values":{"id":"old"}"#),
        resource("aws_x.gone", "managed", r#","values":{}"#),
        resource(
            "data.aws_x.old",
            "data",
            r#","values":{},"deposed_key":"x""#,
        ),
    ];
    let rest = format!(
        r#","prior_state":{{"format_version":"1.0","values":{{"root_module":{{"resources":[{}]}}}}}}"#,
        prior.join(",")
    );
    let root = format!(r#"{{"resources":[{}]}}"#, planned.join(","));
    let stack = plan(&root, &changes.join(","), &rest);
    assert_eq!(
        addresses(&stack, BlockKind::Resource),
        [
            "aws_x.no_values",
            "aws_x.unchanged_unlisted",
            "aws_x.unlisted"
        ]
    );
    assert_eq!(
        addresses(&stack, BlockKind::Data),
        ["data.aws_x.again", "data.aws_x.known", "data.aws_x.pending"]
    );
    let values = |address: &str| stack.text(0, block(&stack, address).body.values.unwrap());
    assert_eq!(values("aws_x.no_values"), "{}");
    assert_eq!(values("data.aws_x.again"), r#"{"new":1}"#);
    assert_eq!(values("data.aws_x.known"), r#"{"id":"1"}"#);
    let open: Vec<&str> = stack
        .blocks
        .iter()
        .filter(|b| b.body.open)
        .map(|b| b.address.as_ref())
        .collect();
    assert_eq!(
        open,
        ["aws_x.unchanged_unlisted"],
        "what is unknown there is not said"
    );
}

#[test]
fn a_part_of_another_shape_is_no_empty_part() {
    let sound = plan_text(r#"{"resources":[]}"#, "", "");
    loads("p.json", &sound);
    for (from, to) in [
        (r#"{"resources":[]}"#, "[]"),
        (r#"{"resources":[]}"#, r#"{"resources":{}}"#),
        (
            r#"{"resources":[]}"#,
            r#"{"resources":[["a.b","managed","a","b"]]}"#,
        ),
        (
            r#"{"resources":[]}"#,
            r#"{"resources":[{"address":"a.b"}]}"#,
        ),
        (r#"{"resources":[]}"#, r#"{"child_modules":[[]]}"#),
        (r#"{"root_module":{"resources":[]}}"#, "[]"),
        (r#""resource_changes":[]"#, r#""resource_changes":[[]]"#),
        (r#""resource_changes":[]"#, r#""configuration":[]"#),
        (
            r#""resource_changes":[]"#,
            r#""configuration":{"root_module":[]}"#,
        ),
        (
            r#""resource_changes":[]"#,
            r#""configuration":{"root_module":{"resources":[{"name":"x"}]}}"#,
        ),
        (r#""resource_changes":[]"#, r#""prior_state":{"values":[]}"#),
    ] {
        let text = sound.replacen(from, to, 1);
        assert_ne!(text, sound);
        let error = load_bytes("p.json", text.as_bytes()).unwrap_err();
        assert_eq!(error.kind, Kind::Misshapen, "{to}: {error}");
    }
}

#[test]
fn a_destroy_plan_has_no_resources() {
    let path = repository("fixtures/terraform-builtin/plan-destroy.json");
    let stack = load(&path, &LoadOptions::default()).unwrap().remove(0);
    assert_eq!(addresses(&stack, BlockKind::Resource), [] as [&str; 0]);
    assert_eq!(addresses(&stack, BlockKind::Output), [] as [&str; 0]);
}

#[test]
fn a_state_of_terraform_0_12() {
    let state = r#"{"format_version":"0.1","values":{"root_module":{"child_modules":[{"address":"module.m","resources":[
        {"address":"aws_x.y","mode":"managed","type":"aws_x","name":"y","index":0,"values":{},"depends_on":["a.b"]},
        {"address":"aws_x.y","mode":"managed","type":"aws_x","name":"y","index":1,"values":{}}]}]}}}"#;
    let stack = loads("state.json", state);
    assert_eq!(stack.form, Form::State);
    assert_eq!(
        addresses(&stack, BlockKind::Resource),
        ["module.m.aws_x.y[0]", "module.m.aws_x.y[1]"]
    );
    let config = block(&stack, "module.m.aws_x.y[0]").body.config.unwrap();
    assert_eq!(stack.text(0, config), r#"["a.b"]"#);
}

#[test]
fn wrong_inputs_of_the_repository() {
    let expected = [
        ("array.json", Kind::NotAnObject),
        ("binary.tfplan", Kind::BinaryPlan),
        ("blank.json", Kind::EmptyFile),
        ("cdktf.out-broken-manifest", Kind::Truncated),
        ("cdktf.out-missing-file", Kind::StackFileMissing),
        ("cdktf.out-no-manifest", Kind::NoManifest),
        ("cdktf.out-no-stacks", Kind::NoStacks),
        ("cdktf.out-outside", Kind::OutsideRoot),
        ("cloudformation.json", Kind::Unrecognised),
        ("duplicate-key-top.json", Kind::DuplicateKey),
        ("duplicate-resource.tf.json", Kind::DuplicateKey),
        ("empty-folder", Kind::EmptyFolder),
        ("empty-object.json", Kind::EmptyDocument),
        ("empty.json", Kind::EmptyFile),
        ("format-version-only.json", Kind::NothingInside),
        ("hcl-named-json.json", Kind::Hcl),
        ("hcl.tf", Kind::Hcl),
        ("hello-world.json", Kind::Unrecognised),
        ("null.json", Kind::NotAnObject),
        ("package.json", Kind::Unrecognised),
        ("plan-errored-empty.json", Kind::ErroredPlan),
        ("plan-errored.json", Kind::ErroredPlan),
        ("plan-human.txt", Kind::PlanText),
        ("plan-incomplete.json", Kind::IncompletePlan),
        ("plan-not-utf8.json", Kind::Encoding),
        ("plan-of-the-future.json", Kind::UnsupportedVersion),
        ("plan-trailing-comma.json", Kind::Syntax),
        ("plan-truncated.json", Kind::Truncated),
        ("plan-ui-log.jsonl", Kind::UiLog),
        ("plan-version-no-number.json", Kind::UnsupportedVersion),
        ("provider-schema.json", Kind::ProviderSchemas),
        ("resource-is-a-string.tf.json", Kind::Unrecognised),
        ("terraform-error.txt", Kind::NotJson),
        ("terraform.tfstate", Kind::RawState),
        ("tofu-encrypted.tfplan", Kind::Encrypted),
        ("tofu-encrypted.tfstate", Kind::Encrypted),
        ("two-plans.json", Kind::TrailingText),
    ];
    // The index is sound; what is wrong shows when a body is read, or when there is no subject.
    let load_first = [
        "cdktf.out-error-annotation",
        "cdktf.out-no-resources",
        "deep.tf.json",
        "duplicate-key-in-a-body.tf.json",
        "plan-lone-surrogate.json",
    ];
    let folder = repository("fixtures/wrong-inputs");
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let found = load(&folder.join(&name), &LoadOptions::default()).map(|_| ());
        let kind = expected
            .iter()
            .find(|(file, _)| *file == name)
            .map(|(_, kind)| *kind);
        assert_eq!(found.map_err(|error| error.kind).err(), kind, "{name}");
        assert_eq!(
            kind.is_none(),
            load_first.contains(&name.as_str()),
            "{name}"
        );
    }
}

#[test]
fn odd_clothes() {
    let plain = outline(&loads("p.json", PLAN));
    let utf16: Vec<u8> = "\u{feff}"
        .chars()
        .chain(PLAN.chars())
        .flat_map(|c| {
            let mut units = [0; 2];
            c.encode_utf16(&mut units)
                .iter()
                .flat_map(|unit| unit.to_le_bytes())
                .collect::<Vec<u8>>()
        })
        .collect();
    assert_eq!(outline(&loads("p.json", utf16)), plain);
    assert_eq!(outline(&loads("p.json", format!("\u{feff}{PLAN}"))), plain);
    let wrapped = format!(
        "[command]/usr/bin/terraform show -json\n{}\n\n::debug::done\n::set-output name=stdout::{{}}\n",
        PLAN.trim_end()
    );
    assert_eq!(outline(&loads("p.json", &wrapped)), plain);
    let broken = wrapped.replacen("\"planned_values\"", "\"planned_values\" x", 1);
    let error = refused("p.json", broken, Kind::Syntax, "expected `:`");
    assert_eq!(error.place.unwrap().0, 2, "positions are those of the file");
}

#[test]
fn repository_fixtures() {
    for name in ["broken", "fixed"] {
        let path = repository("examples/payments").join(name).join("cdktf.out");
        let stacks = load(&path, &LoadOptions::default()).unwrap();
        assert_eq!(stacks.len(), 1);
        assert!(stacks[0].blocks_of(BlockKind::Resource).count() > 20);
    }
    let python = load(
        &repository("fixtures/python-app/cdktf.out"),
        &LoadOptions::default(),
    )
    .unwrap();
    assert_eq!(python.len(), 2);
    for entry in fs::read_dir(repository("fixtures/encodings")).unwrap() {
        let path = entry.unwrap().path();
        let stack = load(&path, &LoadOptions::default()).unwrap().remove(0);
        let same = load(
            &repository("fixtures/terraform-builtin/plan.json"),
            &LoadOptions::default(),
        );
        assert_eq!(
            addresses(&stack, BlockKind::Resource),
            addresses(&same.unwrap()[0], BlockKind::Resource)
        );
    }
}
