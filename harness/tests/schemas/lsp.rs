//! What an editor offers and shows, asked of Taplo's language server as it runs in VS Code. Skipped,
//! with a sentence, where there is no Node.js or no `@taplo/lsp`.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::common::Folder;
use crate::taplo::written_by_new;

/// Where `.ci/run` puts the package.
const PACKAGES: &str = "target/taplo-lsp/node_modules";

/// A spec file with `|` where the cursor stands; the rest is as it is.
struct Question {
    what: &'static str,
    file: &'static str,
    text: String,
}

fn ask(questions: &[Question]) -> Option<Vec<Value>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let node = Command::new("node").arg("--version").output();
    if !root.join(PACKAGES).join("@taplo/lsp").is_dir() || node.is_err() {
        crate::say(
            "skipped: there is no Node.js with @taplo/lsp here (`.ci/run schemas` installs it)",
        );
        return None;
    }
    let folder = Folder::with(&[]);
    written_by_new(&folder);
    let mut asked = Vec::new();
    for (index, question) in questions.iter().enumerate() {
        let at = question.text.find('|').unwrap();
        let before = &question.text[..at];
        let file = question.file.replace('#', &index.to_string());
        folder.write(&file, &question.text.replacen('|', "", 1));
        let line = before.matches('\n').count();
        let character = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
        asked.push(
            json!({ "file": file, "what": question.what, "line": line, "character": character }),
        );
    }
    let mut node = Command::new("node")
        .arg(root.join("harness/tests/schemas/lsp.js"))
        .arg(root.join(PACKAGES))
        .arg(folder.0.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let text = Value::from(asked).to_string();
    node.stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let came = node.wait_with_output().unwrap();
    assert!(
        came.status.success(),
        "{}",
        String::from_utf8_lossy(&came.stderr)
    );
    let answers = String::from_utf8(came.stdout).unwrap();
    let answers = answers
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    Some(answers.collect())
}

const HEAD: &str = "[[spec]]\nid = 'a'\nresource = 'a'\n";

fn question(what: &'static str, text: &str) -> Question {
    Question {
        what,
        file: "specs/#.toml",
        text: format!("{HEAD}{text}"),
    }
}

#[test]
fn offers_keys_and_words() {
    let offer = |text: &str| question("completion", text);
    let questions = [
        offer("|\n"),
        offer("must = [ { at = '$.x', | } ]\n"),
        offer("must = [ { at = '$.x', equal = { | } } ]\n"),
        offer("must = [ { any = [ { at = '$.x', | } ] } ]\n"),
        offer("level = \"|\"\n"),
        offer("view = \"|\"\n"),
        Question {
            what: "completion",
            file: "stackspec.toml",
            text: "[levels]\n|\n".to_owned(),
        },
    ];
    let Some(answers) = ask(&questions) else {
        return;
    };
    let check = |index: usize, there: &[&str], not: &[&str]| {
        let labels: Vec<&str> = answers[index]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap().trim_matches('"'))
            .collect();
        for label in there {
            let count = labels.iter().filter(|it| it == &label).count();
            assert_eq!(count, 1, "{label} of {index} in {labels:?}");
        }
        assert!(
            not.iter().all(|label| !labels.contains(label)),
            "{labels:?}"
        );
    };
    check(
        0,
        &["must", "title", "level", "where", "when_empty", "groups"],
        &["at", "id", "equal"],
    );
    check(
        1,
        &["equal", "not_equal", "count", "disjoint", "together"],
        &["id", "resorce"],
    );
    check(2, &["param", "at", "resource"], &["id", "equal"]);
    check(3, &["equal", "default"], &["any", "together"]);
    check(4, &["deny", "warn", "off"], &["equal"]);
    check(5, &["iam_statement", "route"], &[]);
    check(6, &["reference-cycle", "iam-wildcard-action"], &["inputs"]);
}

#[test]
fn shows_what_is_said_of_a_key() {
    let hover = |text: &str| question("hover", text);
    let questions = [
        hover("must = [ { a|t = '$.x', equal = 1 } ]\n"),
        hover("must = [ { at = '$.x', at_lea|st = 1 } ]\n"),
        hover("must = [ { at = '$.x', one_of = { par|am = 'x' } } ]\n"),
        hover("must = [ { at = '$.x', no|ne = { equal = 1 } } ]\n"),
        hover("le|vel = 'deny'\n"),
        Question {
            what: "hover",
            file: "suite/#/case.toml",
            text: "cl|asses = ['a']\n".to_owned(),
        },
    ];
    let Some(answers) = ask(&questions) else {
        return;
    };
    for (answer, sentence) in answers.iter().zip([
        "Where to look: an RFC 9535 query on the subject",
        "Holds of a value that is a number, this or more.",
        "The param that holds the table",
        "Not one of the values satisfies them",
        "How much its red counts",
        "The failure classes that it is about",
    ]) {
        assert!(
            answer.as_str().unwrap().contains(sentence),
            "`{sentence}`: {answer}"
        );
    }
}
