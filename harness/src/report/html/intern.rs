//! Values that stand once, and are named by number: what keeps a page of 100,000 leaves small.

use std::collections::HashMap;
use std::hash::Hash;

use serde::{Serialize, Serializer};

/// Values in the order in which they were first named.
#[derive(Debug)]
pub(in crate::report) struct Intern<T> {
    values: Vec<T>,
    places: HashMap<T, usize>,
}

impl<T> Default for Intern<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            places: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Intern<T> {
    /// The number of a value, from 0.
    pub(in crate::report) fn put(&mut self, value: T) -> usize {
        let values = &mut self.values;
        *self.places.entry(value).or_insert_with_key(|value| {
            values.push(value.clone());
            values.len() - 1
        })
    }
}

impl<T: Serialize> Serialize for Intern<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.values.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn a_value_stands_once_in_the_order_of_naming() {
        let mut intern = Intern::default();
        let numbers = ["b", "a", "b", "c", "a"].map(|value| intern.put(value));
        assert_eq!(numbers, [0, 1, 0, 2, 1]);
        assert_eq!(serde_json::to_string(&intern).unwrap(), r#"["b","a","c"]"#);
    }
}
