//! One copy of what many blocks have in common: types, modules, providers, actions.

use std::collections::HashMap;
use std::sync::Arc;

/// How many of the latest are looked at first. Blocks come type by type and module by module.
const LATEST: usize = 8;

/// Names, each kept once.
#[derive(Default)]
pub(crate) struct SharedNames {
    all: HashMap<Arc<str>, Arc<str>>,
    latest: Vec<Arc<str>>,
    /// Which of the latest makes room for the next.
    turn: usize,
}

impl SharedNames {
    /// The copy of a name.
    pub(crate) fn get(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.latest.iter().find(|latest| ***latest == *name) {
            return Arc::clone(known);
        }
        let copy = match self.all.get(name) {
            Some(known) => Arc::clone(known),
            None => {
                let made: Arc<str> = name.into();
                self.all.insert(Arc::clone(&made), Arc::clone(&made));
                made
            }
        };
        match self.latest.get_mut(self.turn) {
            Some(place) => *place = Arc::clone(&copy),
            None => self.latest.push(Arc::clone(&copy)),
        }
        self.turn = (self.turn + 1) % LATEST;
        copy
    }
}

/// Lists of actions, the usual ones kept once.
#[derive(Default)]
pub(crate) struct ActionLists(Vec<Arc<[Box<str>]>>);

impl ActionLists {
    /// The copy of a list.
    pub(crate) fn get(&mut self, actions: &[&str]) -> Arc<[Box<str>]> {
        let same = |known: &&Arc<[Box<str>]>| {
            known.len() == actions.len() && known.iter().zip(actions).all(|(a, b)| **a == **b)
        };
        if let Some(known) = self.0.iter().find(same) {
            return Arc::clone(known);
        }
        let made: Arc<[Box<str>]> = actions.iter().map(|action| (*action).into()).collect();
        // There are nine in all, but a file may say anything.
        if self.0.len() < 2 * LATEST {
            self.0.push(Arc::clone(&made));
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_one_copy_of_each() {
        let mut names = SharedNames::default();
        let many: Vec<String> = (0..20).map(|number| format!("n{number}")).collect();
        let first: Vec<Arc<str>> = many.iter().map(|name| names.get(name)).collect();
        for (name, copy) in many.iter().zip(&first) {
            assert!(Arc::ptr_eq(copy, &names.get(name)), "{name}");
            assert_eq!(&**copy, name);
        }
    }

    #[test]
    fn tells_lists_apart() {
        let mut lists = ActionLists::default();
        let made = lists.get(&["delete", "create"]);
        assert_eq!(*made, ["delete".into(), "create".into()] as [Box<str>; 2]);
        assert_eq!(*lists.get(&["create"]), ["create".into()] as [Box<str>; 1]);
        assert!(lists.get(&[]).is_empty());
        assert!(Arc::ptr_eq(&made, &lists.get(&["delete", "create"])));
        for number in 0..100 {
            let action = number.to_string();
            assert_eq!(
                *lists.get(&[&action]),
                [action.as_str().into()] as [Box<str>; 1]
            );
        }
    }
}
