//! The two spellings of a workload: a plan, and Terraform JSON as cdktf writes it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::workload::resource::{Resource, Unit};

const PROVIDER: &str = "registry.terraform.io/hashicorp/aws";
const VERSION: &str = "5.91.0";

/// What is written of each type so far. Types come in the order of their names and units in the
/// order of their numbers, so the whole is sorted by address, as Terraform sorts.
#[derive(Default)]
struct OfType {
    planned: Vec<String>,
    changes: Vec<String>,
    configuration: Vec<String>,
    synth: Map<String, Value>,
}

/// The plan and the `cdk.tf.json` of these units.
pub(crate) fn both(units: impl Iterator<Item = Unit>) -> (String, String) {
    let mut types: BTreeMap<String, OfType> = BTreeMap::new();
    for unit in units {
        for (type_name, resource) in &unit.resources {
            let of_type = types.entry(type_name.clone()).or_default();
            of_type.add(&unit, type_name, resource);
        }
    }
    let all = |part: fn(&OfType) -> &Vec<String>| {
        let texts: Vec<&str> = types.values().flat_map(part).map(String::as_str).collect();
        texts.join(",")
    };
    let plan = [
        r#"{"format_version":"1.2","terraform_version":"1.9.8","planned_values":{"root_module":{"resources":["#,
        &all(|of_type| &of_type.planned),
        r#"]}},"resource_changes":["#,
        &all(|of_type| &of_type.changes),
        r#"],"configuration":{"provider_config":"#,
        &provider_config().to_string(),
        r#","root_module":{"resources":["#,
        &all(|of_type| &of_type.configuration),
        r#"]}},"timestamp":"2026-01-15T11:00:00Z","applyable":true,"complete":true,"errored":false}"#,
    ]
    .concat();
    let synth = types
        .into_iter()
        .map(|(name, of_type)| (name, Value::Object(of_type.synth)));
    (plan, cdk_tf_json(synth.collect()))
}

/// The manifest of the one stack.
pub(crate) fn manifest() -> String {
    let manifest = json!({
        "version": "0.21.0",
        "stacks": { "orders": {
            "name": "orders",
            "constructPath": "orders",
            "synthesizedStackPath": "stacks/orders/cdk.tf.json",
            "workingDirectory": "stacks/orders",
            "stackMetadataPath": "stacks/orders/metadata.json",
            "dependencies": [],
            "annotations": [],
        } },
    });
    format!("{manifest:#}")
}

fn provider_config() -> Value {
    let expressions = json!({ "region": { "constant_value": "eu-west-1" } });
    json!({ "aws": { "name": "aws", "full_name": PROVIDER, "version_constraint": VERSION, "expressions": expressions } })
}

fn cdk_tf_json(resources: Map<String, Value>) -> String {
    let mut stack = json!({
        "//": { "metadata": { "backend": "local", "stackName": "orders", "version": "0.21.0" } },
        "provider": { "aws": [{ "region": "eu-west-1" }] },
        "terraform": {
            "backend": { "local": { "path": "terraform.orders.tfstate" } },
            "required_providers": { "aws": { "source": "hashicorp/aws", "version": VERSION } },
        },
    });
    stack["resource"] = Value::Object(resources);
    format!("{stack:#}")
}

impl OfType {
    fn add(&mut self, unit: &Unit, type_name: &str, resource: &Resource) {
        let name = format!("{}_{}", unit.name, resource.name);
        let address = format!("{type_name}.{name}");
        let after = after(resource);
        let masks = mask(&after);
        let planned = json!({
            "address": address, "mode": "managed", "type": type_name, "name": name,
            "provider_name": PROVIDER, "schema_version": 0,
            "values": after, "sensitive_values": masks,
        });
        let mut unknown = masks.clone();
        for attribute in resource.refers.keys().chain(&resource.computed) {
            unknown[attribute] = json!(true);
        }
        let change = json!({
            "address": address, "mode": "managed", "type": type_name, "name": name,
            "provider_name": PROVIDER,
            "change": {
                "actions": ["create"], "before": null, "after": after, "after_unknown": unknown,
                "before_sensitive": false, "after_sensitive": masks,
            },
        });
        let mut configuration = json!({
            "address": address, "mode": "managed", "type": type_name, "name": name,
            "provider_config_key": "aws", "schema_version": 0, "expressions": expressions(resource),
        });
        if !resource.depends_on.is_empty() {
            configuration["depends_on"] = json!(resource.depends_on);
        }
        self.planned.push(planned.to_string());
        self.changes.push(change.to_string());
        self.configuration.push(configuration.to_string());
        self.synth.insert(name, synth(unit, resource));
    }
}

/// What the plan knows of the resource after apply.
fn after(resource: &Resource) -> Value {
    let mut after = Map::new();
    for (name, value) in resource
        .written
        .iter()
        .chain(&resource.blocks)
        .chain(&resource.defaults)
    {
        after.insert(name.clone(), plain(value));
    }
    for (name, (_, value)) in &resource.copies {
        after.insert(name.clone(), value.clone());
    }
    for name in &resource.null {
        after.insert(name.clone(), Value::Null);
    }
    for name in &resource.no_blocks {
        after.insert(name.clone(), json!([]));
    }
    if let Some(tags) = resource.written.get("tags") {
        after.insert("tags_all".into(), tags.clone());
    }
    Value::Object(after)
}

/// The mask of a value of which nothing is unknown, or sensitive: its shape, and no leaf that is
/// true.
fn mask(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(mask).collect(),
        Value::Object(map) => {
            let nested = map
                .iter()
                .filter(|(_, value)| value.is_array() || value.is_object());
            nested
                .map(|(name, value)| (name.clone(), mask(value)))
                .collect()
        }
        _ => json!(false),
    }
}

/// A plan's `expressions`: constants and references, blocks as lists of the same.
fn expressions(resource: &Resource) -> Value {
    let mut expressions = Map::new();
    for (name, value) in &resource.written {
        expressions.insert(name.clone(), json!({ "constant_value": plain(value) }));
    }
    for (name, value) in &resource.blocks {
        expressions.insert(name.clone(), block_expressions(value));
    }
    let refers = resource.refers.iter();
    let copies = resource
        .copies
        .iter()
        .map(|(name, (target, _))| (name, target));
    for (name, target) in refers.chain(copies) {
        let whole = target
            .rsplit_once('.')
            .map_or(target.as_str(), |(whole, _)| whole);
        expressions.insert(name.clone(), json!({ "references": [target, whole] }));
    }
    Value::Object(expressions)
}

fn block_expressions(blocks: &Value) -> Value {
    let member = |(name, value): (&String, &Value)| match is_block(value) {
        true => (name.clone(), block_expressions(value)),
        false => (name.clone(), json!({ "constant_value": plain(value) })),
    };
    let block = |block: &Value| {
        block
            .as_object()
            .into_iter()
            .flatten()
            .map(member)
            .collect()
    };
    blocks
        .as_array()
        .into_iter()
        .flatten()
        .map(block)
        .collect::<Vec<Value>>()
        .into()
}

/// The body that cdktf writes. A single block is an object in one unit and a list of one in the
/// next: cdktf writes both, by the provider's schema.
fn synth(unit: &Unit, resource: &Resource) -> Value {
    let single_as_object = unit.number.is_multiple_of(2);
    let mut body = Map::new();
    let path = format!("orders/{}/{}", unit.name, resource.name);
    let unique = format!("{}_{}", unit.name, resource.name);
    body.insert(
        "//".into(),
        json!({ "metadata": { "path": path, "uniqueId": unique } }),
    );
    for (name, value) in &resource.written {
        body.insert(name.clone(), plain(value));
    }
    for (name, value) in &resource.blocks {
        body.insert(name.clone(), synth_block(value, single_as_object));
    }
    let refers = resource.refers.iter();
    let copies = resource
        .copies
        .iter()
        .map(|(name, (target, _))| (name, target));
    for (name, target) in refers.chain(copies) {
        body.insert(name.clone(), json!(format!("${{{target}}}")));
    }
    if !resource.depends_on.is_empty() {
        body.insert("depends_on".into(), json!(resource.depends_on));
    }
    Value::Object(body)
}

fn synth_block(blocks: &Value, single_as_object: bool) -> Value {
    let member = |(name, value): (&String, &Value)| match is_block(value) {
        true => (name.clone(), synth_block(value, single_as_object)),
        false => (name.clone(), plain(value)),
    };
    let block = |block: &Value| {
        block
            .as_object()
            .into_iter()
            .flatten()
            .map(member)
            .collect()
    };
    let mut blocks: Vec<Value> = blocks.as_array().into_iter().flatten().map(block).collect();
    match blocks.len() {
        1 if single_as_object => blocks.remove(0),
        _ => Value::Array(blocks),
    }
}

/// A list of objects inside a block.
fn is_block(value: &Value) -> bool {
    let list = value.as_array();
    list.is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_object))
}

/// The value that `unit.json` means: `{ "$json": x }` is the JSON text of `x`.
fn plain(value: &Value) -> Value {
    match value {
        Value::Object(map) => match map.get("$json") {
            Some(document) => json!(document.to_string()),
            None => map
                .iter()
                .map(|(name, value)| (name.clone(), plain(value)))
                .collect(),
        },
        Value::Array(list) => list.iter().map(plain).collect(),
        scalar => scalar.clone(),
    }
}
