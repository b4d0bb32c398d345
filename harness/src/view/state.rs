//! `state`: a state of a Step Functions state machine, at whatever depth.
//!
//! Source: "Amazon States Language", AWS Step Functions Developer Guide.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::make::{At, Draft, Maker, child, index_of, list, member, waits_for, written};
use super::{Doubt, Holds};
use crate::value::{Flags, Hole, Kind, Map, Node, Path};

/// What its rows hold.
pub(super) const MEMBERS: [&str; 17] = [
    "arguments",
    "catch",
    "choices",
    "comment",
    "end",
    "heartbeat_seconds",
    "name",
    "next",
    "parameters",
    "path",
    "reachable",
    "resource",
    "retry",
    "siblings",
    "start",
    "timeout_seconds",
    "type",
];

/// What its members hold that are no scalars.
pub(super) fn lists(member: &str) -> Option<Holds> {
    match member {
        "next" | "path" | "siblings" => Some(Holds::List),
        "arguments" | "catch" | "choices" | "parameters" | "retry" => Some(Holds::Any),
        _ => None,
    }
}

/// The types that hold states.
pub(super) const TYPES: [&str; 1] = ["aws_sfn_state_machine"];

/// Members that a row has as they are written.
const COPIED: [(&str, &str); 10] = [
    ("arguments", "Arguments"),
    ("catch", "Catch"),
    ("choices", "Choices"),
    ("comment", "Comment"),
    ("heartbeat_seconds", "HeartbeatSeconds"),
    ("parameters", "Parameters"),
    ("resource", "Resource"),
    ("retry", "Retry"),
    ("timeout_seconds", "TimeoutSeconds"),
    ("type", "Type"),
];

/// The members that the rows of a type are made of.
pub(super) fn reads(type_name: &str) -> Vec<&'static str> {
    match type_name {
        "aws_sfn_state_machine" => vec!["definition"],
        _ => Vec::new(),
    }
}

/// The rows of a block.
pub(super) fn read<'s>(maker: &mut Maker<'_, 's>, body: &Node<'s>) {
    maker.values(
        body,
        &Path::default(),
        &["definition"],
        &mut |maker, node, path| {
            let top = Level {
                names: Vec::new(),
                reachable: Some(true),
            };
            match &node.kind {
                Kind::Unknown(hole) => maker.unknown(&path, node, hole),
                Kind::Map(_) => machine(maker, node, &path, &top),
                Kind::Text(text) => match text.document() {
                    Some(Ok(document)) if node.flags.has(Flags::SENSITIVE) => {
                        let mut secret = document.clone();
                        secret.flag_all(Flags::SENSITIVE);
                        machine(maker, &secret, &path, &top);
                    }
                    Some(Ok(document)) => machine(maker, document, &path, &top),
                    other => {
                        let why = match other {
                            Some(Err(why)) => format!("does not parse as JSON: {}", why.0),
                            _ => "does not parse as JSON: it is not an object".to_owned(),
                        };
                        match text.as_known() {
                            Some(_) => maker.malformed(path, why),
                            None => {
                                let holes = text.holes().flat_map(waits_for).collect();
                                maker.open(path, Doubt::Unknown, why, holes);
                            }
                        }
                    }
                },
                _ => maker.malformed(path, format!("is {}, not a definition", node.noun())),
            }
        },
    );
}

/// What a map of states stands in.
struct Level {
    /// The states around it, the outermost first.
    names: Vec<String>,
    /// Whether those are ever entered; `None`: not known.
    reachable: Option<bool>,
}

/// What is reached within one map of states.
struct Reached {
    names: BTreeSet<String>,
    /// What the answer for all others hangs on; `None` if nothing.
    doubt: Option<Hole>,
}

/// The states of a machine, a branch or an item processor.
fn machine<'s>(maker: &mut Maker<'_, 's>, machine: &Node<'s>, path: &Path, level: &Level) {
    let at = child(path, "States");
    let states = match member(machine, "States") {
        At::Unclear => return maker.unclear(at),
        At::Unset => return maker.malformed(path.clone(), "is a state machine without `States`"),
        At::Is(node) => node,
    };
    let map = match &states.kind {
        Kind::Map(map) => map,
        Kind::Unknown(hole) => return maker.unknown(&at, states, hole),
        _ => return maker.malformed(at, format!("is {}, not an object", states.noun())),
    };
    let start = machine.get("StartAt");
    let reached = reach(machine, states, map);
    let mut siblings = list(
        map.iter()
            .map(|(name, _)| Node::text(name.to_owned()))
            .collect(),
    );
    if states.is_open() {
        siblings.flags.set(Flags::OPEN);
        maker.open(
            at.clone(),
            Doubt::Unknown,
            "may hold more than is listed",
            Vec::new(),
        );
    }
    for (name, state) in map.iter() {
        let origin = child(&at, name);
        match &state.kind {
            Kind::Map(_) => {}
            Kind::Unknown(hole) => {
                maker.unknown(&origin, state, hole);
                continue;
            }
            _ => {
                maker.malformed(origin, format!("is {}, not a state", state.noun()));
                continue;
            }
        }
        let inside = Level {
            names: level
                .names
                .iter()
                .cloned()
                .chain([name.to_owned()])
                .collect(),
            reachable: both(level.reachable, reached.is(name)),
        };
        let mut draft = row(state, &origin);
        draft.made("name", Node::text(name.to_owned()));
        draft.made("siblings", siblings.clone());
        let names = inside.names.iter().cloned().map(Node::text).collect();
        draft.made("path", list(names));
        draft.made("start", starts(start, name));
        draft.made(
            "reachable",
            match inside.reachable {
                Some(known) => Node::new(Kind::Bool(known)),
                None => Node::unknown(reached.doubt.clone().unwrap_or_else(|| Hole::opaque(""))),
            },
        );
        if states.flags.has(Flags::SENSITIVE) {
            draft.hide();
        }
        maker.row(draft);
        nested(maker, state, &origin, &inside);
    }
}

/// The machines inside of a state.
fn nested<'s>(maker: &mut Maker<'_, 's>, state: &Node<'s>, origin: &Path, level: &Level) {
    if let Some(branches) = written(state, "Branches") {
        maker.elements(
            branches,
            child(origin, "Branches"),
            &mut |maker, branch, path| {
                machine(maker, branch, &path, level);
            },
        );
    }
    for name in ["ItemProcessor", "Iterator"] {
        let path = child(origin, name);
        match written(state, name) {
            Some(node) if node.as_map().is_some() => machine(maker, node, &path, level),
            Some(node) => match &node.kind {
                Kind::Unknown(hole) => maker.unknown(&path, node, hole),
                _ => maker.malformed(path, format!("is {}, not an object", node.noun())),
            },
            None => {}
        }
    }
}

/// The row of a state, without what hangs on the states beside it.
fn row<'s>(state: &Node<'s>, origin: &Path) -> Draft<'s> {
    let mut draft = Draft::new(state, origin.clone());
    for (name, spelt) in COPIED {
        draft.take(name, written(state, spelt).cloned(), child(origin, spelt));
    }
    match written(state, "End") {
        Some(node) => draft.take("end", node.clone(), child(origin, "End")),
        None if state.is_open() => {}
        None => draft.made("end", Node::new(Kind::Bool(false))),
    }
    let (mut targets, mut places, mut open) = (Vec::new(), Vec::new(), false);
    transitions(state, origin, &mut |at| match at {
        Ok((node, path)) => {
            targets.push(node.clone());
            places.push(path);
        }
        Err(_) => open = true,
    });
    if targets.is_empty() && !open {
        return draft;
    }
    let mut next = list(targets);
    if open {
        next.flags.set(Flags::OPEN);
    }
    match places.split_first() {
        None => draft.made("next", next),
        Some((first, rest)) => {
            draft.take("next", next, first.clone());
            rest.iter()
                .for_each(|path| draft.source("next", path.clone()));
        }
    }
    draft
}

/// Every state that may come next, and where it is named; `Err`: there may be more, and why.
fn transitions<'n, 's>(
    state: &'n Node<'s>,
    origin: &Path,
    each: &mut dyn FnMut(Result<(&'n Node<'s>, Path), Hole>),
) {
    for name in ["Next", "Default"] {
        if let Some(node) = written(state, name) {
            each(Ok((node, child(origin, name))));
        }
    }
    if state.is_open() {
        each(Err(Hole::opaque("")));
    }
    for name in ["Choices", "Catch"] {
        let Some(node) = written(state, name) else {
            continue;
        };
        let path = child(origin, name);
        match &node.kind {
            Kind::List(rules) => {
                for (index, rule) in rules.iter().enumerate() {
                    match (&rule.kind, written(rule, "Next")) {
                        (_, Some(next)) => {
                            each(Ok((next, child(&index_of(&path, index), "Next"))));
                        }
                        (Kind::Unknown(hole), _) => each(Err((**hole).clone())),
                        _ => {}
                    }
                }
                if node.is_open() {
                    each(Err(Hole::opaque("")));
                }
            }
            Kind::Unknown(hole) => each(Err((**hole).clone())),
            _ => {}
        }
    }
}

/// Walks from `StartAt`.
fn reach<'s>(machine: &Node<'s>, states: &Node<'s>, map: &Map<'s>) -> Reached {
    let mut reached = Reached {
        names: BTreeSet::new(),
        doubt: states.is_open().then(|| Hole::opaque("")),
    };
    let mut todo: Vec<Cow<'_, str>> = Vec::new();
    let go = |node: &Node<'_>, reached: &mut Reached, todo: &mut Vec<Cow<'_, str>>| match node
        .as_str()
    {
        Some(name) if reached.names.insert(name.to_owned()) => {
            todo.push(Cow::Owned(name.to_owned()));
        }
        Some(_) => {}
        None => reached.doubt = Some(hole_of(node)),
    };
    match member(machine, "StartAt") {
        At::Is(node) => go(node, &mut reached, &mut todo),
        At::Unclear => reached.doubt = Some(Hole::opaque("")),
        At::Unset => {}
    }
    while let Some(name) = todo.pop() {
        let Some(state) = map.get(&name) else {
            continue;
        };
        if let Kind::Unknown(hole) = &state.kind {
            reached.doubt = Some((**hole).clone());
        }
        transitions(state, &Path::default(), &mut |at| match at {
            Ok((node, _)) => go(node, &mut reached, &mut todo),
            Err(hole) => reached.doubt = Some(hole),
        });
    }
    reached
}

impl Reached {
    /// Whether a state is reached; `None`: not known.
    fn is(&self, name: &str) -> Option<bool> {
        match (self.names.contains(name), &self.doubt) {
            (true, _) => Some(true),
            (false, None) => Some(false),
            (false, Some(_)) => None,
        }
    }
}

/// Kleene's "and".
fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Whether a machine starts at this state.
fn starts<'s>(start: Option<&Node<'s>>, name: &str) -> Node<'s> {
    match start {
        Some(node) => match node.as_str() {
            Some(known) => Node::new(Kind::Bool(known == name)),
            None => Node::unknown(hole_of(node)),
        },
        None => Node::new(Kind::Bool(false)),
    }
}

/// What a value that is not known waits for.
fn hole_of(node: &Node<'_>) -> Hole {
    let mut hole = Hole::opaque("");
    match &node.kind {
        Kind::Unknown(of) => hole.waits_for.clone_from(&of.waits_for),
        Kind::Text(text) => {
            hole.waits_for = text.holes().flat_map(|of| of.waits_for.clone()).collect();
        }
        _ => {}
    }
    hole
}
