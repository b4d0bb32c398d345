//! What of a stack is not as it was in an older one.

use std::collections::BTreeSet;

use crate::check::Run;
use crate::stack::{BlockKind, Model};
use crate::value::{Kind, Node, Path, Step};

/// The leaves of `run` that are not the same in `base`, and the nested blocks that `base` does not
/// have, by the stack's role, the address of the block and the path; of a block that `base` does not
/// have only `$`, which stands for all of it. A stack that `base` does not have is new as a whole.
/// What `base` alone has is not there to be changed.
pub fn changed(run: &Run<'_>, base: &Run<'_>) -> BTreeSet<(String, String, String)> {
    let mut found = BTreeSet::new();
    for subject in &run.stacks {
        let older = base.stacks.iter().find(|older| older.role == subject.role);
        let older = older.map(|older| &older.model);
        let model = &subject.model;
        for (id, block) in model.stack().blocks.iter().enumerate() {
            if block.kind == BlockKind::Document {
                continue;
            }
            let Ok(body) = model.whole_body(id) else {
                continue;
            };
            let mut paths = BTreeSet::new();
            match older.and_then(|older| body_of(older, block.kind, &block.address)) {
                None => _ = paths.insert("$".to_owned()),
                Some(was) => compare(&body, Some(&was), &mut Path::default(), &mut paths),
            }
            let address = block.address.to_string();
            let place = |path| (subject.role.clone(), address.clone(), path);
            found.extend(paths.into_iter().map(place));
        }
    }
    found
}

fn body_of<'s>(model: &Model<'s>, kind: BlockKind, address: &str) -> Option<Node<'s>> {
    let id = model.stack().find(kind, address)?;
    model.whole_body(id).ok()
}

/// Collects the leaves of `new` that `old` has not, or has otherwise.
fn compare(new: &Node<'_>, old: Option<&Node<'_>>, at: &mut Path, found: &mut BTreeSet<String>) {
    match &new.kind {
        Kind::List(list) => {
            if old.is_none_or(|old| old.as_list().is_none()) {
                found.insert(at.shorthand());
            }
            let old = old.and_then(Node::as_list).unwrap_or_default();
            for (index, element) in list.iter().enumerate() {
                at.0.push(Step::Index(index));
                compare(element, old.get(index), at, found);
                at.0.pop();
            }
        }
        Kind::Map(map) => {
            if old.is_none_or(|old| old.as_map().is_none()) {
                found.insert(at.shorthand());
            }
            for (name, member) in map.iter() {
                at.0.push(Step::Name(name.to_owned()));
                compare(member, old.and_then(|old| old.get(name)), at, found);
                at.0.pop();
            }
        }
        Kind::Text(text) => match (text.document(), old.map(|old| &old.kind)) {
            (Some(Ok(document)), Some(Kind::Text(old))) => {
                let old = old.document().and_then(Result::ok);
                compare(document, old, at, found);
            }
            (Some(Ok(document)), _) => compare(document, None, at, found),
            (_, Some(Kind::Text(old))) if old.source() == text.source() => {}
            _ => _ = found.insert(at.shorthand()),
        },
        kind => {
            if old.is_none_or(|old| old.kind != *kind) {
                found.insert(at.shorthand());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::check::Subject;
    use crate::facts::Facts;
    use crate::load::{LoadOptions, load};
    use crate::spec::SpecSet;
    use crate::stack::Stack;

    fn stacks(text: &str) -> Vec<Stack> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("app.tf.json");
        std::fs::write(&file, text).unwrap();
        let options = LoadOptions {
            stack_name: Some("app".into()),
        };
        load(&file, &options).unwrap()
    }

    fn subjects(stacks: &[Stack]) -> Vec<Subject<'_>> {
        let mut subjects = Vec::new();
        for stack in stacks {
            subjects.push(Subject {
                model: Model::new(stack, Facts::builtin()),
                role: stack.name.clone(),
            });
        }
        subjects
    }

    #[track_caller]
    fn differs(base: &str, new: &str, expected: &[&str]) {
        let (specs, params) = (SpecSet::new(Vec::new()).unwrap(), Default::default());
        let (base, new) = (stacks(base), stacks(new));
        let run = |stacks| Run {
            stacks: subjects(stacks),
            specs: &specs,
            params: &params,
        };
        let found = changed(&run(&new), &run(&base));
        let found: Vec<String> = found
            .iter()
            .map(|(role, address, path)| format!("{role} {address} {path}"))
            .collect();
        assert_eq!(found, expected);
    }

    fn queue(body: &str) -> String {
        format!(r#"{{"resource":{{"aws_sqs_queue":{{"q":{body}}}}}}}"#)
    }

    #[test]
    fn leaves_that_are_new_or_otherwise() {
        let old = queue(r#"{"name":"a","delay_seconds":5,"tags":{"A":"1","B":"2"}}"#);
        differs(&old, &old, &[]);
        differs(&old, &queue(r#"{"name":"a"}"#), &[]);
        let new = queue(r#"{"name":"a","delay_seconds":6,"tags":{"A":"1","B":"3","C":"4"}}"#);
        let expected = [
            "app aws_sqs_queue.q $.delay_seconds",
            "app aws_sqs_queue.q $.tags.B",
            "app aws_sqs_queue.q $.tags.C",
        ];
        differs(&old, &new, &expected);
        differs(
            r#"{"resource":{"aws_sqs_queue":{"other":{"name":"a"}}}}"#,
            &queue(r#"{"name":"a"}"#),
            &["app aws_sqs_queue.q $"],
        );
        differs(
            &queue(r#"{"name":"a"}"#),
            &queue(r#"{"name":"a","tags":{"A":"1"}}"#),
            &["app aws_sqs_queue.q $.tags", "app aws_sqs_queue.q $.tags.A"],
        );
    }

    #[test]
    fn embedded_documents_leaf_by_leaf() {
        let policy = |action: &str| {
            let text = format!(
                r#"{{"Statement":[{{"Effect":"Allow","Action":"{action}"}}],"Version":"2012-10-17"}}"#
            );
            queue(&format!(
                r#"{{"policy":{}}}"#,
                serde_json::Value::from(text)
            ))
        };
        differs(
            &policy("sqs:SendMessage"),
            &policy("sqs:*"),
            &["app aws_sqs_queue.q $.policy.Statement[0].Action"],
        );
    }

    #[test]
    fn references_and_kinds() {
        let old = queue(r#"{"name":"a","kms_master_key_id":"${aws_kms_key.a.id}"}"#);
        let new = queue(r#"{"name":"a","kms_master_key_id":"${aws_kms_key.b.id}"}"#);
        differs(&old, &new, &["app aws_sqs_queue.q $.kms_master_key_id"]);
        differs(&old, &old, &[]);
    }
}
