//! One hop from one stop.

use super::loose::{self, Loose};
use super::outside::Wanted;
use super::row::{self, Reference};
use super::unwritten::may_hide;
use super::walk::Walker;
use super::{End, Hop, Stop};
use crate::facts::Facts;
use crate::graph::{Target, Vertex};
use crate::stack::{BlockKind, Form};
use crate::view::View;

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
        let key = format!("wanted by {hop}");
        let wanted = self
            .graph
            .remembered(&key, || Wanted::of(hop, self.facts()));
        for loose in loose::of(self.graph, from, self.views, hop, &references) {
            self.leaves(&wanted, hop, &loose);
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
        let open = &views.rows(view).open;
        let start = open.partition_point(|open| open.block < vertex.block);
        for open in open[start..]
            .iter()
            .take_while(|open| open.block == vertex.block)
        {
            if may_hide(open, view, vertex, self.graph) {
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
        self.modules_may_refer_to(hop, vertex);
        for view in hop.views() {
            self.rows_to(hop, view, vertex, sure);
        }
    }

    /// Blocks that the hop is after, and whose references may mean this one.
    fn may_be_referred_to(&mut self, hop: &Hop, to: Vertex) {
        let graph = self.graph;
        let block = graph.block(to);
        // What may mean a block of this type is the same for every block of the type.
        let key = format!("{hop} from {} {}", block.kind.word(), block.type_name);
        let found = graph.remembered(&key, || {
            let blocks = (0..graph.stacks()).flat_map(|stack| {
                let blocks = graph.model(stack).stack().blocks.iter().enumerate();
                let blocks = blocks.filter(|(_, block)| hop.arrives_at(block));
                blocks.map(move |(block, _)| Stop::Block(Vertex { stack, block }))
            });
            self.may_mean(hop, to, blocks)
        });
        self.may_be_this(&found, to);
    }

    /// A module that is not expanded, and is given a block, may hold what refers to it.
    fn modules_may_refer_to(&mut self, hop: &Hop, to: Vertex) {
        let resources = |end: &End| {
            matches!(
                end,
                End::Type {
                    kind: BlockKind::Resource | BlockKind::Data,
                    ..
                } | End::View(_)
            )
        };
        if !hop.ends.iter().any(resources) {
            return;
        }
        let graph = self.graph;
        for (from, edge) in graph.into(to, &|block| block.kind == BlockKind::Module) {
            if !self.visit() {
                return;
            }
            if graph.model(from.stack).stack().form == Form::Synth && !edge.order {
                let (module, address) = (&graph.block(from).address, &graph.block(to).address);
                let sentence = format!(
                    "{module} is given {address}, and what it declares is not in this input"
                );
                self.opens(sentence, vec![module.to_string()]);
            }
        }
    }

    /// The values of some stops that may mean a block of the type of this one.
    fn may_mean(&self, hop: &Hop, to: Vertex, stops: impl Iterator<Item = Stop>) -> Vec<Loose> {
        let wanted = Wanted::block(self.graph.block(to));
        let there = stops.filter(|stop| self.presence(*stop).is_some());
        let loose = there.flat_map(|stop| {
            let references = row::of(self.graph, self.views, stop);
            loose::of(self.graph, stop, self.views, hop, &references)
        });
        let named = hop.names_an_attribute();
        loose
            .filter(|it| it.may_be(&wanted, named, self.facts()))
            .collect()
    }

    /// Values that may mean a block of this one's type: the walk is open for each that may mean this
    /// very one.
    fn may_be_this(&mut self, found: &[Loose], to: Vertex) {
        for loose in found {
            if !self.visit() {
                return;
            }
            if !loose::is_another(self.graph, loose, to) {
                self.opens(loose.sentence(), loose.waits_for.clone());
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
        let graph = self.graph;
        let block = graph.block(to);
        let key = format!(
            "{} of {hop} from {} {}",
            view.word(),
            block.kind.word(),
            block.type_name
        );
        let found = graph.remembered(&key, || {
            let rows = self.views.iter().enumerate().flat_map(|(stack, views)| {
                let rows = views.rows(view).rows.iter().enumerate();
                let carried = rows.filter(move |(_, row)| {
                    let block = row.block;
                    row::carries(view, graph.block(Vertex { stack, block }))
                });
                carried.map(move |(index, _)| Stop::Row(stack, view, index))
            });
            let mut found = self.may_mean(hop, to, rows);
            // The rows of a policy share the attribute that says whose it is.
            found.dedup_by_key(|loose| loose.sentence());
            found
        });
        self.may_be_this(&found, to);
    }

    /// A value leaves the stack: the walk is open if it may be what the hop is after.
    fn leaves(&mut self, wanted: &Wanted, hop: &Hop, loose: &Loose) {
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
