//! What may a value stand for that leaves the stack: a variable, a literal id or ARN, a data
//! source?
//!
//! A hop that could go through such a value is open. It is closed only where the value, or the
//! attribute that holds it, plainly means something else: `vpc-0ab1` is no subnet, the ARN of a
//! topic no function, and a variable in `kms_key_id` no subnet either.

mod table;

use crate::facts::{Facts, Mode};
use crate::stack::{Block, BlockKind};

use crate::view::View;

use super::{End, Hop};
use table::{GENERIC, IDS, MAPS, META, PLAIN, POINTERS, SERVICES, STORES};

/// The types that would be an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Any type at all.
    Any,
    /// One of these.
    Types(Vec<String>),
}

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
                    let known = facts.types_like(Mode::Resource, text);
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

    /// Whether nothing would be one.
    pub(super) fn is_nothing(&self) -> bool {
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
        // `*` refers to nothing, however much it covers.
        // A document is no name either.
        if self.is_nothing() || text == "*" || text.trim_start().starts_with(['{', '[']) {
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
            return self.any(|name| may_be_of(service, name));
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

/// Whether the ARNs of a service may name resources of a type. That of a service that nobody knows
/// is not one of a type whose service is known.
fn may_be_of(service: &str, type_name: &str) -> bool {
    let begins = |begin: &[&str]| begin.iter().any(|it| type_name.starts_with(it));
    match SERVICES.iter().find(|(name, _)| *name == service) {
        Some((_, begin)) => begins(begin),
        // Launch templates have ARNs of EC2.
        None if service == "ec2" && type_name.starts_with("aws_launch") => true,
        None => !SERVICES.iter().any(|(_, begin)| begins(begin)),
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
