//! From hop to hop.

use std::collections::{BTreeMap, VecDeque};

use super::{Arrival, Direction, Follow, Hop, Stop, Walked};
use crate::graph::{Graph, Vertex};
use crate::stack::Repeat;
use crate::view::Views;

/// How many edges one walk looks at. More is no walk that somebody meant.
pub(super) const BUDGET: usize = 1_000_000;

/// How many reasons a walk lists for being open; the rest are counted.
const REASONS: usize = 8;

/// Stops, and whether they are surely reached.
pub(super) type Stops = BTreeMap<Stop, bool>;

/// A walk under way.
pub(super) struct Walker<'w, 'g, 's, 'v, 't> {
    pub(super) graph: &'w Graph<'g, 's>,
    pub(super) views: &'w [Views<'v, 't>],
    /// Where the hop that is taken has come to so far.
    landed: Stops,
    open: Vec<(String, Vec<String>)>,
    more_open: usize,
    visited: usize,
    /// By which attribute each stop of the hop was reached first, if anybody wants to know.
    through: Option<BTreeMap<Stop, String>>,
}

impl<'w, 'g, 's, 'v, 't> Walker<'w, 'g, 's, 'v, 't> {
    pub(super) fn new(graph: &'w Graph<'g, 's>, views: &'w [Views<'v, 't>]) -> Self {
        Walker {
            graph,
            views,
            landed: Stops::new(),
            open: Vec::new(),
            more_open: 0,
            visited: 0,
            through: None,
        }
    }

    /// A walk that notes by which attributes it goes.
    pub(super) fn showing(mut self) -> Self {
        self.through = Some(BTreeMap::new());
        self
    }

    /// Notes by which attribute a stop was reached.
    pub(super) fn note(&mut self, stop: Stop, label: &str) {
        if let Some(through) = &mut self.through
            && !label.is_empty()
        {
            through.entry(stop).or_insert_with(|| label.to_owned());
        }
    }

    /// Walks all hops. `after` sees where each hop came to, in a walk that shows it.
    pub(super) fn run(
        mut self,
        follow: &Follow,
        from: Stop,
        after: &mut dyn FnMut(Vec<Arrival>),
    ) -> Walked {
        let mut at = Stops::from([(from, true)]);
        let (mut broken, mut doubtful) = (None, None);
        for (index, hop) in follow.hops.iter().enumerate() {
            let last = index + 1 == follow.hops.len();
            let certain = self.hop(hop, &at);
            at = std::mem::take(&mut self.landed);
            if let Some(through) = &mut self.through {
                let mut through = std::mem::take(through);
                let arrival = |(stop, sure): (&Stop, &bool)| Arrival {
                    stop: *stop,
                    sure: *sure,
                    through: through.remove(stop),
                };
                after(at.iter().map(arrival).collect());
            }
            if last || self.over_budget() {
                break;
            }
            if at.is_empty() {
                // A view may be closed and empty: a route table without routes leads nowhere.
                if self.open.is_empty() && !hop.is_onto_view() {
                    broken = Some(index);
                }
                break;
            }
            if !certain && doubtful.is_none() {
                doubtful = Some(index);
            }
        }
        if let Some(index) = doubtful
            && at.is_empty()
            && broken.is_none()
            && self.open.is_empty()
        {
            let hop = follow.hop_text(index);
            self.opens(
                format!(
                    "whether hop {} `{hop}` reaches anything is not known",
                    index + 1
                ),
                Vec::new(),
            );
        }
        let over_budget = self.over_budget();
        if over_budget {
            self.open.insert(
                0,
                (
                    format!("the walk looks at more than {BUDGET} references"),
                    Vec::new(),
                ),
            );
        }
        if self.more_open > 0 {
            let more = format!("{} more reasons like these", self.more_open);
            self.open.push((more, Vec::new()));
        }
        Walked {
            reached: at.into_iter().collect(),
            open: self.open,
            broken,
            over_budget,
        }
    }

    /// One hop from everywhere; whether it surely came to something.
    fn hop(&mut self, hop: &Hop, at: &Stops) -> bool {
        if hop.any_hops {
            self.all(hop, at);
        } else {
            for (stop, sure) in at {
                self.step(hop, *stop, *sure);
            }
        }
        self.landed.values().any(|sure| *sure)
    }

    fn step(&mut self, hop: &Hop, from: Stop, sure: bool) {
        match hop.direction {
            Direction::To => self.forward(hop, from, sure),
            Direction::From => self.backward(hop, from, sure),
        }
    }

    /// Any number of hops over whatever blocks, each block once: a second time only if it is now
    /// surely reached and was not before.
    fn all(&mut self, hop: &Hop, at: &Stops) {
        let over = hop.over_anything();
        let mut seen: Stops = Stops::new();
        let mut queue: VecDeque<(Stop, bool)> =
            at.iter().map(|(stop, sure)| (*stop, *sure)).collect();
        let mut found = Stops::new();
        while let Some((stop, sure)) = queue.pop_front() {
            if self.over_budget() {
                break;
            }
            // What the hop asks for, rows of views and reasons for being open among it.
            self.step(hop, stop, sure);
            merge(&mut found, std::mem::take(&mut self.landed));
            self.between(&over, stop, sure);
            for (next, sure) in std::mem::take(&mut self.landed) {
                if seen.get(&next).is_none_or(|before| sure && !before) {
                    seen.insert(next, sure);
                    queue.push_back((next, sure));
                }
            }
        }
        self.landed = found;
    }

    /// A hop on the way of `->>`: that it is open has been said.
    fn between(&mut self, over: &Hop, from: Stop, sure: bool) {
        let (open, more) = (self.open.len(), self.more_open);
        self.step(over, from, sure);
        self.open.truncate(open);
        self.more_open = more;
    }

    /// Comes to a stop. A block that may not be there is not surely reached, one of which there are
    /// none is not reached at all.
    pub(super) fn land(&mut self, stop: Stop, sure: bool) {
        let Some(there) = self.presence(stop) else {
            return;
        };
        let sure = sure && there;
        let known = self.landed.entry(stop).or_insert(sure);
        *known |= sure;
    }

    /// Whether a stop is surely there; `None` if it surely is not.
    pub(super) fn presence(&self, stop: Stop) -> Option<bool> {
        match stop {
            Stop::Block(vertex) => self.is_there(vertex),
            Stop::Row(stack, view, row) => {
                let row = self.views.get(stack)?.rows(view).rows.get(row)?;
                let block = row.block;
                Some(self.is_there(Vertex { stack, block })? && row.sure)
            }
        }
    }

    fn is_there(&self, vertex: Vertex) -> Option<bool> {
        match self.graph.block(vertex).repeat {
            Repeat::Once => Some(true),
            Repeat::Times(0) => None,
            Repeat::Times(_) => Some(true),
            Repeat::Unresolved => Some(false),
        }
    }

    /// The walk may reach more than it does, for this reason.
    pub(super) fn opens(&mut self, sentence: String, waits_for: Vec<String>) {
        let said = self.open.iter().any(|(known, _)| *known == sentence);
        match said {
            true => {}
            false if self.open.len() < REASONS => self.open.push((sentence, waits_for)),
            false => self.more_open += 1,
        }
    }

    /// Counts an edge; `false` when there were too many.
    pub(super) fn visit(&mut self) -> bool {
        self.visited += 1;
        !self.over_budget()
    }

    fn over_budget(&self) -> bool {
        self.visited > BUDGET
    }
}

fn merge(into: &mut Stops, from: Stops) {
    for (stop, sure) in from {
        *into.entry(stop).or_insert(sure) |= sure;
    }
}
