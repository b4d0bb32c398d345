//! Attributes that people choose, and what all resources of a type have chosen.

use std::collections::BTreeMap;

use serde_json::Value;

use super::gather::{Block, Seen};
use super::text::value;
use super::{Draft, Topic};
use crate::spec::toml_text;

/// What is drafted of an attribute.
#[derive(Clone, Copy)]
enum Keep {
    /// That it is true, or false, if it is so everywhere: the other way round is no choice to hold on to.
    True,
    False,
    /// That it is one of these words.
    Words(&'static [&'static str]),
    /// That it is what it is, if there are few.
    Same,
    /// That it is no less than the least, if that is more than zero.
    Least,
    /// That it is no more than the most.
    Most,
}

/// Few: more values are no choice that somebody made for all.
const FEW: usize = 3;

/// The end of a path, indexes left out, and what is kept of it.
/// Source: the provider's documentation of the types that have them.
#[rustfmt::skip] // a table: one row a line
const ATTRIBUTES: [(Topic, Keep, &str); 71] = [
    (Topic::Exposure, Keep::False, "publicly_accessible"),
    (Topic::Exposure, Keep::True, "block_public_acls"),
    (Topic::Exposure, Keep::True, "block_public_policy"),
    (Topic::Exposure, Keep::True, "ignore_public_acls"),
    (Topic::Exposure, Keep::True, "restrict_public_buckets"),
    (Topic::Exposure, Keep::False, "map_public_ip_on_launch"),
    (Topic::Exposure, Keep::False, "associate_public_ip_address"),
    (Topic::Exposure, Keep::False, "assign_public_ip"),
    (Topic::Exposure, Keep::False, "endpoint_public_access"),
    (Topic::Exposure, Keep::True, "endpoint_private_access"),
    (Topic::Exposure, Keep::True, "internal"),
    (Topic::Exposure, Keep::Words(&["required"]), "http_tokens"),
    (Topic::Exposure, Keep::Words(&["redirect-to-https", "https-only"]), "viewer_protocol_policy"),
    (Topic::Exposure, Keep::Words(&["BucketOwnerEnforced"]), "object_ownership"),
    (Topic::Exposure, Keep::Words(&["private"]), "acl"),
    (Topic::Exposure, Keep::Words(&["IMMUTABLE"]), "image_tag_mutability"),
    (Topic::Exposure, Keep::True, "scan_on_push"),
    (Topic::Exposure, Keep::Words(&["AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"]), "authorization"),
    (Topic::Encryption, Keep::True, "encrypted"),
    (Topic::Encryption, Keep::True, "storage_encrypted"),
    (Topic::Encryption, Keep::True, "at_rest_encryption_enabled"),
    (Topic::Encryption, Keep::True, "transit_encryption_enabled"),
    (Topic::Encryption, Keep::True, "enable_key_rotation"),
    (Topic::Encryption, Keep::True, "server_side_encryption.enabled"),
    (Topic::Encryption, Keep::True, "sqs_managed_sse_enabled"),
    (Topic::Encryption, Keep::Words(&["aws:kms", "aws:kms:dsse", "AES256"]), "sse_algorithm"),
    (Topic::Encryption, Keep::True, "bucket_key_enabled"),
    (Topic::Encryption, Keep::Words(&["KMS", "AES256"]), "encryption_type"),
    (Topic::Encryption, Keep::Words(&["ENABLED"]), "transit_encryption"),
    (Topic::Encryption, Keep::Same, "ssl_policy"),
    (Topic::Encryption, Keep::Same, "minimum_protocol_version"),
    (Topic::Encryption, Keep::Same, "security_policy"),
    (Topic::Encryption, Keep::Words(&["alias/aws/sns", "alias/aws/sqs"]), "kms_master_key_id"),
    (Topic::Safety, Keep::True, "deletion_protection"),
    (Topic::Safety, Keep::True, "deletion_protection_enabled"),
    (Topic::Safety, Keep::True, "enable_deletion_protection"),
    (Topic::Safety, Keep::False, "skip_final_snapshot"),
    (Topic::Safety, Keep::False, "force_destroy"),
    (Topic::Safety, Keep::True, "multi_az"),
    (Topic::Safety, Keep::True, "multi_az_enabled"),
    (Topic::Safety, Keep::True, "automatic_failover_enabled"),
    (Topic::Safety, Keep::True, "point_in_time_recovery.enabled"),
    (Topic::Safety, Keep::Words(&["Enabled"]), "versioning_configuration.status"),
    (Topic::Safety, Keep::True, "prevent_destroy"),
    (Topic::Safety, Keep::Least, "backup_retention_period"),
    (Topic::Safety, Keep::Least, "retention_in_days"),
    (Topic::Safety, Keep::Least, "deletion_window_in_days"),
    (Topic::Safety, Keep::Least, "message_retention_seconds"),
    (Topic::Settings, Keep::Same, "runtime"),
    (Topic::Settings, Keep::Same, "architectures"),
    (Topic::Settings, Keep::Most, "timeout"),
    (Topic::Settings, Keep::Most, "memory_size"),
    (Topic::Settings, Keep::Words(&["Active"]), "tracing_config.mode"),
    (Topic::Settings, Keep::True, "xray_tracing_enabled"),
    (Topic::Settings, Keep::Same, "engine"),
    (Topic::Settings, Keep::Same, "engine_version"),
    (Topic::Settings, Keep::Same, "instance_class"),
    (Topic::Settings, Keep::Same, "instance_type"),
    (Topic::Settings, Keep::Same, "billing_mode"),
    (Topic::Settings, Keep::Least, "visibility_timeout_seconds"),
    (Topic::Settings, Keep::Most, "redrive_policy.maxReceiveCount"),
    (Topic::Settings, Keep::True, "performance_insights_enabled"),
    (Topic::Settings, Keep::Same, "launch_type"),
    (Topic::Settings, Keep::Same, "network_mode"),
    (Topic::Settings, Keep::Least, "desired_count"),
    (Topic::Settings, Keep::Least, "min_size"),
    (Topic::Settings, Keep::Most, "max_size"),
    (Topic::Settings, Keep::Same, "load_balancer_type"),
    (Topic::Settings, Keep::Same, "treat_missing_data"),
    (Topic::Settings, Keep::Same, "enable_dns_support"),
    (Topic::Settings, Keep::Same, "enable_dns_hostnames"),
];

/// How many settings are drafted of a type that the table says nothing about.
const MOST_ALIKE: usize = 6;

/// A draft for each type and topic that has something to hold on to.
pub(super) fn drafts(seen: &Seen) -> Vec<Draft> {
    let mut all = Vec::new();
    for (type_name, blocks) in &seen.types {
        let mut clauses: BTreeMap<Topic, Vec<String>> = BTreeMap::new();
        let classes = blocks.first().into_iter().flat_map(|it| it.leaves.keys());
        for class in classes {
            let row = ATTRIBUTES.iter().find(|row| is_of(class, row));
            if let Some((topic, keep, _)) = row
                && let Some(matcher) = matcher(*keep, class, blocks)
            {
                let clause = format!("at = {}, {matcher}", toml_text(class));
                clauses.entry(*topic).or_default().push(clause);
            }
        }
        // The table was made for one provider.
        if clauses.is_empty() && !type_name.starts_with("aws_") {
            let alike = alike(blocks);
            if !alike.is_empty() {
                clauses.insert(Topic::Settings, alike);
            }
        }
        for (topic, clauses) in clauses {
            let (id, title) = said(topic, type_name);
            let mut head = vec![("resource", toml_text(type_name))];
            if seen.is_missing(&[type_name]) {
                head.push(("when_empty", toml_text("skip")));
            }
            all.push(Draft {
                topic,
                id,
                title,
                from: format!("{} {type_name}", blocks.len()),
                head,
                clauses,
            });
        }
    }
    all
}

/// What several blocks have set to one word, or have all switched on: that may be meant. What is off, or
/// a number, is mostly what a provider makes of nothing.
fn alike(blocks: &[Block]) -> Vec<String> {
    let [first, _, ..] = blocks else {
        return Vec::new();
    };
    let is_word = |text: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(plain)
    };
    let is_meant = |value: &Value| match value {
        Value::Bool(on) => *on,
        Value::String(text) => is_word(text) && text != "false",
        _ => false,
    };
    let clause = |class: &String| {
        let value = first.leaves.get(class)?.first()?.as_ref();
        value.filter(|value| is_meant(value))?;
        let same = |block: &Block| {
            let leaves = block.leaves.get(class);
            leaves.is_some_and(|leaves| leaves.iter().all(|it| it.as_ref() == value))
        };
        let matcher = few(&[value?])?;
        let clause = format!("at = {}, {matcher}", toml_text(class));
        blocks.iter().all(same).then_some(clause)
    };
    let classes = first.leaves.keys().filter(|it| !it.starts_with("$.tags"));
    classes.filter_map(clause).take(MOST_ALIKE).collect()
}

/// Whether a row is about a class, indexes left out. A setting is one of the resource itself: the `timeout` of
/// a health check deep within it is another matter.
fn is_of(class: &str, (topic, _, end): &(Topic, Keep, &str)) -> bool {
    let class = class.replace("[*]", "");
    match class.strip_suffix(end) {
        Some("$.") => true,
        Some(before) => {
            let plain = before.ends_with('.') && !before.contains(['[', '\'', '"']);
            plain && *topic != Topic::Settings
        }
        None => false,
    }
}

/// The id and the title of a draft.
fn said(topic: Topic, type_name: &str) -> (String, String) {
    let short = type_name
        .split_once('_')
        .map_or(type_name, |(_, rest)| rest);
    let (word, says) = match topic {
        Topic::Exposure => ("exposed", "opens more than before"),
        Topic::Encryption => ("encrypted-otherwise", "encrypts less, or otherwise"),
        Topic::Safety => ("less-safe", "keeps data less safely than before"),
        _ => ("set-otherwise", "is set otherwise than before"),
    };
    let id = super::text::id(&format!("{short}-{word}"));
    (id, format!("`{type_name}` {says}"))
}

/// What all blocks of a type have in common at a class; `None` if one has nothing there, or has chosen
/// what is not worth holding on to.
fn matcher(keep: Keep, class: &str, blocks: &[Block]) -> Option<String> {
    let mut values: Vec<&Value> = Vec::new();
    for block in blocks {
        for value in block.leaves.get(class)? {
            values.push(value.as_ref()?);
        }
    }
    let mut distinct: Vec<&Value> = Vec::new();
    for value in values {
        if !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    distinct.sort_by_key(ToString::to_string);
    let is = |wanted: bool| {
        let spelt = |value: &&Value| match value {
            Value::Bool(value) => *value == wanted,
            Value::String(text) => *text == wanted.to_string(),
            _ => false,
        };
        distinct
            .iter()
            .all(spelt)
            .then(|| format!("equal = {wanted}"))
    };
    let numbers = || -> Option<Vec<f64>> { distinct.iter().map(|it| it.as_f64()).collect() };
    // The number as it is written.
    let written = |number: f64| {
        let of = distinct.iter().find(|it| it.as_f64() == Some(number))?;
        Some(of.to_string())
    };
    match keep {
        Keep::True => is(true),
        Keep::False => is(false),
        Keep::Words(words) => {
            let known = |value: &&Value| value.as_str().is_some_and(|it| words.contains(&it));
            distinct.iter().all(known).then(|| few(&distinct)).flatten()
        }
        Keep::Same => few(&distinct),
        Keep::Least => {
            let least = numbers()?.into_iter().fold(f64::INFINITY, f64::min);
            (least > 0.0)
                .then(|| written(least))
                .flatten()
                .map(|it| format!("at_least = {it}"))
        }
        Keep::Most => {
            let most = numbers()?.into_iter().fold(f64::NEG_INFINITY, f64::max);
            written(most).map(|it| format!("at_most = {it}"))
        }
    }
}

fn few(distinct: &[&Value]) -> Option<String> {
    match distinct {
        [only] => Some(format!("equal = {}", value(only)?)),
        several if several.len() <= FEW => {
            let all: Option<Vec<String>> = several.iter().map(|it| value(it)).collect();
            Some(format!("one_of = [{}]", all?.join(", ")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use serde_json::json;

    use super::*;

    fn block(values: &[Value]) -> Block {
        let leaves = values.iter().cloned().map(Some).collect();
        Block {
            stack: 0,
            leaves: [("$.a".to_owned(), leaves)].into(),
            edges: Default::default(),
            tags: Default::default(),
        }
    }

    #[test]
    fn what_is_kept() {
        #[track_caller]
        fn check(keep: Keep, values: &[Value], expected: Option<&str>) {
            let blocks: Vec<Block> = values
                .iter()
                .map(|it| block(std::slice::from_ref(it)))
                .collect();
            assert_eq!(matcher(keep, "$.a", &blocks).as_deref(), expected);
        }
        check(
            Keep::True,
            &[json!(true), json!("true")],
            Some("equal = true"),
        );
        check(Keep::True, &[json!(true), json!(false)], None);
        check(Keep::False, &[json!(true)], None);
        check(Keep::Least, &[json!(30), json!(7)], Some("at_least = 7"));
        check(Keep::Least, &[json!(30), json!(0)], None);
        check(Keep::Least, &[json!("x")], None);
        check(Keep::Most, &[json!(3), json!(1.5)], Some("at_most = 3"));
        check(Keep::Words(&["a"]), &[json!("a"), json!("b")], None);
        check(
            Keep::Same,
            &[json!("b"), json!("a")],
            Some("one_of = [\"a\", \"b\"]"),
        );
        check(Keep::Same, &[json!("a"), json!("{x}")], None);
        let four: Vec<Value> = (0..4).map(Value::from).collect();
        check(Keep::Same, &four, None);
        // One that says nothing there takes the rule away.
        let blocks = [block(&[json!(true)]), block(&[])];
        assert_eq!(matcher(Keep::True, "$.b", &blocks), None);
    }

    #[test]
    fn what_is_alike() {
        #[track_caller]
        fn check(values: &[Value], expected: &[&str]) {
            let blocks: Vec<Block> = values
                .iter()
                .map(|it| block(std::slice::from_ref(it)))
                .collect();
            assert_eq!(alike(&blocks), expected, "{values:?}");
        }
        let on = ["at = \"$.a\", equal = true"];
        check(&[json!(true), json!(true)], &on);
        let word = ["at = \"$.a\", equal = \"eu-1\""];
        check(&[json!("eu-1"), json!("eu-1")], &word);
        for value in [
            json!(false),
            json!("false"),
            json!(3),
            json!(""),
            json!("{x}"),
            json!("a b"),
            json!("3"),
        ] {
            check(&[value.clone(), value], &[]);
        }
        // One alone says nothing about the next, and two that differ say that either will do.
        check(&[json!(true)], &[]);
        check(&[json!("a"), json!("b")], &[]);
        check(&[], &[]);
        let unknown = Block {
            leaves: [("$.a".to_owned(), vec![None])].into(),
            ..block(&[])
        };
        assert_eq!(
            alike(&[block(&[json!(true)]), unknown]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn which_paths_are_meant() {
        #[track_caller]
        fn check(class: &str, topic: Topic, end: &str, expected: bool) {
            assert_eq!(is_of(class, &(topic, Keep::Same, end)), expected, "{class}");
        }
        check("$.timeout", Topic::Settings, "timeout", true);
        check("$.a[*].timeout", Topic::Settings, "timeout", false);
        check(
            "$.tracing_config[*].mode",
            Topic::Settings,
            "tracing_config.mode",
            true,
        );
        check("$.a[*].encrypted", Topic::Encryption, "encrypted", true);
        check("$.is_encrypted", Topic::Encryption, "encrypted", false);
        check("$['a\"].encrypted", Topic::Encryption, "encrypted", false);
    }
}
