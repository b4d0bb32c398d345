//! The faults that are planted, one for each spec of `ten.toml`.

use serde_json::{Value, json};

use crate::workload::Planted;
use crate::workload::resource::{Resource, Unit};

/// A fault: the spec that must find it, the type that it is planted in, and how.
type Fault = (&'static str, &'static str, fn(&mut Resource));

const FAULTS: [Fault; 10] = [
    ("queue-name-without-suffix", "aws_sqs_queue", |queue| {
        queue.set("name", json!("orders-queue"));
    }),
    ("policy-wildcard-resource", "aws_iam_policy", |policy| {
        policy.written["policy"]["$json"]["Statement"][2]["Resource"] = json!("*");
    }),
    (
        "deployment-without-trigger",
        "aws_api_gateway_deployment",
        |deployment| {
            deployment.unset("triggers");
            deployment.depends_on.clear();
        },
    ),
    ("concurrency-too-high", "aws_lambda_function", |function| {
        function.set("reserved_concurrent_executions", json!(25));
    }),
    ("logs-not-encrypted", "aws_cloudwatch_log_group", |logs| {
        logs.unset("kms_key_id");
    }),
    ("ssh-from-anywhere", "aws_security_group", |group| {
        group.written["ingress"][1]["cidr_blocks"] = json!(["10.0.0.0/8", "0.0.0.0/0"]);
    }),
    (
        "alarm-two-statistics",
        "aws_cloudwatch_metric_alarm",
        |alarm| {
            alarm.set("statistic", json!("Sum"));
            alarm.set("extended_statistic", json!("p99"));
        },
    ),
    ("key-not-declared", "aws_dynamodb_table", |table| {
        table.set("hash_key", json!("id"));
    }),
    ("database-not-encrypted", "aws_db_instance", |db| {
        db.set("storage_encrypted", json!(false));
    }),
    (
        "bucket-key-not-ours",
        "aws_s3_bucket_server_side_encryption_configuration",
        |encryption| {
            let rule: &mut Value = &mut encryption.blocks["rule"][0];
            rule["apply_server_side_encryption_by_default"][0]["sse_algorithm"] = json!("AES256");
        },
    ),
];

/// One unit of so many has a fault.
const PERIOD: usize = 50;

/// Plants what falls on the unit of this `number` of `count`: each fault in one unit of fifty, and
/// in one at least.
pub(crate) fn plant(unit: &mut Unit, number: usize, count: usize) -> Vec<Planted> {
    let falls = |nth: usize| match count < PERIOD {
        true => number == nth % count,
        false => number % PERIOD == nth * 5 + 2,
    };
    let here = FAULTS.iter().enumerate().filter(|(nth, _)| falls(*nth));
    here.map(|(_, (spec, type_name, plant))| {
        plant(unit.resource(type_name));
        Planted {
            spec,
            address: unit.address(type_name),
        }
    })
    .collect()
}

/// What `examples/ten-checks.toml` calls the faults that it finds too.
const CHECKS: [(&str, &str); 8] = [
    ("queue-name-without-suffix", "a-name-without-suffix"),
    ("policy-wildcard-resource", "b-policy-on-every-resource"),
    ("deployment-without-trigger", "c-deployment-without-trigger"),
    ("concurrency-too-high", "d-concurrency-too-high"),
    ("logs-not-encrypted", "e-logs-without-key"),
    ("ssh-from-anywhere", "f-ssh-from-anywhere"),
    ("alarm-two-statistics", "g-alarm-with-two-statistics"),
    ("key-not-declared", "h-table-key-not-declared"),
];

/// The same fault as one of the ten checks, if one of them finds it.
pub(crate) fn as_check(planted: &Planted) -> Option<Planted> {
    let (_, check) = CHECKS.iter().find(|(spec, _)| *spec == planted.spec)?;
    Some(Planted {
        spec: check,
        address: planted.address.clone(),
    })
}

/// Plants what only a join finds: the function is permitted to be called, and it is another unit's.
pub(crate) fn plant_between(unit: &mut Unit, number: usize, count: usize) -> Option<Planted> {
    if count == 1 || number % PERIOD != 4 % count {
        return None;
    }
    let other = format!("svc{:05}", (number + 1) % count);
    let own = unit.name.clone();
    let permission = unit.resource("aws_lambda_permission");
    let (reference, value) = permission.copies.get_mut("function_name")?;
    *reference = reference.replace(&own, &other);
    *value = serde_json::json!(value.as_str()?.replace(&own, &other));
    Some(Planted {
        spec: "i-integration-not-permitted",
        address: unit.address("aws_api_gateway_integration"),
    })
}
