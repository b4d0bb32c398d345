//! `tostring` and its like, `coalesce`, and functions that are not evaluated.

use super::super::convert::{self, elements, members, to_bool, to_list, to_number, to_str, unify};
use super::super::machine::Machine;
use super::super::operator::{bool_node, equal};
use super::super::outcome::{Outcome, Stop, error};
use crate::value::{Flags, Kind, Map, Node};

type Args<'a> = &'a [Node<'static>];

/// A function that only Terraform itself can evaluate.
pub(super) fn unknown(_: &mut Machine<'_>, _: Args<'_>) -> Outcome {
    Err(Stop::Unknown)
}

/// `nonsensitive` does not make a value printable here: that the author lifts the mark says only
/// that Terraform may print it.
pub(super) fn unchanged(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let mut node = args[0].clone();
    node.flag_all(Flags::SENSITIVE);
    Ok(node)
}

pub(super) fn tostring(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    match &args[0].kind {
        Kind::Null | Kind::Text(_) => Ok(args[0].clone()),
        _ => convert::known(to_str(&args[0])?.into_owned()),
    }
}

pub(super) fn tonumber(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    match &args[0].kind {
        Kind::Null => Ok(args[0].clone()),
        _ => Ok(Node::new(Kind::Number(to_number(&args[0])?))),
    }
}

pub(super) fn tobool(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    match &args[0].kind {
        Kind::Null => Ok(args[0].clone()),
        _ => Ok(bool_node(to_bool(&args[0])?)),
    }
}

pub(super) fn tolist(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let node = &args[0];
    if node.kind == Kind::Null {
        return Ok(node.clone());
    }
    let open = node.is_open();
    let mut list = if open {
        elements(node)?.to_vec()
    } else {
        to_list(node)?
    };
    unify(&mut list, open)?;
    let mut node = Node::new(Kind::List(list));
    if open {
        node.flags.set(Flags::OPEN);
    }
    Ok(node)
}

pub(super) fn toset(machine: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let node = &args[0];
    if node.kind == Kind::Null {
        return Ok(node.clone());
    }
    let mut list = elements(node)?.to_vec();
    machine.spend(list.len() * list.len() / 4)?;
    let mut open = node.is_open();
    unify(&mut list, open)?;
    let mut kept: Vec<Node<'static>> = Vec::with_capacity(list.len());
    for node in list {
        let found = kept.iter().map(|other| equal(other, &node));
        let found: Vec<Option<bool>> = found.collect();
        if found.contains(&Some(true)) {
            continue;
        }
        if found.contains(&None) {
            // It may be one that is there already.
            open = true;
            continue;
        }
        kept.push(node);
    }
    let mut node = Node::new(Kind::List(kept));
    node.flags.set(Flags::SET);
    if open {
        node.flags.set(Flags::OPEN);
        return Ok(node);
    }
    match to_list(&node) {
        Ok(sorted) => node.kind = Kind::List(sorted),
        // Its order is not known; nobody may read one out of it.
        Err(_) => node.flags.set(Flags::OPEN),
    }
    Ok(node)
}

pub(super) fn tomap(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let node = &args[0];
    if node.kind == Kind::Null {
        return Ok(node.clone());
    }
    let map = members(node)?;
    let mut values: Vec<Node<'static>> = map.iter().map(|(_, node)| node.clone()).collect();
    unify(&mut values, node.is_open())?;
    let names = map.iter().map(|(name, _)| name.to_owned().into());
    let map = Map::new(names.zip(values).collect()).unwrap_or_default();
    let mut made = Node::new(Kind::Map(map));
    if node.is_open() {
        made.flags.set(Flags::OPEN);
    }
    Ok(made)
}

pub(super) fn coalesce(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let mut args = args.to_vec();
    unify(&mut args, false)?;
    for arg in args {
        let empty = match &arg.kind {
            Kind::Null => true,
            Kind::Text(text) => match text.as_known() {
                Some(known) => known.is_empty(),
                None if super::super::operator::sure_bytes(text) > 0 => false,
                None => return Err(Stop::Unknown),
            },
            Kind::Unknown(hole) if hole.non_null && hole.starts_with.is_some() => false,
            Kind::Unknown(_) => return Err(Stop::Unknown),
            _ => false,
        };
        if !empty {
            return Ok(arg);
        }
    }
    error("all arguments of coalesce are null or empty")
}
