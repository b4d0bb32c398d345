//! What the tests of the graph share: plans in a few words, and the graph of some stacks.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use stackspec::facts::Facts;
use stackspec::graph::Graph;
use stackspec::stack::{Model, Stack};

/// Asks the graph of some stacks.
pub(crate) fn with_graph<T>(stacks: &[Stack], ask: impl FnOnce(&Graph<'_, '_>) -> T) -> T {
    let models = stacks
        .iter()
        .map(|stack| Model::new(stack, Facts::builtin()));
    let models: Vec<Model<'_>> = models.collect();
    ask(&Graph::new(models.iter().collect()))
}

/// A plan of these resources, each `(address, module, type, name, index)`.
pub(crate) fn plan(resources: &[(&str, &str, &str, &str, Value)], configuration: &Value) -> Value {
    let mut root: Vec<Value> = Vec::new();
    let mut children: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (address, module, ty, name, index) in resources {
        let mut it = json!({ "address": address, "mode": "managed", "type": ty, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws", "values": {} });
        if !index.is_null() {
            it["index"] = index.clone();
        }
        match *module {
            "" => root.push(it),
            module => children.entry(module).or_default().push(it),
        }
    }
    let children: Vec<Value> = children
        .into_iter()
        .map(|(address, resources)| json!({ "address": address, "resources": resources }))
        .collect();
    json!({
        "format_version": "1.2",
        "planned_values": { "root_module": { "resources": root, "child_modules": children } },
        "configuration": { "root_module": configuration },
    })
}

/// A resource in `configuration`.
pub(crate) fn entry(ty: &str, name: &str, expressions: &Value) -> Value {
    json!({ "address": format!("{ty}.{name}"), "mode": "managed", "type": ty, "name": name, "expressions": expressions })
}
