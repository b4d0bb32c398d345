//! Blocks that are meant to be empty: being there is all that they say.
//!
//! A block that is written and holds nothing, though its type has settings, is mostly a loss: a
//! Python dictionary inside a list loses its `snake_case` keys in cdktf without a word. These are
//! the exceptions.

/// A block that says what it says by being there.
#[derive(Debug, Clone, Copy)]
pub struct PresenceMarker {
    /// The type, or `*` at its end for every type that begins so.
    pub types: &'static str,
    /// The block's name; it may stand at any depth.
    pub block: &'static str,
    /// What it says when it is empty.
    pub reason: &'static str,
}

/// Every marker. A block whose type has no settings at all (`override_action.none`) needs no row.
#[rustfmt::skip] // a table: one row a line
pub static PRESENCE_MARKERS: [PresenceMarker; 10] = [
    marker("aws_wafv2_*", "allow", "the action of a rule; its settings only add headers"),
    marker("aws_wafv2_*", "block", "the action of a rule; its settings only shape the response"),
    marker("aws_wafv2_*", "count", "the action of a rule; its settings only add headers"),
    marker("aws_wafv2_*", "captcha", "the action of a rule; its settings only add headers"),
    marker("aws_wafv2_*", "challenge", "the action of a rule; its settings only add headers"),
    marker("aws_s3_bucket", "filter", "the replication rule holds for every object"),
    marker("aws_s3_bucket_lifecycle_configuration", "filter", "the rule holds for every object"),
    marker("aws_s3_bucket_replication_configuration", "filter", "the rule holds for every object"),
    marker("aws_lakeformation_*", "column_wildcard", "every column; its settings only exclude some"),
    marker("*", "timeouts", "the provider's own time limits"),
];

/// Whether a block may be there and empty.
///
/// ```
/// use stackspec::facts::is_presence_marker;
/// assert!(is_presence_marker("aws_wafv2_web_acl", "allow"));
/// assert!(!is_presence_marker("aws_s3_bucket_server_side_encryption_configuration", "rule"));
/// ```
pub fn is_presence_marker(type_name: &str, block: &str) -> bool {
    PRESENCE_MARKERS
        .iter()
        .any(|marker| marker.block == block && marker.holds_for(type_name))
}

impl PresenceMarker {
    fn holds_for(&self, type_name: &str) -> bool {
        match self.types.strip_suffix('*') {
            Some(start) => type_name.starts_with(start),
            None => type_name == self.types,
        }
    }
}

const fn marker(types: &'static str, block: &'static str, reason: &'static str) -> PresenceMarker {
    PresenceMarker {
        types,
        block,
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Facts, Member, Mode, Shape};

    /// Whether a block of this name, at any depth, may be written empty though it has settings.
    fn may_be_empty(shape: Shape<'_>, block: &str) -> bool {
        shape.members().any(|(name, member)| match member {
            Member::Attribute(_) => false,
            Member::Block(found) => {
                let inside = || found.shape.members().map(|(_, member)| member);
                let wanted = name == block
                    && inside().any(|member| member.is_settable())
                    && !inside().any(|member| member.is_required());
                wanted || may_be_empty(found.shape, block)
            }
        })
    }

    #[test]
    fn every_marker_is_a_block_that_could_hold_settings() {
        let facts = Facts::builtin();
        for marker in &PRESENCE_MARKERS {
            let found = facts.type_names(Mode::Resource).any(|name| {
                is_presence_marker(name, marker.block)
                    && marker.holds_for(name)
                    && facts
                        .resource(name)
                        .is_some_and(|shape| may_be_empty(shape, marker.block))
            });
            assert!(found, "{} {}", marker.types, marker.block);
            assert!(!marker.reason.is_empty());
        }
    }

    #[test]
    fn what_is_no_marker() {
        for (type_name, block) in [
            ("aws_s3_bucket_server_side_encryption_configuration", "rule"),
            ("aws_wafv2_web_acl", "rule"),
            ("aws_instance", "allow"),
            ("aws_s3_bucket_metric", "filter"),
            ("", ""),
        ] {
            assert!(!is_presence_marker(type_name, block), "{type_name} {block}");
        }
    }
}
