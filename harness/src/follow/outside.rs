//! What may a value stand for that leaves the stack: a variable, a literal id or ARN, a data
//! source?
//!
//! A hop that could go through such a value is open. It is closed only where the value, or the
//! attribute that holds it, plainly means something else: `vpc-0ab1` is no subnet, the ARN of a
//! topic no function, and a variable in `kms_key_id` no subnet either.

use crate::facts::{Facts, Mode};
use crate::stack::{Block, BlockKind};

use super::{End, Hop};
use crate::view::View;

/// The types that would be an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Any type at all.
    Any,
    /// One of these.
    Types(Vec<String>),
}

/// The beginnings of ids, and the types of what they name.
/// Source: "Resource IDs", Amazon EC2 User Guide; the ids of Amazon EFS.
const IDS: [(&str, &str); 29] = [
    ("acl-", "aws_network_acl"),
    ("ami-", "aws_ami"),
    ("cgw-", "aws_customer_gateway"),
    ("dopt-", "aws_vpc_dhcp_options"),
    ("eigw-", "aws_egress_only_internet_gateway"),
    ("eipalloc-", "aws_eip"),
    ("eni-", "aws_network_interface"),
    ("fl-", "aws_flow_log"),
    ("fs-", "aws_efs_file_system"),
    ("fsap-", "aws_efs_access_point"),
    ("fsmt-", "aws_efs_mount_target"),
    ("i-", "aws_instance"),
    ("igw-", "aws_internet_gateway"),
    ("lt-", "aws_launch_template"),
    ("nat-", "aws_nat_gateway"),
    ("pcx-", "aws_vpc_peering_connection"),
    ("pl-", "aws_ec2_managed_prefix_list"),
    ("rtb-", "aws_route_table"),
    ("sg-", "aws_security_group"),
    ("sgr-", "aws_vpc_security_group_rule"),
    ("snap-", "aws_ebs_snapshot"),
    ("subnet-", "aws_subnet"),
    ("tgw-", "aws_ec2_transit_gateway"),
    ("tgw-attach-", "aws_ec2_transit_gateway_vpc_attachment"),
    ("vgw-", "aws_vpn_gateway"),
    ("vol-", "aws_ebs_volume"),
    ("vpc-", "aws_vpc"),
    ("vpce-", "aws_vpc_endpoint"),
    ("vpn-", "aws_vpn_connection"),
];

/// The services of ARNs, and how the types of what they name begin. A service that is not listed,
/// as `ec2`, says nothing.
/// Source: "Actions, resources, and condition keys for AWS services", Service Authorization
/// Reference.
const SERVICES: [(&str, &[&str]); 37] = [
    ("acm", &["aws_acm"]),
    ("apigateway", &["aws_api_gateway", "aws_apigatewayv2"]),
    ("athena", &["aws_athena"]),
    ("autoscaling", &["aws_autoscaling", "aws_launch"]),
    ("backup", &["aws_backup"]),
    ("cloudfront", &["aws_cloudfront"]),
    ("cloudwatch", &["aws_cloudwatch"]),
    ("codebuild", &["aws_codebuild"]),
    ("codecommit", &["aws_codecommit"]),
    ("codepipeline", &["aws_codepipeline"]),
    ("cognito-idp", &["aws_cognito"]),
    ("dynamodb", &["aws_dynamodb"]),
    ("ecr", &["aws_ecr"]),
    ("ecs", &["aws_ecs"]),
    ("eks", &["aws_eks"]),
    ("elasticache", &["aws_elasticache"]),
    ("elasticfilesystem", &["aws_efs"]),
    (
        "elasticloadbalancing",
        &["aws_lb", "aws_alb", "aws_elb", "aws_load_balancer"],
    ),
    ("es", &["aws_elasticsearch", "aws_opensearch"]),
    ("events", &["aws_cloudwatch_event"]),
    ("execute-api", &["aws_api_gateway", "aws_apigatewayv2"]),
    ("firehose", &["aws_kinesis_firehose"]),
    ("glue", &["aws_glue"]),
    ("iam", &["aws_iam"]),
    ("kinesis", &["aws_kinesis"]),
    ("kms", &["aws_kms"]),
    ("lambda", &["aws_lambda"]),
    ("logs", &["aws_cloudwatch_log"]),
    ("rds", &["aws_db", "aws_rds"]),
    ("route53", &["aws_route53"]),
    ("s3", &["aws_s3"]),
    ("secretsmanager", &["aws_secretsmanager"]),
    ("sns", &["aws_sns"]),
    ("sqs", &["aws_sqs"]),
    ("ssm", &["aws_ssm"]),
    ("states", &["aws_sfn"]),
    ("wafv2", &["aws_wafv2"]),
];

/// Ends of the names of attributes whose value names or points to a resource.
const POINTERS: [&str; 6] = [
    "_ids",
    "_id",
    "_arns",
    "_arn",
    "_identifiers",
    "_identifier",
];

/// Whole names, and ends of names, of attributes that point to nothing.
const PLAIN: [&str; 32] = [
    "name",
    "prefix",
    "description",
    "comment",
    "region",
    "zone",
    "zones",
    "class",
    "size",
    "type",
    "version",
    "engine",
    "username",
    "password",
    "port",
    "cidr",
    "block",
    "blocks",
    "days",
    "period",
    "count",
    "mode",
    "runtime",
    "handler",
    "timeout",
    "enabled",
    "protocol",
    "threshold",
    "window",
    "capacity",
    "status",
    "tier",
];

/// Ends of types that say nothing on their own: a log group is no security group.
const GENERIC: [&str; 6] = ["group", "key", "pool", "rule", "set", "table"];

/// Attributes of every block that point to nothing.
const META: [&str; 7] = [
    "connection",
    "count",
    "for_each",
    "lifecycle",
    "provider",
    "provisioner",
    "timeouts",
];

/// Attributes whose keys the author chose: a key that does not speak of a type points to nothing.
const MAPS: [&str; 6] = [
    "tags",
    "tags_all",
    "environment",
    "labels",
    "metadata",
    "parameter",
];

/// Data sources that read whatever somebody stored.
const STORES: [&str; 8] = [
    "aws_ssm_parameter",
    "aws_secretsmanager_secret_version",
    "aws_cloudformation_export",
    "aws_cloudformation_stack",
    "terraform_remote_state",
    "external",
    "http",
    "aws_s3_object",
];

impl Wanted {
    /// What would be an answer for a forward hop. Only a resource can stand outside: data sources,
    /// outputs and the like are always of a stack.
    pub(super) fn of(hop: &Hop, facts: &Facts) -> Self {
        let mut types = Vec::new();
        for end in &hop.ends {
            match end {
                _ if end.is_any() => return Wanted::Any,
                End::Type {
                    kind: BlockKind::Resource,
                    glob,
                    text,
                    ..
                } => {
                    let known = facts.type_names(Mode::Resource);
                    types.extend(known.filter(|name| glob.is_match(name)).map(str::to_owned));
                    types.push(text.clone());
                }
                End::View(view) => types.extend(held_by(*view).iter().map(|&held| held.to_owned())),
                End::Type { .. } => {}
            }
        }
        Wanted::Types(types)
    }

    /// A block that is there.
    pub(super) fn block(block: &Block) -> Self {
        match block.kind {
            BlockKind::Resource => Wanted::Types(vec![block.type_name.to_string()]),
            _ => Wanted::Types(Vec::new()),
        }
    }

    fn any(&self, holds: impl Fn(&str) -> bool) -> bool {
        match self {
            Wanted::Any => true,
            Wanted::Types(types) => types.iter().any(|name| holds(name)),
        }
    }

    fn is_nothing(&self) -> bool {
        *self == Wanted::Types(Vec::new())
    }

    /// Whether an expression that nothing is known of could be one of these, in an attribute of
    /// this label. `named`: the hop names the attribute.
    pub(super) fn may_be_expression(&self, label: &str, named: bool, facts: &Facts) -> bool {
        let first = label.split('.').next().unwrap_or_default();
        !self.is_nothing()
            && (named
                || !META.contains(&first) && (*self == Wanted::Any || self.speaks(label, facts)))
    }

    /// Whether a known text could be one of these.
    pub(super) fn may_be_literal(
        &self,
        text: &str,
        label: &str,
        named: bool,
        facts: &Facts,
    ) -> bool {
        if self.is_nothing() {
            return false;
        }
        if let Some(arn) = text.strip_prefix("arn:") {
            let mut parts = arn.split(':').skip(1);
            let service = parts.next().unwrap_or_default();
            // `arn:aws:apigateway:eu-west-1:lambda:path/...` leads to a function.
            let service = match (service, parts.nth(1)) {
                ("apigateway", Some(behind)) if !behind.is_empty() => behind,
                _ => service,
            };
            let known = SERVICES.iter().find(|(name, _)| *name == service);
            return known.is_none_or(|(_, begin)| {
                self.any(|name| begin.iter().any(|begin| name.starts_with(begin)))
            });
        }
        if let Some(of) = type_of_id(text) {
            let tail = of.strip_prefix("aws").unwrap_or(of);
            return self.any(|name| name.ends_with(tail));
        }
        // An empty text, a flag or a number names nothing.
        let says_nothing =
            text.is_empty() || text.parse::<f64>().is_ok() || text == "true" || text == "false";
        !says_nothing && (named || *self != Wanted::Any && self.is_named_in(label, facts))
    }

    /// Whether an attribute of a data source could be one of these.
    pub(super) fn may_be_data(
        &self,
        type_name: &str,
        attribute: Option<&str>,
        label: &str,
        named: bool,
        facts: &Facts,
    ) -> bool {
        if self.is_nothing() {
            return false;
        }
        if STORES.contains(&type_name) {
            return self.may_be_expression(label, named, facts);
        }
        let singular = type_name
            .strip_suffix("_ids")
            .or(type_name.strip_suffix('s'));
        let own = |name: &str| {
            name == type_name
                || singular == Some(name)
                || name.ends_with(type_name.trim_start_matches("aws"))
        };
        let last = attribute.and_then(|it| it.split(['.', '[']).find(|it| !it.is_empty()));
        match last {
            Some("id" | "ids" | "arn" | "arns" | "name" | "names" | "identifier") | None => {
                self.any(own)
            }
            Some(attribute) => self.any(own) || self.is_named_in(attribute, facts),
        }
    }

    /// Whether an attribute of this label could point to one of these, as far as its name tells.
    fn speaks(&self, label: &str, facts: &Facts) -> bool {
        if self.is_named_in(label, facts) {
            return true;
        }
        let first = label.split('.').next().unwrap_or_default();
        if MAPS.contains(&first) {
            return false;
        }
        let last = last_name(label);
        if PLAIN.iter().any(|plain| {
            last == *plain
                || last
                    .strip_suffix(plain)
                    .is_some_and(|rest| rest.ends_with('_'))
        }) {
            return false;
        }
        !names_another(last, facts)
    }

    /// Whether the last name of a label speaks of one of these: `subnet_ids` of `aws_subnet`,
    /// `function_name` of `aws_lambda_function`, `role` of `aws_iam_role`.
    pub(super) fn is_named_in(&self, label: &str, facts: &Facts) -> bool {
        let last = last_name(label).to_ascii_lowercase();
        let stem = stem(&last);
        let wanted = |tail: &str| {
            self.any(|name| {
                name.strip_suffix(tail)
                    .is_some_and(|rest| rest.ends_with('_'))
            })
        };
        // The longest end of the name that is a type decides: `db_subnet_group` is no group of
        // another kind.
        for tail in tails(stem) {
            let single = tail.strip_suffix('s').unwrap_or(tail);
            if GENERIC.contains(&single) && tail != stem {
                return false;
            }
            if wanted(tail) || wanted(single) {
                return true;
            }
            if is_type(tail, facts) || is_type(single, facts) {
                return false;
            }
        }
        false
    }
}

/// The types of the blocks whose rows a hop onto a view reaches.
fn held_by(view: View) -> &'static [&'static str] {
    match view {
        View::IamStatement => &["aws_iam_policy"],
        View::SecurityGroupRule => &["aws_security_group"],
        View::Route => &["aws_route_table"],
        View::State => &["aws_sfn_state_machine"],
        View::PhysicalName | View::File => &[],
    }
}

fn type_of_id(text: &str) -> Option<&'static str> {
    let dash = text.rfind('-')?;
    let hex = text[dash + 1..].bytes().all(|b| b.is_ascii_hexdigit());
    let known = IDS.iter().find(|(begin, _)| *begin == &text[..=dash])?;
    hex.then_some(known.1)
}

/// The last name of a label that is no index.
fn last_name(label: &str) -> &str {
    label.rsplit('.').next().unwrap_or(label)
}

/// The name without what says how it points: `subnet` of `subnet_ids`.
fn stem(name: &str) -> &str {
    POINTERS
        .iter()
        .chain(&["_names", "_name"])
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name)
}

/// `vpc_security_group`, `security_group`, `group`.
fn tails(stem: &str) -> impl Iterator<Item = &str> {
    let later = stem.match_indices('_').map(|(at, _)| &stem[at + 1..]);
    std::iter::once(stem)
        .chain(later)
        .filter(|tail| !tail.is_empty())
}

/// Whether a name speaks of a type of its own: `kms_key_id` of `aws_kms_key`.
fn names_another(name: &str, facts: &Facts) -> bool {
    tails(stem(name)).any(|tail| {
        is_type(tail, facts) || tail.strip_suffix('s').is_some_and(|it| is_type(it, facts))
    })
}

fn is_type(tail: &str, facts: &Facts) -> bool {
    facts
        .block(Mode::Resource, &format!("aws_{tail}"))
        .is_some()
}
