//! The templates of real stacks: how much of them is evaluated, and that none is called malformed.

use std::collections::BTreeSet;
use std::path::Path;

use stackspec::template::{malformed, read};
use stackspec::value::Kind;

/// Collects the strings of a document.
fn strings(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) if text.contains("${") || text.contains("%{") => {
            found.insert(text.clone());
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| strings(value, found)),
        serde_json::Value::Object(map) => map.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}

fn walk(folder: &Path, found: &mut BTreeSet<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.to_string_lossy().ends_with(".tf.json")
            && let Ok(text) = std::fs::read_to_string(&path)
            && let Ok(value) = serde_json::from_str(&text)
        {
            strings(&value, found);
        }
    }
}

#[test]
fn templates_of_real_stacks() {
    let Some(root) = super::corpus() else { return };
    let mut found = BTreeSet::new();
    walk(&root, &mut found);
    let (mut known, mut partly, mut unknown, mut refused) = (0, 0, 0, Vec::new());
    for text in &found {
        let node = read(text.as_str().into());
        match &node.kind {
            Kind::Unknown(_) => unknown += 1,
            _ if node.has_unknown() => partly += 1,
            _ => known += 1,
        }
        if let Some(why) = malformed(text) {
            refused.push((text, why));
        }
    }
    super::say(&format!(
        "{} templates: {known} known, {partly} partly, {unknown} unknown",
        found.len()
    ));
    assert!(refused.is_empty(), "{refused:#?}");
}
