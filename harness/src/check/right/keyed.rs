//! The row of a table by key: `{ param = "engine_ports", key = "$.engine" }`.

use std::ops::ControlFlow;

use super::{OVER_BUDGET, Sides, Unresolved, Unsettled, takes_several, unset};
use crate::check::finding;
use crate::check::look::holes;
use crate::matcher::{Expected, Matcher, judge};
use crate::select::Found;
use crate::spec::{Keyed, ParamsOfFile};
use crate::value::{Held, Kind, Node};
use crate::verdict::Truth;

/// The values of the row that the key on the subject names.
pub(super) fn row<'r>(
    matcher: Matcher,
    keyed: &'r Keyed,
    params: &'r ParamsOfFile,
    sides: Option<Sides<'_, 'r, '_, '_>>,
) -> Result<Expected<'r>, Unresolved<'r>> {
    let Some(sides) = sides else {
        return Err(Unresolved::Error(String::new()));
    };
    let (name, text) = (&keyed.param, keyed.key.text());
    let value = params
        .get(name)
        .ok_or_else(|| Unresolved::Error(unset(name)))?;
    let Some(rows) = value.value.as_object() else {
        let why = format!("the param `{name}` is no table by key");
        return Err(Unresolved::Error(why));
    };
    let key = match read(keyed, sides)? {
        Key::Known(key, shown) => match rows.get(&key) {
            Some(row) => return values(matcher, name, &shown, row),
            None => {
                let why = format!("the param `{name}` has no row for {shown}, which `{text}` is");
                return Err(Unresolved::NoRow(why));
            }
        },
        Key::Missing => {
            let why = format!("`{text}` selects nothing to look up in the param `{name}`");
            return Err(Unresolved::NoRow(why));
        }
        Key::Open(key) => key,
    };
    // No row whose key it may come to: whatever it comes to, there is none.
    let may_be = |row: &&String| {
        let wanted = Expected::Value(Held::Own(Node::text(row.as_str())));
        let is = |node: &&Node<'_>| judge(Matcher::Equal, node, &wanted, false);
        !matches!(key.node.as_ref().map(is), Some(Ok(Truth::False)))
    };
    let keys: Vec<&String> = rows.keys().filter(may_be).collect();
    if keys.is_empty() {
        let why = format!("the param `{name}` has no row for what `{text}` may come to");
        return Err(Unresolved::NoRow(why));
    }
    let rows = keys
        .into_iter()
        .map(|key| values(matcher, name, key, &rows[key]))
        .collect::<Result<Vec<_>, _>>()?;
    let waits_for = key.waits_for;
    Err(Unresolved::Unsettled(Unsettled { rows, waits_for }))
}

/// What the path to a key came to.
enum Key<'r> {
    /// A key, and what a message may show of it.
    Known(String, String),
    /// Nothing is there.
    Missing,
    /// It is not known.
    Open(OpenKey<'r>),
}

/// A key that is not known, or not as a whole.
#[derive(Default)]
struct OpenKey<'r> {
    /// What is known of it.
    node: Option<&'r Node<'r>>,
    waits_for: Vec<String>,
}

fn read<'r>(
    keyed: &'r Keyed,
    (on, hand): Sides<'_, 'r, '_, '_>,
) -> Result<Key<'r>, Unresolved<'r>> {
    let start = if keyed.is_at_hand() {
        *hand
    } else {
        on.document
    };
    let text = keyed.key.text();
    let (mut nodes, mut open, mut wrong): (Vec<_>, Option<OpenKey<'_>>, _) =
        (Vec::new(), None, None);
    let _ = keyed.key.visit_at(&start, &on.document, &mut |found| {
        match found {
            Found::Node {
                path,
                node,
                sure,
                doubts,
            } => {
                if !sure {
                    let open = open.get_or_insert_default();
                    open.waits_for.extend(doubts.waits_for());
                }
                let secret = finding::is_secret(start.root, &path.to_path(), node);
                nodes.push((node, secret));
            }
            Found::Open { reason, .. } => {
                let open = open.get_or_insert_default();
                open.waits_for.extend(reason.waits_for());
            }
            Found::Missing { .. } => {}
            Found::Misfit(misfit) => wrong = Some(misfit.to_string()),
            Found::OverBudget => wrong = Some(OVER_BUDGET.to_owned()),
        }
        ControlFlow::Continue(())
    });
    let error = |why: String| Err(Unresolved::Error(format!("on the right side, {why}")));
    if let Some(why) = wrong {
        return error(why);
    }
    if let Some(open) = open {
        return Ok(Key::Open(open));
    }
    let (node, secret) = match nodes.as_slice() {
        [] => return Ok(Key::Missing),
        [one] => *one,
        several => {
            let count = several.len();
            return error(format!(
                "`{text}` selects {count} values, and a row is looked up by one"
            ));
        }
    };
    let known = match &node.kind {
        Kind::Null => return Ok(Key::Missing),
        Kind::Text(text) => text.as_known().map(str::to_owned),
        Kind::Number(_) | Kind::Bool(_) => Some(node.render()),
        Kind::Unknown(_) => None,
        Kind::List(_) | Kind::Map(_) => {
            let is = node.noun();
            return error(format!(
                "a row is looked up by a text, and `{text}` is {is}"
            ));
        }
    };
    Ok(match known {
        Some(key) => {
            let shown = match secret {
                true => "what must not be shown".to_owned(),
                false => format!("\"{key}\""),
            };
            Key::Known(key, shown)
        }
        None => Key::Open(OpenKey {
            node: Some(node),
            waits_for: holes(node),
        }),
    })
}

/// The values of a row. Only a matcher that takes several compares with more than one.
fn values<'r>(
    matcher: Matcher,
    param: &str,
    shown: &str,
    row: &'r serde_json::Value,
) -> Result<Expected<'r>, Unresolved<'r>> {
    let values = row
        .as_array()
        .map_or(std::slice::from_ref(row), Vec::as_slice);
    if values.len() > 1 && !takes_several(matcher) {
        return Err(Unresolved::Error(format!(
            "the row {shown} of the param `{param}` has {} values, and `{}` compares with one (write \
             `one_of` for any of them)",
            values.len(),
            matcher.info().name
        )));
    }
    Ok(Expected::Values {
        nodes: values
            .iter()
            .map(|value| Held::Own(Node::from(value)))
            .collect(),
        open: false,
    })
}
