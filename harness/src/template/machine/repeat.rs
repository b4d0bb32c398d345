//! `for`: names that it binds, elements that it makes.

use super::{Machine, size};
use crate::template::convert;
use crate::template::outcome::{Outcome, Stop, error};
use crate::value::{Flags, Hole, Kind, Map, Node};
use hcl_edit::expr::ForExpr;

impl Machine<'_> {
    pub(super) fn for_expr(&mut self, it: &ForExpr) -> Outcome {
        let collection = self.eval(&it.intro.collection_expr)?;
        let (pairs, mut open) = self.pairs(&collection)?;
        let key_var = it.intro.key_var.as_ref().map(|name| name.as_str());
        let names = [key_var, Some(it.intro.value_var.as_str())];
        let mut sensitive = collection.flags.has(Flags::SENSITIVE);
        let mut made: Vec<(Option<Node<'static>>, Node<'static>)> = Vec::new();
        for [key, value] in &pairs {
            let item = self.bind(names, [key, value], |machine| {
                if let Some(cond) = &it.cond {
                    let cond = machine.eval(&cond.expr)?;
                    sensitive |= cond.is_sensitive();
                    match convert::to_bool(&cond) {
                        Ok(true) => {}
                        Ok(false) => return Ok(None),
                        Err(Stop::Unknown) => {
                            open = true;
                            return Ok(None);
                        }
                        Err(stop) => return Err(stop),
                    }
                }
                let key = match &it.key_expr {
                    Some(key) => Some(machine.eval(key)?),
                    None => None,
                };
                Ok(Some((key, machine.eval(&it.value_expr)?)))
            })?;
            made.extend(item);
        }
        self.unsure += usize::from(open);
        let mut node = if it.key_expr.is_none() {
            Node::new(Kind::List(
                made.into_iter().map(|(_, value)| value).collect(),
            ))
        } else {
            Node::new(Kind::Map(keyed(made, it.grouping, &mut open)?))
        };
        if open {
            self.unsure += 1;
            node.flags.set(Flags::OPEN);
        }
        if sensitive {
            node.flag_all(Flags::SENSITIVE);
        }
        Ok(node)
    }

    /// The keys and values that a `for` walks, and whether there may be more.
    pub(in crate::template) fn pairs(
        &mut self,
        collection: &Node<'static>,
    ) -> Outcome<(Vec<[Node<'static>; 2]>, bool)> {
        self.spend(size(collection))?;
        let open = collection.is_open();
        let sensitive = collection.flags.has(Flags::SENSITIVE);
        let mut pairs: Vec<[Node<'static>; 2]> = match &collection.kind {
            Kind::Map(map) => {
                let pair = |(name, node): (&str, &Node<'static>)| {
                    [Node::text(name.to_owned()), node.clone()]
                };
                map.iter().map(pair).collect()
            }
            Kind::List(_) if collection.flags.has(Flags::SET) && !open => {
                let list = convert::to_list(collection)?;
                list.into_iter().map(|node| [node.clone(), node]).collect()
            }
            Kind::List(list) => {
                let set = collection.flags.has(Flags::SET);
                let pair = |(index, node): (usize, &Node<'static>)| {
                    let key = match (open, set) {
                        (_, true) => node.clone(),
                        (true, false) => Node::unknown(Hole::opaque("")),
                        (false, false) => Node::new(Kind::Number(index.into())),
                    };
                    [key, node.clone()]
                };
                list.iter().enumerate().map(pair).collect()
            }
            Kind::Unknown(hole) if hole.is_text => return error("a string has no elements"),
            Kind::Unknown(_) => return Err(Stop::Unknown),
            _ => return error("only lists, sets and maps have elements"),
        };
        if sensitive {
            pairs
                .iter_mut()
                .flatten()
                .for_each(|node| node.flag_all(Flags::SENSITIVE));
        }
        self.unsure += usize::from(open);
        Ok((pairs, open))
    }

    /// Evaluates `body` with the names of a `for` bound.
    pub(in crate::template) fn bind<T>(
        &mut self,
        names: [Option<&str>; 2],
        values: [&Node<'static>; 2],
        body: impl FnOnce(&mut Self) -> Outcome<T>,
    ) -> Outcome<T> {
        let before = self.bound.len();
        for (name, value) in names.into_iter().zip(values) {
            if let Some(name) = name {
                let value = self.copy(value)?;
                self.bound.push((name.into(), value));
            }
        }
        let outcome = body(self);
        self.bound.truncate(before);
        outcome
    }
}

/// The members that a `for` with `=>` makes.
fn keyed(
    made: Vec<(Option<Node<'static>>, Node<'static>)>,
    grouping: bool,
    open: &mut bool,
) -> Outcome<Map<'static>> {
    let mut groups: Vec<(String, Vec<Node<'static>>)> = Vec::new();
    let mut sensitive = false;
    for (key, value) in made {
        let Some(key) = key else { continue };
        sensitive |= key.is_sensitive();
        match convert::to_str(&key) {
            Ok(key) => match groups.iter_mut().find(|(name, _)| *name == key) {
                Some((_, values)) if grouping => values.push(value),
                Some(_) => return error("two elements of a `for` have the same key"),
                None => groups.push((key.into_owned(), vec![value])),
            },
            Err(Stop::Unknown) => *open = true,
            Err(stop) => return Err(stop),
        }
    }
    if grouping && *open {
        return Err(Stop::Unknown);
    }
    let mut map = Map::default();
    for (key, mut values) in groups {
        let mut value = match values.pop() {
            Some(only) if !grouping => only,
            last => Node::new(Kind::List(values.into_iter().chain(last).collect())),
        };
        if sensitive {
            value.flag_all(Flags::SENSITIVE);
        }
        map.insert(key.into(), value);
    }
    Ok(map)
}
