//! What is wrong with a graph: cycles, and references to what nobody declares.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{Edge, Graph, Target, Vertex};

/// A block of a cycle, and its edge to the next one.
pub(super) type Link<'g> = (Vertex, &'g Edge);

impl<'m, 's> Graph<'m, 's> {
    /// The cycles of a stack, over value edges and `depends_on`: for each set of blocks that hang on
    /// one another, a shortest way from the first of them back to itself. In the order of their
    /// first blocks.
    pub fn cycles(&self, stack: usize) -> Vec<Vec<Link<'_>>> {
        let groups = self.hanging_on_one_another(stack);
        groups
            .into_iter()
            .filter_map(|group| self.way_back(&group))
            .collect()
    }

    /// What the blocks of a stack refer to and no stack of the run declares, with the edge that
    /// does, in the order of the blocks.
    pub fn undeclared(&self, stack: usize) -> Vec<Link<'_>> {
        let mut found = Vec::new();
        for vertex in self.vertices(stack) {
            let edges = self.out(vertex).iter();
            let lost = edges.filter(|edge| matches!(edge.target, Target::Undeclared(_)));
            found.extend(lost.map(|edge| (vertex, edge)));
        }
        found
    }

    /// The blocks of a stack.
    fn vertices(&self, stack: usize) -> impl Iterator<Item = Vertex> + use<'m, 's> {
        let blocks = 0..self.model(stack).stack().blocks.len();
        blocks.map(move |block| Vertex { stack, block })
    }

    /// The blocks of the same stack that a block surely refers to.
    fn next(&self, vertex: Vertex) -> impl Iterator<Item = (Vertex, &Edge)> {
        let edges = self.out(vertex).iter();
        edges.flat_map(move |edge| {
            let blocks = match &edge.target {
                Target::Blocks(blocks) => blocks.as_slice(),
                _ => &[],
            };
            let here = blocks.iter().filter(move |it| it.stack == vertex.stack);
            here.map(move |it| (*it, edge))
        })
    }

    /// Strongly connected components with a cycle in them, each sorted, by Tarjan's algorithm
    /// without recursion: a chain may be as long as the stack.
    fn hanging_on_one_another(&self, stack: usize) -> Vec<Vec<Vertex>> {
        let mut state = Tarjan::default();
        let mut groups = Vec::new();
        for root in self.vertices(stack) {
            if state.index.contains_key(&root) {
                continue;
            }
            let mut calls = vec![state.enter(root, self.targets(root))];
            while let Some((vertex, targets)) = calls.last_mut() {
                let vertex = *vertex;
                match targets.pop() {
                    Some(target) if !state.index.contains_key(&target) => {
                        calls.push(state.enter(target, self.targets(target)));
                    }
                    Some(target) if state.open.contains(&target) => {
                        state.lower(vertex, state.index[&target]);
                    }
                    Some(_) => {}
                    None => {
                        calls.pop();
                        let low = state.low[&vertex];
                        if let Some((above, _)) = calls.last() {
                            state.lower(*above, low);
                        }
                        if low == state.index[&vertex] {
                            groups.extend(self.cyclic(state.leave(vertex)));
                        }
                    }
                }
            }
        }
        groups.sort();
        groups
    }

    fn targets(&self, vertex: Vertex) -> Vec<Vertex> {
        self.next(vertex).map(|(target, _)| target).collect()
    }

    /// A component that has a cycle: more than one block, or one that refers to itself.
    fn cyclic(&self, mut group: Vec<Vertex>) -> Option<Vec<Vertex>> {
        group.sort();
        let [only] = group.as_slice() else {
            return Some(group);
        };
        let itself = self.next(*only).any(|(target, _)| target == *only);
        itself.then_some(group)
    }

    /// A shortest way from the first block of a group back to itself.
    fn way_back(&self, group: &[Vertex]) -> Option<Vec<Link<'_>>> {
        let (first, inside) = (*group.first()?, group.iter().collect::<HashSet<_>>());
        let mut from: HashMap<Vertex, Link<'_>> = HashMap::new();
        let mut todo = VecDeque::from([first]);
        while let Some(vertex) = todo.pop_front() {
            for (target, edge) in self.next(vertex) {
                if target == first {
                    let mut way = vec![(vertex, edge)];
                    let mut at = vertex;
                    while at != first {
                        let link = *from.get(&at)?;
                        way.push(link);
                        at = link.0;
                    }
                    way.reverse();
                    return Some(way);
                }
                if inside.contains(&target) && !from.contains_key(&target) {
                    from.insert(target, (vertex, edge));
                    todo.push_back(target);
                }
            }
        }
        None
    }
}

/// Tarjan's bookkeeping.
#[derive(Default)]
struct Tarjan {
    index: HashMap<Vertex, usize>,
    low: HashMap<Vertex, usize>,
    stack: Vec<Vertex>,
    open: HashSet<Vertex>,
}

impl Tarjan {
    fn enter(&mut self, vertex: Vertex, targets: Vec<Vertex>) -> (Vertex, Vec<Vertex>) {
        let index = self.index.len();
        self.index.insert(vertex, index);
        self.low.insert(vertex, index);
        self.stack.push(vertex);
        self.open.insert(vertex);
        (vertex, targets)
    }

    fn lower(&mut self, vertex: Vertex, low: usize) {
        if let Some(own) = self.low.get_mut(&vertex) {
            *own = low.min(*own);
        }
    }

    /// Takes the component of a vertex off the stack.
    fn leave(&mut self, vertex: Vertex) -> Vec<Vertex> {
        let mut group = Vec::new();
        while let Some(top) = self.stack.pop() {
            self.open.remove(&top);
            group.push(top);
            if top == vertex {
                break;
            }
        }
        group
    }
}
