//! Maps, and the length of things.

use super::super::convert::{elements, members, to_list, to_str};
use super::super::hole;
use super::super::machine::Machine;
use super::super::outcome::{Outcome, Stop, error};
use super::text;
use crate::value::{Flags, Kind, Map, Node};

type Args<'a> = &'a [Node<'static>];

fn opened(kind: Kind<'static>, open: bool) -> Node<'static> {
    let mut node = Node::new(kind);
    if open {
        node.flags.set(Flags::OPEN);
    }
    node
}

pub(super) fn length(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let node = &args[0];
    let length = match &node.kind {
        Kind::Text(known) => {
            let known = known.as_known().ok_or(Stop::Unknown)?;
            text::letters(known).ok_or(Stop::Unknown)?.len()
        }
        _ if node.is_open() => return Err(Stop::Unknown),
        Kind::List(list) => list.len(),
        Kind::Map(map) => map.len(),
        Kind::Unknown(_) => return Err(Stop::Unknown),
        _ => return error("only strings, lists and maps have a length"),
    };
    Ok(Node::new(Kind::Number(length.into())))
}

pub(super) fn keys(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let map = members(&args[0])?;
    let keys = map.iter().map(|(name, _)| Node::text(name.to_owned()));
    Ok(opened(Kind::List(keys.collect()), args[0].is_open()))
}

pub(super) fn values(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let map = members(&args[0])?;
    let values = map.iter().map(|(_, node)| node.clone());
    Ok(opened(Kind::List(values.collect()), args[0].is_open()))
}

pub(super) fn lookup(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let map = members(&args[0])?;
    let key = to_str(&args[1])?;
    match (map.get(&key), args.get(2)) {
        (Some(node), None) => Ok(node.clone()),
        (Some(node), Some(default)) => {
            let mut both = [node.clone(), default.clone()];
            super::super::convert::unify(&mut both, false).map_err(|_| Stop::Unknown)?;
            Ok(node.clone())
        }
        (None, _) if args[0].is_open() => Err(Stop::Unknown),
        (None, Some(default)) => {
            let mut all: Vec<Node<'static>> = map.iter().map(|(_, node)| node.clone()).collect();
            all.push(default.clone());
            // A default of another type is converted for a map and is not for an object.
            let before = all.clone();
            super::super::convert::unify(&mut all, args[0].is_open()).map_err(|_| Stop::Unknown)?;
            if all == before {
                Ok(default.clone())
            } else {
                Err(Stop::Unknown)
            }
        }
        (None, None) => error("there is no such key, and no default"),
    }
}

/// The last of several maps that has a member says what it is. A map that is not known may replace
/// any member of those before it.
pub(super) fn merge(machine: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let mut merged = Map::default();
    let mut open = false;
    for arg in args {
        let unknown = match &arg.kind {
            Kind::Null => continue,
            _ if arg.is_open() => true,
            Kind::Unknown(hole) => {
                if hole.is_text {
                    return error("a map is wanted, and this is a string");
                }
                true
            }
            Kind::Map(_) => false,
            _ => return error("a map is wanted"),
        };
        if unknown {
            open = true;
            let written: Vec<String> = args.iter().map(hole::written).collect();
            let whole = hole::computed(format!("merge({})", written.join(", ")), args);
            machine.blur(&mut merged, &whole);
        }
        for (name, node) in arg.as_map().into_iter().flat_map(Map::iter) {
            let mut node = node.clone();
            if arg.flags.has(Flags::SENSITIVE) {
                node.flag_all(Flags::SENSITIVE);
            }
            merged.insert(name.to_owned().into(), node);
        }
    }
    machine.unsure += usize::from(open);
    Ok(opened(Kind::Map(merged), open))
}

pub(super) fn zipmap(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let (names, values) = (to_list(&args[0])?, elements(&args[1])?);
    if args[1].is_open() || args[1].flags.has(Flags::SET) {
        return Err(Stop::Unknown);
    }
    if names.len() != values.len() {
        return error("zipmap takes as many values as keys");
    }
    let mut map = Map::default();
    for (name, value) in names.iter().zip(values) {
        map.insert(to_str(name)?.into_owned().into(), value.clone());
    }
    Ok(Node::new(Kind::Map(map)))
}
