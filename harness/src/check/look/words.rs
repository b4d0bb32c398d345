//! What is said of a value that is not known.

use crate::matcher::Matcher;
use crate::select::Open;
use crate::spec::{Look, Match};
use crate::stack::spells_secret;
use crate::value::{Flags, Kind, Node};

/// What the holes of a value wait for.
pub(in crate::check) fn holes(node: &Node<'_>) -> Vec<String> {
    let of = |hole: &crate::value::Hole| match hole.waits_for.is_empty() {
        true if spells_secret(&hole.expression) => Vec::new(),
        true if hole.expression.is_empty() || node.flags.has(Flags::SENSITIVE) => Vec::new(),
        true => vec![hole.expression.to_string()],
        false => hole.waits_for.iter().map(ToString::to_string).collect(),
    };
    match &node.kind {
        Kind::Unknown(hole) => of(hole),
        Kind::Text(text) => text.holes().flat_map(of).collect(),
        Kind::List(list) => list.iter().flat_map(holes).collect(),
        Kind::Map(map) => map.iter().flat_map(|(_, node)| holes(node)).collect(),
        _ => Vec::new(),
    }
}

/// Why it is not known whether a value is written.
pub(super) fn unattributed(look: &Look) -> String {
    let presence = |matcher: &Match| matches!(matcher.matcher, Matcher::Present | Matcher::Absent);
    if look.matchers.iter().any(presence) {
        "it is there, and this input does not say whether the author wrote it or the provider \
         filled it in"
            .to_owned()
    } else {
        String::new()
    }
}

pub(super) fn why_open(reason: &Open<'_>) -> String {
    match reason {
        Open::Unknown(hole) => format!("it is {hole}"),
        Open::OpenContainer => {
            "it may hold more than is listed (a `dynamic` block, or a name that is not known)"
                .to_owned()
        }
        Open::NotCarried("actions") => {
            "this kind of input never carries `actions`; say `input = \"plan\"` in the spec to judge \
             it on a plan only"
                .to_owned()
        }
        Open::NotCarried(name @ ("construct_path" | "region")) => {
            format!("this input never carries its `{name}`")
        }
        Open::NotCarried(name) => format!(
            "this kind of input never carries `{name}`; say `input = \"synth\"` in the spec to \
             judge it on a synth output only"
        ),
        Open::TooDeep => "too many documents are nested in one another".to_owned(),
    }
}
