//! One hop from one stop.

use super::loose::{self, Loose};
use super::outside::Wanted;
use super::row::{self, Reference};
use super::walk::Walker;
use super::{End, Hop, Stop};
use crate::facts::Facts;
use crate::graph::{Target, Vertex};
use crate::view::{Doubt, View};

impl<'s> Walker<'_, '_, 's, '_, '_> {
    /// `->`: what a stop refers to.
    pub(super) fn forward(&mut self, hop: &Hop, from: Stop, sure: bool) {
        let references = row::of(self.graph, self.views, from);
        for reference in references.iter().filter(|it| it.is_taken(hop)) {
            if !self.visit() {
                return;
            }
            match reference.target() {
                Target::Blocks(blocks) => {
                    for vertex in blocks {
                        self.arrive(hop, *vertex, sure && reference.sure, reference.label());
                    }
                }
                Target::OneOf(blocks) => {
                    let arrives = |vertex: &Vertex| {
                        hop.arrives_at(self.graph.block(*vertex))
                            && self.presence(Stop::Block(*vertex)) == Some(true)
                    };
                    if sure && reference.sure && !blocks.is_empty() && blocks.iter().all(arrives) {
                        self.certainly();
                    }
                    for vertex in blocks {
                        self.arrive(hop, *vertex, false, reference.label());
                    }
                }
                Target::Undeclared(_) | Target::Outside(_) => {}
            }
        }
        if hop.ends.is_empty() {
            return;
        }
        let wanted = Wanted::of(hop, self.facts());
        for loose in loose::of(self.graph, from, self.views, hop, &references) {
            self.leaves(&wanted, hop, &loose, None);
        }
    }

    /// A forward hop came to a block: the block itself, and its rows, if they are what it is after.
    fn arrive(&mut self, hop: &Hop, vertex: Vertex, sure: bool, label: &str) {
        if hop.arrives_at(self.graph.block(vertex)) {
            self.land(Stop::Block(vertex), sure);
            self.note(Stop::Block(vertex), label);
        }
        for view in hop.views() {
            self.rows_of(view, vertex, sure, label);
        }
    }

    fn rows_of(&mut self, view: View, vertex: Vertex, sure: bool, label: &str) {
        let Some(views) = self.views.get(vertex.stack) else {
            return;
        };
        for (index, _) in row::held(views, view, vertex.block) {
            if !self.visit() {
                return;
            }
            let stop = Stop::Row(vertex.stack, view, index);
            self.land(stop, sure);
            self.note(stop, label);
        }
        self.rows_may_be_more(view, vertex);
    }

    /// Places of a block that may hold more rows than are listed.
    fn rows_may_be_more(&mut self, view: View, vertex: Vertex) {
        let Some(views) = self.views.get(vertex.stack) else {
            return;
        };
        for open in &views.rows(view).open {
            // What nobody wrote and the provider computes is unset.
            if open.block == vertex.block && open.doubt != Doubt::Unwritten {
                let address = &self.graph.block(vertex).address;
                let (path, why) = (open.path.shorthand(), &open.why);
                let sentence = format!(
                    "`{path}` of {address} {why}: it may hold another {}",
                    noun(view)
                );
                self.opens(sentence, open.waits_for.clone());
            }
        }
    }

    /// `<-`: what refers to a stop.
    pub(super) fn backward(&mut self, hop: &Hop, to: Stop, sure: bool) {
        let vertex = row::owner(self.views, to);
        let Some(vertex) = vertex else { return };
        let graph = self.graph;
        for (from, edge) in graph.into(vertex, &|block| hop.arrives_at(block)) {
            if !self.visit() {
                return;
            }
            if Reference::edge(edge).is_taken(hop) {
                let one_of = matches!(edge.target, Target::OneOf(_));
                self.land(Stop::Block(from), sure && !one_of);
                self.note(Stop::Block(from), &edge.label);
            }
        }
        if hop.ends.iter().any(|end| !matches!(end, End::View(_))) {
            self.may_be_referred_to(hop, vertex);
        }
        for view in hop.views() {
            self.rows_to(hop, view, vertex, sure);
        }
    }

    /// Blocks that the hop is after, and whose references may mean this one.
    fn may_be_referred_to(&mut self, hop: &Hop, to: Vertex) {
        let block = self.graph.block(to);
        let wanted = Wanted::block(block);
        for stack in 0..self.graph.stacks() {
            let blocks = &self.graph.model(stack).stack().blocks;
            for id in (0..blocks.len()).filter(|id| hop.arrives_at(&blocks[*id])) {
                let from = Stop::Block(Vertex { stack, block: id });
                if self.presence(from).is_none() {
                    continue;
                }
                if !self.visit() {
                    return;
                }
                let references = row::of(self.graph, self.views, from);
                for loose in loose::of(self.graph, from, self.views, hop, &references) {
                    self.leaves(&wanted, hop, &loose, Some(to));
                }
            }
        }
    }

    /// Rows of a view that lead to a block.
    fn rows_to(&mut self, hop: &Hop, view: View, to: Vertex, sure: bool) {
        let graph = self.graph;
        let mut holders = vec![to];
        holders.extend(graph.into(to, &|_| true).into_iter().map(|(from, _)| from));
        holders.extend(row::attached(graph, view, to));
        holders.sort_unstable();
        holders.dedup();
        for holder in holders {
            let Some(views) = self.views.get(holder.stack) else {
                continue;
            };
            for (index, _) in row::held(views, view, holder.block) {
                if !self.visit() {
                    return;
                }
                let stop = Stop::Row(holder.stack, view, index);
                let mut leads = None;
                for reference in row::of(graph, self.views, stop) {
                    if reference.is_taken(hop)
                        && let Some(surely) = reference.leads_to(to)
                    {
                        leads = Some(leads.unwrap_or(false) || surely);
                        self.note(stop, reference.label());
                    }
                }
                if let Some(surely) = leads {
                    self.land(stop, sure && surely);
                }
            }
            if holder == to || row::carries(view, graph.block(holder)) {
                self.rows_may_be_more(view, holder);
            }
        }
        self.attached_from_outside(hop, view, to);
        self.rows_may_lead_to(hop, view, to);
    }

    /// Policies that are attached to a role, and whose statements the stack does not hold.
    fn attached_from_outside(&mut self, hop: &Hop, view: View, to: Vertex) {
        if !hop.labels.is_empty() {
            return;
        }
        for (sentence, waits_for) in row::foreign(self.graph, view, to) {
            self.opens(sentence, waits_for);
        }
    }

    /// Rows that are blocks of their own (`aws_route`), and whose references may mean this one.
    fn rows_may_lead_to(&mut self, hop: &Hop, view: View, to: Vertex) {
        let wanted = Wanted::block(self.graph.block(to));
        for (stack, views) in self.views.iter().enumerate() {
            let mut last = None;
            for (index, one) in views.rows(view).rows.iter().enumerate() {
                if !row::carries(
                    view,
                    self.graph.block(Vertex {
                        stack,
                        block: one.block,
                    }),
                ) || last == Some(one.block)
                {
                    continue;
                }
                last = Some(one.block);
                if !self.visit() {
                    return;
                }
                let stop = Stop::Row(stack, view, index);
                let references = row::of(self.graph, self.views, stop);
                for loose in loose::of(self.graph, stop, self.views, hop, &references) {
                    self.leaves(&wanted, hop, &loose, Some(to));
                }
            }
        }
    }

    /// A value leaves the stack: the walk is open if it may be what the hop is after. `to`: the
    /// block that it would have to mean.
    fn leaves(&mut self, wanted: &Wanted, hop: &Hop, loose: &Loose, to: Option<Vertex>) {
        if to.is_some_and(|to| loose::is_another(self.graph, loose, to)) {
            return;
        }
        if loose.may_be(wanted, hop.names_an_attribute(), self.facts()) {
            self.opens(loose.sentence(), loose.waits_for.clone());
        }
    }

    fn facts(&self) -> &'s Facts {
        match self.graph.stacks() {
            0 => Facts::builtin(),
            _ => self.graph.model(0).facts(),
        }
    }
}

fn noun(view: View) -> &'static str {
    match view {
        View::IamStatement => "statement",
        View::SecurityGroupRule => "rule",
        View::Route => "route",
        View::PhysicalName => "name",
        View::State => "state",
        View::File => "file",
    }
}
