//! Views: one shape for what people write in several ways.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

#[path = "views/corpus.rs"]
mod corpus;
#[path = "views/decided.rs"]
mod decided;
#[path = "views/file.rs"]
mod file;
#[path = "views/iam.rs"]
mod iam;
#[path = "views/inputs.rs"]
mod inputs;
#[path = "views/name.rs"]
mod name;
#[path = "common/corpus.rs"]
mod real;
#[path = "views/route.rs"]
mod route;
#[path = "views/rule.rs"]
mod rule;
#[path = "common/say.rs"]
mod say;
#[path = "views/state.rs"]
mod state;

use std::fmt::Write as _;
use std::path::Path;

use pretty_assertions::assert_eq;
use stackspec::facts::Facts;
use stackspec::load::{LoadOptions, load, load_text};
use stackspec::stack::{Focus, Model, Stack};
use stackspec::value::{Kind, Node};
use stackspec::view::{Holds, Rows, View, Views};

/// Rows as lines: the address, `?` if the row is not sure, where it stands, what it says. Then what
/// is open: the address, where, why, what it waits for.
fn render(stack: &Stack, rows: &Rows<'_>) -> String {
    let mut out = String::new();
    for row in &rows.rows {
        let sure = if row.sure { "" } else { "?" };
        let address = &stack.blocks[row.block].address;
        let origin = row.origin.shorthand();
        writeln!(out, "{address}{sure} {origin} {}", row.document.render()).unwrap();
    }
    for open in &rows.open {
        let address = &stack.blocks[open.block].address;
        let path = open.path.shorthand();
        writeln!(
            out,
            "{address} {path} {:?}: {} {:?}",
            open.doubt, open.why, open.waits_for
        )
        .unwrap();
    }
    out
}

/// Whether a member holds what the view says that it does.
fn fits(holds: Option<Holds>, node: &Node<'_>) -> bool {
    let object = |element: &Node<'_>, names: &[&str]| {
        let map = element.as_map();
        map.is_some_and(|map| map.iter().all(|(name, _)| names.contains(&name)))
    };
    match (holds, &node.kind) {
        (None, _) => false,
        (Some(Holds::Any), _) | (_, Kind::Unknown(_)) => true,
        (Some(Holds::Scalar), kind) => !matches!(kind, Kind::List(_) | Kind::Map(_)),
        (Some(Holds::List), Kind::List(list)) => list.iter().all(|it| it.as_map().is_none()),
        (Some(Holds::Objects(names)), Kind::List(list)) => list.iter().all(|it| object(it, names)),
        _ => false,
    }
}

/// Holds the rows of a stack to lines, with a model that reads everything and with one that reads
/// only what the view asks for.
#[track_caller]
fn rows(view: View, stack: &str, expected: &[&str]) {
    let stack = load_text("s", Path::new("s.tf.json"), stack.to_owned()).unwrap();
    let expected: String = expected.iter().map(|line| format!("{line}\n")).collect();
    let mut focus = Focus::default();
    for block in &stack.blocks {
        if let Some(members) = view.reads(block.kind, &block.type_name) {
            focus.add(block.kind, &block.type_name, &members);
        }
    }
    for focus in [Focus::default(), focus] {
        let model = Model::focused(&stack, Facts::builtin(), focus);
        let views = Views::new(&model);
        let rows = views.rows(view);
        assert_eq!(render(&stack, rows), expected);
        for row in &rows.rows {
            let members = row.document.as_map().unwrap();
            for (name, node) in members.iter() {
                assert!(fits(view.holds(name), node), "{name} {}", node.render());
            }
            for (name, path) in &row.sources {
                assert!(members.get(name).is_some(), "{name}");
                assert!(!path.0.is_empty(), "{name}");
            }
        }
    }
}

/// A stack of one resource.
fn one(type_name: &str, body: &str) -> String {
    format!(r#"{{"resource":{{"{type_name}":{{"x":{body}}}}}}}"#)
}

/// A body whose `policy` is this document as text.
fn policy(attribute: &str, document: &str) -> String {
    format!("{{\"{attribute}\":{}}}", serde_json::Value::from(document))
}

/// What is secret stays so in every shape.
#[test]
fn secrets_stay_secret() {
    let plan = r#"{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{"root_module":{"resources":[
        {"address":"aws_sfn_state_machine.m","mode":"managed","type":"aws_sfn_state_machine","name":"m","values":{"definition":"{\"StartAt\":\"Hidden\",\"States\":{\"Hidden\":{\"Type\":\"Pass\",\"End\":true}}}","name":"m"}},
        {"address":"aws_iam_policy.p","mode":"managed","type":"aws_iam_policy","name":"p","values":{"policy":"{\"Statement\":{\"Action\":\"hidden:x\",\"Principal\":\"hidden\"}}","name":"hidden"}}]}},
        "resource_changes":[
        {"address":"aws_sfn_state_machine.m","mode":"managed","type":"aws_sfn_state_machine","name":"m","change":{"actions":["create"],"before":null,"after":{},"after_unknown":{},"after_sensitive":{"definition":true}}},
        {"address":"aws_iam_policy.p","mode":"managed","type":"aws_iam_policy","name":"p","change":{"actions":["create"],"before":null,"after":{},"after_unknown":{},"after_sensitive":{"policy":true,"name":true}}}]}"#;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.json");
    std::fs::write(&path, plan).unwrap();
    let stack = load(&path, &LoadOptions::default()).unwrap().remove(0);
    let model = Model::new(&stack, Facts::builtin());
    let views = Views::new(&model);
    for (view, count) in [
        (View::State, 1),
        (View::IamStatement, 1),
        (View::PhysicalName, 2),
    ] {
        let rows = views.rows(view);
        assert_eq!(rows.rows.len(), count, "{}", view.word());
        for row in &rows.rows {
            let document = row.document.render().to_lowercase();
            assert!(!document.contains("hidden"), "{document}");
        }
    }
}
