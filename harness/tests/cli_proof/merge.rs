//! `stackspec merge`

use pretty_assertions::assert_eq;

use super::common::Folder;
use super::{folder, words};

/// Writes the report of each shard.
fn shards(folder: &Folder, of: usize) -> Vec<String> {
    let shard = |number: usize| {
        let (shard, file) = (format!("{number}/{of}"), format!("{number}.jsonl"));
        let more = [
            "--message-format",
            "json",
            "--shard",
            &shard,
            "--output",
            &file,
        ];
        let came = folder.run(&words("coverage", "specs", &more));
        came.is(0, &["shard: ", &format!("; part {number} of {of}, for")]);
        file
    };
    (1..=of).map(shard).collect()
}

#[test]
fn shards_come_to_the_whole() {
    let folder = folder();
    let whole = folder
        .run(&words("coverage", "specs", &["--message-format", "json"]))
        .out;
    // Four shards of three specs: one has nothing to judge.
    for of in [1, 2, 3, 4] {
        let mut files = shards(&folder, of);
        files.reverse();
        let mut words = vec![
            "merge",
            "--output",
            "all.jsonl",
            "--report",
            "lcov=all.info",
        ];
        words.extend(files.iter().map(String::as_str));
        folder
            .run(&words)
            .is(0, &["ok: 3 specs on 1 stack: 3 pass"]);
        let merged = std::fs::read_to_string(folder.path("all.jsonl")).unwrap();
        assert_eq!(merged, whole, "{of} shards");
    }
    let one = words("coverage", "specs", &["--report", "lcov=one.info"]);
    folder.run(&one).is(0, &[]);
    let read = |name: &str| std::fs::read_to_string(folder.path(name)).unwrap();
    assert_eq!(read("all.info"), read("one.info"));
    let printed = folder.run(&["merge", "all.jsonl", "--message-format", "json"]);
    assert_eq!(printed.is(0, &[]).out, whole);
}

#[test]
fn what_does_not_fit_is_refused() {
    let folder = folder();
    shards(&folder, 2);
    folder
        .run(&["merge", "1.jsonl"])
        .is(102, &["the report of shard 2/2 is missing"]);
    folder
        .run(&["merge", "1.jsonl", "2.jsonl", "2.jsonl"])
        .is(102, &["`2.jsonl` and `2.jsonl` are the same shard"]);
    folder
        .run(&["merge", "1.jsonl", "gone.jsonl"])
        .is(102, &["`gone.jsonl` cannot be read"]);
    let text = std::fs::read_to_string(folder.path("1.jsonl")).unwrap();
    folder.write("cut.jsonl", &text[..text.len() / 2]);
    folder
        .run(&["merge", "cut.jsonl", "2.jsonl"])
        .is(102, &["it was cut off"]);
    let check = ["--message-format", "json", "--output", "check.jsonl"];
    folder.run(&words("check", "specs", &check)).is(0, &[]);
    folder
        .run(&["merge", "check.jsonl", "2.jsonl"])
        .is(102, &["it is a report of `check`"]);
    folder.write(
        "in/app.tf.json",
        &super::STACK.replace(
            "\"delay_seconds\": 5,",
            "\"delay_seconds\": 5, \"fifo_queue\": false,",
        ),
    );
    let again = [
        "--message-format",
        "json",
        "--shard",
        "2/2",
        "--output",
        "2.jsonl",
    ];
    folder.run(&words("coverage", "specs", &again)).is(0, &[]);
    folder
        .run(&["merge", "1.jsonl", "2.jsonl", "--output", "all.jsonl"])
        .is(
            102,
            &["the stack `in` is not the same in `1.jsonl` and `2.jsonl`"],
        );
    assert!(!folder.path("all.jsonl").exists());
    folder.run(&["merge"]).is(2, &["FILE"]);
    for shard in ["0/2", "3/2", "x"] {
        folder
            .run(&words("coverage", "specs", &["--shard", shard]))
            .is(2, &["--shard"]);
    }
}

#[test]
fn gates_hold_the_whole_and_no_shard() {
    let folder = folder();
    folder.write("gate.toml", "[coverage]\nresources = 100\n");
    let shard = |number: &str, file: &str| {
        let gate = ["--config", "gate.toml", "--message-format", "json"];
        let more = [&gate[..], &["--shard", number, "--output", file]].concat();
        folder.run(&words("coverage", "specs", &more)).is(0, &[]);
    };
    shard("1/2", "1.jsonl");
    shard("2/2", "2.jsonl");
    let merge = ["merge", "1.jsonl", "2.jsonl", "--config"];
    folder
        .run(&[&merge[..], &["gate.toml"]].concat())
        .is(0, &["; 100 % are required"]);
    // The red twin: one spec less, and the table is not covered.
    let specs = super::SPECS.replace(
        "table-on-demand\"\n",
        "table-on-demand\"\nlevel = \"off\"\n",
    );
    folder.write("specs/app.toml", &specs);
    shard("1/2", "1.jsonl");
    shard("2/2", "2.jsonl");
    folder
        .run(&[&merge[..], &["gate.toml"]].concat())
        .is(100, &["100 % are required: FAILED"]);
}

#[test]
fn stacks_that_only_some_specs_saw_are_named() {
    let folder = folder();
    folder.write("other/app.tf.json", super::STACK);
    let json = ["--message-format", "json", "--output"];
    folder
        .run(&[&words("coverage", "specs", &json)[..], &["1.jsonl"]].concat())
        .is(0, &[]);
    folder
        .run(
            &[
                &["coverage", "other", "--specs", "red"],
                &json[..],
                &["2.jsonl"],
            ]
            .concat(),
        )
        .is(0, &[]);
    folder.run(&["merge", "1.jsonl", "2.jsonl"]).is(
        0,
        &[
            "no shard judged 4 of the specs",
            "red::table-is-red on `in`",
            "4 specs on 2 stacks",
        ],
    );
}

/// What does not count is taken out when all is there, as one run does it.
#[test]
fn what_does_not_count_is_out_of_the_whole() {
    let folder = folder();
    folder.write(
        "stackspec.toml",
        "[[coverage.ignore]]\ntype = \"aws_dynamodb_table\"\nreason = \"not ours\"\n\
         [[coverage.ignore]]\nspec = \"app::queue-has-a-name\"\nreason = \"says so\"\n",
    );
    let json = ["--message-format", "json"];
    let whole = folder
        .run(&words("coverage", "specs", &json))
        .is(0, &[])
        .out
        .clone();
    assert!(
        !whole.contains("\"address\":\"aws_dynamodb_table.orders\""),
        "{whole}"
    );
    assert_eq!(whole.matches("\"ignored\":true").count(), 1);
    let files = shards(&folder, 2);
    let merged = folder.run(&[&["merge", &*files[0], &*files[1]], &json[..]].concat());
    assert_eq!(merged.is(0, &[]).out, whole);
    // It is out already, and no entry is found to be for nothing.
    folder.write("one.jsonl", &whole);
    let again = folder.run(&["merge", "one.jsonl"]);
    again
        .is(0, &["1 of 1 resource"])
        .lacks(&["ignored for nothing"]);
}
