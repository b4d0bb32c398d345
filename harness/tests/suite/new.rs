//! `new case`: an input, with what is found in it written down.

use crate::common::Folder;
use crate::made::{MANIFEST, SPECS, STACK};

fn folder() -> Folder {
    Folder::with(&[
        ("specs/names.toml", SPECS),
        ("suite/suite.toml", "specs = '../specs'\n"),
        ("in/cdktf.out/manifest.json", MANIFEST),
        ("in/cdktf.out/stacks/orders/cdk.tf.json", STACK),
    ])
}

#[test]
fn what_it_writes_is_green() {
    let folder = folder();
    folder
        .run(&[
            "new",
            "case",
            "in/cdktf.out",
            "--suite",
            "suite",
            "--name",
            "a/orders.1",
            "--param",
            "suffix=pr1234",
            "--model",
            "model \"a\"",
            "--class",
            "env-suffix",
            "--title",
            "an \u{1b}odd\none",
        ])
        .is(0, &["wrote suite/a/orders.1/case.toml"]);
    let text = std::fs::read_to_string(folder.path("suite/a/orders.1/case.toml")).unwrap();
    let lines = [
        "model = 'model \"a\"'",
        "classes = [\"env-suffix\"]",
        "[params]\nsuffix = \"pr1234\"",
        "[[expect]]\nspec = \"names::queue-without-suffix\"\naddress = \"aws_sqs_queue.orders_0A1B2C3D\"\n",
    ];
    for line in lines {
        assert!(text.contains(line), "`{line}` is not in:\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "{text}");
    folder
        .run(&["suite", "run", "suite"])
        .is(0, &["1 case: 1 faulty; 1 as expected"]);
    // What it wrote is held to: the fault is mended, and that is said.
    let stack = "suite/a/orders.1/cdktf.out/stacks/orders/cdk.tf.json";
    folder.write(stack, &STACK.replace("\"orders\"", "\"orders-pr1234\""));
    folder
        .run(&["suite", "run", "suite"])
        .is(104, &["unmet expectation"]);
}

#[test]
fn nothing_is_written_that_is_not_whole() {
    let folder = folder();
    let new = |input: &str, name: &str| {
        folder.run(&["new", "case", input, "--suite", "suite", "--name", name])
    };
    new("nothing", "a").is(102, &["nothing"]);
    new("in/cdktf.out", "../a").is(2, &["is no name of a case"]);
    new("in/cdktf.out", "/a").is(2, &["is no name of a case"]);
    new("in/cdktf.out", "").is(2, &["is no name of a case"]);
    folder.write("specs/names.toml", "[[spec]]\nidd = 1\n");
    new("in/cdktf.out", "a").is(103, &["unknown key `idd`"]);
    let left: Vec<_> = std::fs::read_dir(folder.path("suite"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["suite.toml"]);
    folder.write("specs/names.toml", SPECS);
    folder.write("suite/a/case.toml", "");
    new("in/cdktf.out", "a").is(2, &["`suite/a` is there already"]);
}

/// The names of specs that it writes are those that are read.
#[test]
fn specs_of_the_library_are_named_as_they_are_read() {
    let folder = folder();
    folder.write(
        "suite/suite.toml",
        "library = ['aws/sqs', 'aws/s3', 'naming']\n",
    );
    folder
        .run(&[
            "new",
            "case",
            "in/cdktf.out",
            "--suite",
            "suite",
            "--name",
            "a",
            "--param",
            "suffix=pr1234",
        ])
        .is(0, &["wrote suite/a/case.toml"]);
    let text = std::fs::read_to_string(folder.path("suite/a/case.toml")).unwrap();
    assert!(text.contains("[[expect]]"), "{text}");
    folder
        .run(&["suite", "run", "suite"])
        .is(0, &["1 as expected"]);
}
