//! A walk over real stacks that reports what the facts do not know.

use std::path::{Path, PathBuf};

use pretty_assertions::assert_eq;
use stackspec::facts::{
    DocumentForm, DocumentShape, Facts, Inside, Member, Mode, Shape, document_attribute,
    is_presence_marker, meta_arguments,
};

/// The stacks of the corpus, if there is one on this machine.
fn corpus() -> Vec<(PathBuf, serde_json::Value)> {
    #[expect(
        clippy::disallowed_methods,
        reason = "where the corpus lies, for tests only"
    )]
    let Ok(root) = std::env::var("STACKSPEC_CORPUS") else {
        eprintln!("skipped: STACKSPEC_CORPUS is not set");
        return Vec::new();
    };
    let pattern = format!("{root}/cdktf/**/cdk.tf.json");
    let stacks: Vec<_> = glob::glob(&pattern)
        .expect("a pattern")
        .filter_map(Result::ok)
        .filter_map(|path| {
            let bytes = std::fs::read(&path).ok()?;
            Some((path, serde_json::from_slice(&bytes).ok()?))
        })
        .collect();
    assert!(
        stacks.len() >= 60,
        "only {} stacks under {pattern}",
        stacks.len()
    );
    stacks
}

/// What a walk over a body found that the facts do not know.
struct Walk<'w> {
    file: &'w Path,
    type_name: &'w str,
    findings: Vec<String>,
}

impl Walk<'_> {
    fn body(&mut self, shape: Shape<'_>, body: &serde_json::Value, depth: usize) {
        for (name, value) in body.as_object().into_iter().flatten() {
            let meta = depth == 0 && meta_arguments(Mode::Resource).any(|meta| meta == name);
            match shape.get(name) {
                None if meta || shape.is_any() || name == "dynamic" => {}
                None => self.report(&format!("{name} is unknown")),
                Some(Member::Attribute(_)) => self.document(name, value),
                Some(Member::Block(block)) => {
                    for each in elements(value).filter(|value| value.is_object()) {
                        let empty = each.as_object().is_some_and(serde_json::Map::is_empty);
                        let settable = block.shape.members().any(|(_, it)| it.is_settable());
                        if empty && settable && !is_presence_marker(self.type_name, name) {
                            self.report(&format!("{name} is empty"));
                        }
                        self.body(block.shape, each, depth + 1);
                    }
                }
            }
        }
    }

    fn document(&mut self, attribute: &str, value: &serde_json::Value) {
        let Some(row) = document_attribute(self.type_name, attribute) else {
            return;
        };
        let Some(Ok(document)) = value.as_str().map(serde_json::from_str) else {
            return;
        };
        let document: serde_json::Value = document;
        if document.is_array() != (row.form == DocumentForm::Array)
            && row.form != DocumentForm::Either
        {
            self.report(&format!("{attribute} is no {:?}", row.form));
        }
        if let Some(shape) = row.shape {
            self.shape(shape, &document);
        }
    }

    fn shape(&mut self, shape: &DocumentShape, value: &serde_json::Value) {
        let objects = elements(value).filter_map(serde_json::Value::as_object);
        for (name, value) in objects.flatten() {
            match shape.get(name) {
                None if shape.closed => self.report(&format!("{name} is not in {}", shape.source)),
                None | Some(Inside::Value) => {}
                Some(Inside::Object(inner)) => self.shape(inner, value),
                Some(Inside::ByKey(inner)) => {
                    for (_, value) in value.as_object().into_iter().flatten() {
                        self.shape(inner, value);
                    }
                }
            }
        }
    }

    fn report(&mut self, what: &str) {
        let file = self.file.display();
        self.findings
            .push(format!("{file}: {}: {what}", self.type_name));
    }
}

/// A list's elements, or the value itself.
fn elements(value: &serde_json::Value) -> impl Iterator<Item = &serde_json::Value> {
    match value.as_array() {
        Some(list) => list.iter(),
        None => std::slice::from_ref(value).iter(),
    }
}

#[test]
fn what_is_not_known_is_reported() {
    let body = serde_json::json!({
        "name": "a",
        "polcy": "{}",
        "policy": r#"{"Statement": [{"Efect": "Allow", "Principal": {"Aws": "*"}}]}"#,
        "count": 2,
    });
    let mut walk = Walk {
        file: Path::new("cdk.tf.json"),
        type_name: "aws_iam_policy",
        findings: Vec::new(),
    };
    walk.body(
        Facts::builtin().resource("aws_iam_policy").expect("a type"),
        &body,
        0,
    );
    let grammar = "AWS Identity and Access Management: Grammar of the IAM JSON policy language";
    let principal = "AWS Identity and Access Management: AWS JSON policy elements: Principal";
    let expected = [
        "cdk.tf.json: aws_iam_policy: polcy is unknown".to_owned(),
        format!("cdk.tf.json: aws_iam_policy: Efect is not in {grammar}"),
        format!("cdk.tf.json: aws_iam_policy: Aws is not in {principal}"),
    ];
    assert_eq!(walk.findings, expected);

    let body = serde_json::json!({ "rule": [{}, { "bucket_key_enabled": true, "count": 1 }] });
    walk.type_name = "aws_s3_bucket_server_side_encryption_configuration";
    walk.findings.clear();
    walk.body(
        Facts::builtin().resource(walk.type_name).expect("a type"),
        &body,
        0,
    );
    let found: Vec<_> = walk
        .findings
        .iter()
        .map(|row| row.rsplit(": ").next())
        .collect();
    assert_eq!(found, [Some("rule is empty"), Some("count is unknown")]);
}

/// Real stacks hold no type, attribute, block or document name that the facts do not know, and no
/// block that is empty without being a marker, but for the one kind of fault that is known to be
/// in them.
#[test]
fn real_stacks_hold_nothing_that_is_not_known() {
    let facts = Facts::builtin();
    let mut findings = Vec::new();
    for (file, stack) in corpus() {
        let types = stack["resource"].as_object();
        for (type_name, resources) in types.into_iter().flatten() {
            let mut walk = Walk {
                file: &file,
                type_name,
                findings: Vec::new(),
            };
            match facts.resource(type_name) {
                None if facts.knows_provider_of(type_name) => walk.report("is unknown"),
                None => {}
                Some(shape) => {
                    for (_, bodies) in resources.as_object().into_iter().flatten() {
                        elements(bodies).for_each(|body| walk.body(shape, body, 0));
                    }
                }
            }
            findings.extend(walk.findings);
        }
    }
    findings.retain(|finding| {
        !finding.ends_with("aws_s3_bucket_server_side_encryption_configuration: rule is empty")
    });
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
