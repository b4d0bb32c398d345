//! Functions of lists. An open list may hold more than is listed, anywhere: what hangs on positions
//! or on how many there are is then not known.

use super::super::convert::{elements, to_bool, to_integer, to_list, to_str, unify};
use super::super::machine::Machine;
use super::super::operator::{bool_node, equal, sure_bytes};
use super::super::outcome::{Outcome, Stop, error};
use crate::value::{Flags, Kind, Node};

type Args<'a> = &'a [Node<'static>];

fn list(nodes: Vec<Node<'static>>, open: bool) -> Node<'static> {
    let mut node = Node::new(Kind::List(nodes));
    if open {
        node.flags.set(Flags::OPEN);
    }
    node
}

pub(super) fn element(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let list = elements(&args[0])?;
    if args[0].is_open() || args[0].flags.has(Flags::SET) {
        return Err(Stop::Unknown);
    }
    if list.is_empty() {
        return error("an empty list has no element");
    }
    let at = match to_integer(&args[1]) {
        Err(Stop::Unknown) if list.len() == 1 => 0,
        at => at?,
    };
    // Counted from the end in later versions, an error in earlier ones.
    let at = usize::try_from(at).map_err(|_| Stop::Unknown)?;
    Ok(list[at % list.len()].clone())
}

pub(super) fn slice(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let list_ = to_list(&args[0])?;
    let (from, to) = (to_integer(&args[1])?, to_integer(&args[2])?);
    let range = usize::try_from(from).ok().zip(usize::try_from(to).ok());
    match range.and_then(|(from, to)| list_.get(from..to)) {
        Some(part) => Ok(list(part.to_vec(), false)),
        None => error("the list has no such part"),
    }
}

pub(super) fn concat(machine: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let (mut all, mut open) = (Vec::new(), false);
    for arg in args {
        match elements(arg) {
            Ok(_) if !arg.is_open() => all.extend(to_list(arg)?),
            Ok(list) => {
                open = true;
                all.extend(list.iter().cloned());
            }
            Err(Stop::Unknown) => open = true,
            Err(stop) => return Err(stop),
        }
    }
    // Lists are brought to one type, tuples are not; where that makes a difference it is not known.
    let mut unified = all.clone();
    unify(&mut unified, open).map_err(|_| Stop::Unknown)?;
    let numbers = |node: &Node<'_>| matches!(node.kind, Kind::Number(_) | Kind::Bool(_));
    if unified != all || (open && all.iter().any(numbers)) {
        return Err(Stop::Unknown);
    }
    machine.unsure += usize::from(open);
    Ok(list(all, open))
}

pub(super) fn flatten(machine: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    fn add(
        machine: &mut Machine<'_>,
        node: &Node<'static>,
        all: &mut Vec<Node<'static>>,
        open: &mut bool,
    ) -> Outcome<()> {
        machine.spend(1)?;
        *open |= node.is_open();
        let list = match to_list(node) {
            Err(Stop::Unknown) => elements(node)?.to_vec(),
            list => list?,
        };
        for node in list {
            match &node.kind {
                Kind::List(_) => add(machine, &node, all, open)?,
                Kind::Unknown(hole) if !hole.is_text => *open = true,
                _ => all.push(node),
            }
        }
        Ok(())
    }
    let (mut all, mut open) = (Vec::new(), false);
    add(machine, &args[0], &mut all, &mut open)?;
    machine.unsure += usize::from(open);
    Ok(list(all, open))
}

pub(super) fn distinct(machine: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let mut all = to_list(&args[0])?;
    machine.spend(all.len() * all.len() / 4)?;
    unify(&mut all, false)?;
    let mut kept: Vec<Node<'static>> = Vec::with_capacity(all.len());
    for node in all {
        let mut there = false;
        for other in &kept {
            there |= equal(other, &node).ok_or(Stop::Unknown)?;
        }
        if !there {
            kept.push(node);
        }
    }
    Ok(list(kept, false))
}

pub(super) fn sort(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let nodes = to_list(&args[0])?;
    let texts: Vec<_> = nodes.iter().map(to_str).collect::<Outcome<_>>()?;
    let mut texts: Vec<String> = texts
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect();
    texts.sort();
    Ok(list(texts.into_iter().map(Node::text).collect(), false))
}

pub(super) fn reverse(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let mut all = to_list(&args[0])?;
    all.reverse();
    Ok(list(all, false))
}

pub(super) fn compact(machine: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let mut open = args[0].is_open();
    let all = if open {
        elements(&args[0])?.to_vec()
    } else {
        to_list(&args[0])?
    };
    let mut kept = Vec::with_capacity(all.len());
    for node in all {
        match &node.kind {
            Kind::Null => {}
            Kind::Text(text) if text.as_known() == Some("") => {}
            Kind::Text(text) if text.as_known().is_some() || sure_bytes(text) > 0 => {
                kept.push(node);
            }
            Kind::Unknown(hole) if hole.non_null && hole.starts_with.is_some() => kept.push(node),
            Kind::Text(_) | Kind::Unknown(_) => open = true,
            _ => kept.push(Node::text(to_str(&node)?.into_owned())),
        }
    }
    machine.unsure += usize::from(open);
    Ok(list(kept, open))
}

pub(super) fn contains(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let mut found = if args[0].is_open() { None } else { Some(false) };
    for node in elements(&args[0])? {
        match equal(node, &args[1]) {
            Some(true) => return Ok(bool_node(true)),
            Some(false) => {}
            None => found = None,
        }
    }
    found.map_or(Err(Stop::Unknown), |found| Ok(bool_node(found)))
}

pub(super) fn index(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    for (at, node) in to_list(&args[0])?.iter().enumerate() {
        match equal(node, &args[1]) {
            Some(true) => return Ok(Node::new(Kind::Number(at.into()))),
            Some(false) => {}
            None => return Err(Stop::Unknown),
        }
    }
    error("the list has no such element")
}

pub(super) fn coalescelist(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    for arg in args {
        match &arg.kind {
            Kind::Null => {}
            Kind::List(list) if !list.is_empty() => return Ok(arg.clone()),
            Kind::List(_) if arg.is_open() => return Err(Stop::Unknown),
            _ => _ = elements(arg)?,
        }
    }
    error("all arguments of coalescelist are empty")
}

pub(super) fn one(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    if args[0].is_open() {
        return Err(Stop::Unknown);
    }
    match elements(&args[0])? {
        [] => Ok(Node::new(Kind::Null)),
        [one] => Ok(one.clone()),
        _ => error("there is more than one element"),
    }
}

pub(super) fn chunklist(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let all = to_list(&args[0])?;
    let size = match usize::try_from(to_integer(&args[1])?) {
        Ok(0) => all.len().max(1),
        Ok(size) => size,
        Err(_) => return error("a chunk has no negative size"),
    };
    let chunks = all.chunks(size).map(|chunk| list(chunk.to_vec(), false));
    Ok(list(chunks.collect(), false))
}

pub(super) fn alltrue(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    all_or_any(&args[0], false)
}

pub(super) fn anytrue(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    all_or_any(&args[0], true)
}

/// `decides` is the element that settles it alone; null counts as false.
fn all_or_any(node: &Node<'static>, decides: bool) -> Outcome {
    let (mut unknown, mut decided) = (node.is_open(), false);
    for node in elements(node)? {
        match &node.kind {
            Kind::Null => decided |= !decides,
            _ => match to_bool(node) {
                Ok(value) => decided |= value == decides,
                Err(Stop::Unknown) => unknown = true,
                Err(stop) => return Err(stop),
            },
        }
    }
    match (decided, unknown) {
        (true, _) => Ok(bool_node(decides)),
        (false, true) => Err(Stop::Unknown),
        (false, false) => Ok(bool_node(!decides)),
    }
}
