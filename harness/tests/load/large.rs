//! A plan that is read and indexed in parts, by several threads: the parts make the same whole.

use pretty_assertions::assert_eq;
use serde_json::{Value, json};
use stackspec::load::LoadErrorKind as Kind;
use stackspec::stack::BlockKind;

use crate::{addresses, block, loads, outline, refused, reversed};

/// More than two threads take, each with a few.
const COUNT: usize = 3_000;

/// A plan of so many resources: half of them in a module, every tenth a data source, which was read
/// before as well. As Terraform writes it: members in their order, all on one line.
fn plan() -> Value {
    let (mut root, mut net, mut changes, mut before) = (vec![], vec![], vec![], vec![]);
    let (mut entries, mut inner) = (vec![], vec![]);
    for number in 0..COUNT {
        let data = number % 10 == 0;
        let mode = if data { "data" } else { "managed" };
        let name = format!("n{number:04}");
        let local = match data {
            true => format!("data.t_x.{name}"),
            false => format!("t_x.{name}"),
        };
        let inside = number >= COUNT / 2;
        let address = match inside {
            true => format!("module.net.{local}"),
            false => local.clone(),
        };
        let values = json!({"number": number, "text": "x".repeat(200)});
        let resource = json!({
            "address": address, "mode": mode, "type": "t_x", "name": name,
            "provider_name": "example.com/t/t", "values": values, "sensitive_values": {},
        });
        changes.push(json!({
            "address": address, "mode": mode, "type": "t_x", "name": name,
            "change": {"actions": ["create"], "before": null, "after": values,
                "after_unknown": {"id": true}, "after_sensitive": {}},
        }));
        if data {
            before.push(resource.clone());
        }
        let entry = json!({
            "address": local, "mode": mode, "type": "t_x", "name": name,
            "provider_config_key": "t", "expressions": {"number": {"constant_value": number}},
        });
        match inside {
            true => (net.push(resource), inner.push(entry)),
            false => (root.push(resource), entries.push(entry)),
        };
    }
    before.push(json!({
        "address": "data.t_x.only", "mode": "data", "type": "t_x", "name": "only", "values": {},
    }));
    json!({
        "format_version": "1.2",
        "planned_values": {"root_module": {
            "resources": root,
            "child_modules": [{"address": "module.net", "resources": net}],
        }},
        "resource_changes": changes,
        "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": before}}},
        "configuration": {
            "provider_config": {"t": {"name": "t"}},
            "root_module": {"resources": entries, "module_calls": {"net": {"module": {"resources": inner}}}},
        },
    })
}

/// The members in this order; a map has them in that of their names.
fn text(plan: &Value) -> String {
    let members = [
        "format_version",
        "planned_values",
        "resource_changes",
        "prior_state",
        "configuration",
    ];
    let member = |name: &str| match (name, &plan[name]) {
        // What a part starts with is an address, an own version, the providers.
        ("resource_changes", Value::Array(list)) => {
            let list: Vec<String> = list.iter().map(|it| first("address", it)).collect();
            format!("\"{name}\":[{}]", list.join(","))
        }
        ("prior_state", state) => format!("\"{name}\":{}", first("format_version", state)),
        ("configuration", written) => format!("\"{name}\":{}", first("provider_config", written)),
        (_, value) => format!("\"{name}\":{value}"),
    };
    format!("{{{}}}", members.map(member).join(","))
}

/// An object with this member first.
fn first(name: &str, value: &Value) -> String {
    let mut rest = value.as_object().unwrap().clone();
    let value = rest.remove(name).unwrap();
    let rest = Value::Object(rest).to_string();
    format!("{{\"{name}\":{value},{}", rest.strip_prefix('{').unwrap())
}

#[test]
fn the_parts_make_the_same_whole() {
    let mut value = plan();
    let written = text(&value);
    for start in [
        r#","resource_changes":[{"address":""#,
        r#","prior_state":{"format_version":""#,
        r#","configuration":{"provider_config":{"#,
    ] {
        assert_eq!(written.matches(start).count(), 1, "{start}");
    }
    assert!(written.len() > 1 << 20);
    let stack = loads("plan.json", &written);
    assert_eq!(addresses(&stack, BlockKind::Resource).len(), COUNT * 9 / 10);
    // What was read before is there once, whichever thread had it; and what was only read before.
    assert_eq!(addresses(&stack, BlockKind::Data).len(), COUNT / 10 + 1);
    for (address, number) in [
        ("t_x.n0001", "1"),
        ("t_x.n1499", "1499"),
        ("module.net.t_x.n1501", "1501"),
        ("module.net.t_x.n2999", "2999"),
        ("module.net.data.t_x.n2990", "2990"),
    ] {
        let body = &block(&stack, address).body;
        let slice = |span: Option<_>| stack.text(body.source, span.unwrap());
        assert!(
            slice(body.values).contains(&format!("\"number\":{number},")),
            "{address}"
        );
        assert!(
            slice(body.config).contains(&format!("\"constant_value\":{number}}}")),
            "{address}"
        );
        assert_eq!(slice(body.unknown), r#"{"id":true}"#);
        assert!(!body.open);
    }
    reversed(&mut value);
    assert_eq!(outline(&loads("plan.json", text(&value))), outline(&stack));
}

#[test]
fn a_fault_between_two_parts_is_found() {
    let mut value = plan();
    let list = |value: &mut Value, path: &str| {
        let list = value.pointer_mut(path).unwrap().as_array_mut().unwrap();
        list.clone()
    };
    // One of the first a second time, as the last of all: a module without an address is the root.
    let twice = list(&mut value, "/planned_values/root_module/resources")[1].clone();
    let more = json!({"resources": [twice]});
    value
        .pointer_mut("/planned_values/root_module/child_modules")
        .unwrap()
        .as_array_mut()
        .unwrap()
        .push(more);
    refused(
        "plan.json",
        text(&value),
        Kind::DuplicateAddress,
        "two resources have the address `t_x.n0001`",
    );

    let mut value = plan();
    let twice = list(&mut value, "/resource_changes")[1].clone();
    value["resource_changes"]
        .as_array_mut()
        .unwrap()
        .push(twice);
    refused(
        "plan.json",
        text(&value),
        Kind::DuplicateAddress,
        "two changes have the address `t_x.n0001`",
    );

    let mut value = plan();
    let entries = "/configuration/root_module/module_calls/net/module/resources";
    let twice = list(&mut value, entries)[1].clone();
    value
        .pointer_mut(entries)
        .unwrap()
        .as_array_mut()
        .unwrap()
        .push(twice);
    let said = "two entries for `t_x.n1501` in one module";
    refused("plan.json", text(&value), Kind::DuplicateAddress, said);

    // Without its change, what is not known of a resource is not said: it is open, whoever has it.
    let mut value = plan();
    value["resource_changes"]
        .as_array_mut()
        .unwrap()
        .remove(COUNT - 1);
    let stack = loads("plan.json", text(&value));
    let open = stack.blocks.iter().filter(|block| block.body.open);
    let open: Vec<&str> = open.map(|block| &*block.address).collect();
    assert_eq!(open, ["module.net.t_x.n2999"]);
}
