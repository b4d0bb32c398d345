//! What policies and rules of security groups do not say anywhere.

use std::collections::BTreeSet;

use super::gather::Seen;
use super::text::list;
use super::{Draft, Topic};
use crate::spec::toml_text;
use crate::stack::Model;
use crate::value::Node;
use crate::view::{Row, View, Views};

/// Services that may assume roles; more are no choice that somebody made.
const MAX_SERVICES: usize = 8;

/// A matcher, and what it says no to.
type Bad = (&'static str, fn(&str) -> bool);

/// A place of a row, and what is no value of it.
struct Never {
    topic: Topic,
    id: &'static str,
    title: &'static str,
    view: View,
    /// As an expression and as a function.
    condition: &'static str,
    is_meant: fn(&Row<'_>) -> bool,
    member: &'static str,
    optional: bool,
    /// Strict ones first: the first that holds is taken.
    bad: &'static [Bad],
}

const GRANTS: &str = "@.kind == 'identity' && @.effect == 'Allow' && !@.not_actions";

const NEVER: [Never; 3] = [
    Never {
        topic: Topic::Iam,
        id: "iam-action-star",
        title: "a role may do more than what is named",
        view: View::IamStatement,
        condition: GRANTS,
        is_meant: grants,
        member: "actions",
        optional: false,
        bad: &[
            ("not_match = '[*]'", |text| text.contains('*')),
            ("not_match = '^[*]$|:[*]$'", |text| {
                text == "*" || text.ends_with(":*")
            }),
            ("not_equal = \"*\"", |text| text == "*"),
        ],
    },
    Never {
        topic: Topic::Iam,
        id: "iam-resource-star",
        title: "a role may do it to everything",
        view: View::IamStatement,
        condition: GRANTS,
        is_meant: grants,
        member: "resources",
        optional: false,
        bad: &[("not_equal = \"*\"", |text| text == "*")],
    },
    Never {
        topic: Topic::Exposure,
        id: "ingress-from-anywhere",
        title: "a security group lets anybody in",
        view: View::SecurityGroupRule,
        condition: "@.direction == 'ingress'",
        is_meant: |row| word(row, "direction") == Some("ingress"),
        member: "cidrs",
        optional: true,
        bad: &[("not_one_of = [\"0.0.0.0/0\", \"::/0\"]", |text| {
            ["0.0.0.0/0", "::/0"].contains(&text)
        })],
    },
];

fn word<'r>(row: &'r Row<'_>, member: &str) -> Option<&'r str> {
    row.document.get(member)?.as_str()
}

fn grants(row: &Row<'_>) -> bool {
    let allows = word(row, "kind") == Some("identity") && word(row, "effect") == Some("Allow");
    allows && row.document.get("not_actions").is_none()
}

/// The texts of a member of a row, as far as they are known; a hole gives what is literal of it.
fn texts(row: &Row<'_>, member: &str) -> Vec<String> {
    let elements = row.document.get(member).and_then(Node::as_list);
    let text = |node: &Node<'_>| match node.as_str() {
        Some(text) => text.to_owned(),
        None => "?".to_owned(),
    };
    elements.into_iter().flatten().map(text).collect()
}

/// The drafts about them.
pub(super) fn drafts(models: &[Model<'_>], seen: &Seen) -> Vec<Draft> {
    let views: Vec<Views<'_, '_>> = models.iter().map(Views::new).collect();
    let rows = |view: View| views.iter().flat_map(move |it| it.rows(view).rows.iter());
    let mut all = Vec::new();
    for never in &NEVER {
        let meant: Vec<&Row<'_>> = rows(never.view)
            .filter(|row| (never.is_meant)(row))
            .collect();
        let values: Vec<String> = meant
            .iter()
            .flat_map(|row| texts(row, never.member))
            .collect();
        let holds = |(_, bad): &&Bad| !values.iter().any(|text| bad(text));
        let Some((matcher, _)) = never.bad.iter().find(holds).filter(|_| !values.is_empty()) else {
            continue;
        };
        let optional = if never.optional {
            ", optional = true"
        } else {
            ""
        };
        all.push(Draft {
            topic: never.topic,
            id: never.id.to_owned(),
            title: never.title.to_owned(),
            from: from(meant.len(), never.view),
            head: head(seen, never.view, never.condition),
            clauses: vec![format!(
                "at = \"$.{}[*]\"{optional}, {matcher}",
                never.member
            )],
        });
    }
    all.extend(trust(seen, rows(View::IamStatement)));
    all
}

/// Who may assume roles: these services and nobody else.
fn trust<'r, 's: 'r>(seen: &Seen, rows: impl Iterator<Item = &'r Row<'s>>) -> Option<Draft> {
    let (mut who, mut count) = (BTreeSet::new(), 0);
    for row in rows.filter(|row| word(row, "kind") == Some("trust")) {
        count += 1;
        for principal in row.document.get("principals")?.as_list()? {
            let value = principal.get("value")?.as_str()?;
            // Anything but a service is an account, which differs by environment, or everybody.
            if principal.get("type")?.as_str()? != "Service" || value.contains(['{', '*']) {
                return None;
            }
            who.insert(value.to_owned());
        }
    }
    (!who.is_empty() && who.len() <= MAX_SERVICES).then(|| Draft {
        topic: Topic::Iam,
        id: "role-assumed-by-another".to_owned(),
        title: "a role can be assumed by another service than those of today".to_owned(),
        from: from(count, View::IamStatement),
        head: head(seen, View::IamStatement, "@.kind == 'trust'"),
        clauses: vec![match who.len() {
            1 => format!(
                "at = \"$.principals[*].value\", equal = {}",
                list(who.iter().map(String::as_str))
            ),
            _ => format!(
                "at = \"$.principals[*].value\", one_of = {}",
                list(who.iter().map(String::as_str))
            ),
        }],
    })
}

fn from(count: usize, view: View) -> String {
    format!("{} of `{}`", super::counted(count, "row"), view.word())
}

fn head(seen: &Seen, view: View, condition: &str) -> Vec<(&'static str, String)> {
    let mut head = vec![
        ("view", toml_text(view.word())),
        ("where", toml_text(condition)),
    ];
    if seen.stacks > 1 {
        head.push(("when_empty", toml_text("skip")));
    }
    head
}
