//! One unit of the workload: what its author wrote, and what the provider makes of it.

#![expect(
    clippy::expect_used,
    reason = "the template is a file of ours, beside this one"
)]

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

/// What every name of the stack ends with.
const SUFFIX: &str = "-pr1234";

/// 20 resources, by type.
pub(crate) struct Unit {
    /// Its number: some details differ by it.
    pub(crate) number: usize,
    /// The name that its resources' names start with.
    pub(crate) name: String,
    /// Its resources.
    pub(crate) resources: BTreeMap<String, Resource>,
}

/// A resource, each member by who sets it and how much a plan knows of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Resource {
    /// Its name, without the unit's.
    pub(crate) name: String,
    /// Attributes that the author wrote.
    pub(crate) written: Map<String, Value>,
    /// Blocks that the author wrote; a list of objects in one is a block in it.
    pub(crate) blocks: Map<String, Value>,
    /// Attributes that refer to what is not known before apply.
    pub(crate) refers: BTreeMap<String, String>,
    /// Attributes that refer to what a plan knows, and that value.
    pub(crate) copies: BTreeMap<String, (String, Value)>,
    /// Attributes that the provider's schema fills in.
    pub(crate) defaults: Map<String, Value>,
    /// Attributes that are not set.
    pub(crate) null: Vec<String>,
    /// Blocks that are not set.
    pub(crate) no_blocks: Vec<String>,
    /// Attributes that the provider computes at apply.
    pub(crate) computed: Vec<String>,
    /// What it waits for.
    pub(crate) depends_on: Vec<String>,
}

impl Unit {
    /// The unit of this number, without a fault.
    pub(crate) fn new(number: usize) -> Self {
        let name = format!("svc{number:05}");
        let text = include_str!("unit.json")
            .replace("\"{tags}\"", &tags(number).to_string())
            .replace("{n}", &name)
            .replace("{suffix}", SUFFIX)
            .replace("{sha}", &digest(number));
        let resources = serde_json::from_str(&text).expect("unit.json is what Resource reads");
        let mut unit = Self {
            number,
            name,
            resources,
        };
        unit.vary();
        unit
    }

    /// The resource of a type.
    pub(crate) fn resource(&mut self, type_name: &str) -> &mut Resource {
        self.resources
            .get_mut(type_name)
            .expect("unit.json has the type")
    }

    /// The address of its resource of a type.
    pub(crate) fn address(&self, type_name: &str) -> String {
        format!(
            "{type_name}.{}_{}",
            self.name, self.resources[type_name].name
        )
    }

    /// What good stacks write in more than one way.
    fn vary(&mut self) {
        let concurrency = 5 + self.number % 12;
        let function = self.resource("aws_lambda_function");
        function.set("reserved_concurrent_executions", json!(concurrency));
        if self.number.is_multiple_of(3) {
            let integration = self.address("aws_api_gateway_integration");
            let deployment = self.resource("aws_api_gateway_deployment");
            deployment.unset("triggers");
            deployment.depends_on.push(integration);
        }
        if self.number.is_multiple_of(4) {
            let alarm = self.resource("aws_cloudwatch_metric_alarm");
            alarm.unset("statistic");
            alarm.set("extended_statistic", json!("p99"));
        }
    }
}

impl Resource {
    /// The author writes this attribute.
    pub(crate) fn set(&mut self, attribute: &str, value: Value) {
        self.null.retain(|name| name != attribute);
        self.written.insert(attribute.to_owned(), value);
    }

    /// The author leaves this attribute out.
    pub(crate) fn unset(&mut self, attribute: &str) {
        self.written.remove(attribute);
        self.refers.remove(attribute);
        self.null.push(attribute.to_owned());
    }
}

fn tags(number: usize) -> Value {
    json!({
        "Application": "orders",
        "CostCentre": format!("cc-{:04}", number % 977),
        "Environment": "prod",
        "GitSha": digest(number),
        "ManagedBy": "cdktf",
        "Owner": format!("team-{}", number % 7),
    })
}

/// 40 hexadecimal digits that differ by number, as a commit's would.
fn digest(number: usize) -> String {
    let mut state = number as u64;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ (mixed >> 27)
    };
    format!("{:016x}{:016x}{:08x}", next(), next(), next() >> 32)
}
