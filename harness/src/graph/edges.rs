//! The edges of one block: each place that refers to something, and what that leads to.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::resolve::{self, Found, Scope};
use super::site::{Mention, Site, What};
use super::{Edge, Graph, Target, Vertex, plan, synth};
use crate::stack::{BlockKind, Form};

/// The edges of a block, in the order of the paths.
pub(super) fn of(graph: &Graph<'_, '_>, from: Vertex) -> Box<[Edge]> {
    graph.edges(from)
}

impl<'s> Graph<'_, 's> {
    /// Where a block refers to something.
    pub(super) fn sites(&self, from: Vertex) -> Vec<Site> {
        let model = self.model(from.stack);
        match model.stack().form {
            Form::Synth => synth::sites(model, from.block),
            Form::Plan | Form::State => plan::sites(model, from.block),
        }
    }

    fn edges(&self, from: Vertex) -> Box<[Edge]> {
        let scope = resolve::scope(self, from);
        let mut edges: Vec<Edge> = Vec::new();
        for site in self.sites(from) {
            let start = edges.len();
            match &site.what {
                What::Literal(text) => {
                    edges.push(site.edge(Target::Outside(text.clone()), None));
                }
                What::Address(written) => {
                    let target = resolve::address(self, &scope, written);
                    edges.push(site.edge(target, None));
                }
                What::Refers(mentions) => self.mentioned(&site, mentions, &scope, &mut edges),
                What::Arn(mentions, written) => {
                    self.mentioned(&site, mentions, &scope, &mut edges);
                    if !edges[start..].iter().any(|edge| self.names_resource(edge)) {
                        edges.push(site.edge(Target::Outside(written.clone()), None));
                    }
                }
            }
        }
        edges.retain(|edge| !edge.target.is_nothing());
        edges.sort_by(|a, b| a.path.cmp(&b.path));
        distinct(edges)
    }

    fn names_resource(&self, edge: &Edge) -> bool {
        let vertices = edge.target.vertices().iter();
        let mut kinds = vertices.map(|vertex| self.block(*vertex).kind);
        kinds.any(|kind| kind == BlockKind::Resource)
    }

    fn mentioned(&self, site: &Site, mentions: &[Mention], scope: &Scope, edges: &mut Vec<Edge>) {
        for mention in mentions {
            let mut perhaps: Vec<Edge> = Vec::new();
            for found in resolve::resolve(self, scope.clone(), mention.clone()) {
                let Found {
                    target,
                    attribute,
                    sure,
                } = found;
                let vertices = match target {
                    Target::Blocks(vertices) if !sure => vertices,
                    Target::OneOf(vertices) if !sure => vertices,
                    target => {
                        edges.push(site.edge(target, attribute));
                        continue;
                    }
                };
                let same = |edge: &&mut Edge| edge.attribute == attribute;
                match perhaps.iter_mut().find(same) {
                    Some(Edge {
                        target: Target::OneOf(all),
                        ..
                    }) => all.extend(vertices),
                    _ => perhaps.push(site.edge(Target::OneOf(vertices), attribute)),
                }
            }
            for edge in &mut perhaps {
                if let Target::OneOf(all) = &mut edge.target {
                    all.sort_unstable();
                    all.dedup();
                }
            }
            edges.append(&mut perhaps);
        }
    }

    /// The output of another stack that `data.terraform_remote_state.<name>.outputs.<output>`
    /// reads, if there is exactly one that it can be, and whether it surely is. cdktf names the data
    /// source after the stack that it reads.
    pub(super) fn producer(
        &self,
        reader: usize,
        name: &str,
        output: &str,
    ) -> Option<(Vertex, bool)> {
        let outputs = self.outputs.get_or_init(|| {
            let mut found: HashMap<&'s str, Vec<Vertex>> = HashMap::new();
            for (stack, model) in self.models.iter().enumerate() {
                for (block, it) in model.stack().blocks_of(BlockKind::Output) {
                    found
                        .entry(&it.name)
                        .or_default()
                        .push(Vertex { stack, block });
                }
            }
            found
        });
        let own = self.model(reader).stack();
        // A run may hold a stack twice, as a synth output and as its plan.
        let other = |vertex: &&Vertex| {
            vertex.stack != reader && self.model(vertex.stack).stack().form == own.form
        };
        let all: Vec<Vertex> = outputs.get(output)?.iter().filter(other).copied().collect();
        let only = |found: &[Vertex]| match found {
            [only] => Some(*only),
            _ => None,
        };
        let cdktf = name.strip_prefix("cross-stack-reference-input-");
        let named = cdktf.unwrap_or(name);
        let fits = |vertex: &Vertex| self.model(vertex.stack).stack().name == named;
        let fitting: Vec<Vertex> = all.iter().copied().filter(fits).collect();
        match (only(&fitting), cdktf) {
            (Some(only), _) => Some((only, true)),
            // A name that a person gave need not be the stack's.
            (None, None) if fitting.is_empty() => Some((only(&all)?, false)),
            _ => None,
        }
    }
}

impl Site {
    fn edge(&self, target: Target, attribute: Option<Box<str>>) -> Edge {
        Edge {
            path: self.path.clone(),
            label: self.label.clone(),
            target,
            attribute,
            order: self.order,
        }
    }
}

impl Target {
    fn is_nothing(&self) -> bool {
        match self {
            Target::Blocks(vertices) | Target::OneOf(vertices) => vertices.is_empty(),
            Target::Undeclared(_) | Target::Outside(_) => false,
        }
    }
}

/// Each edge once, in the order of the paths.
fn distinct(edges: Vec<Edge>) -> Box<[Edge]> {
    let mut kept: Vec<Edge> = Vec::with_capacity(edges.len());
    let mut seen: HashSet<u64> = HashSet::new();
    let mut start = 0;
    for edge in edges {
        if kept.get(start).is_none_or(|first| first.path != edge.path) {
            start = kept.len();
            seen.clear();
        }
        let hash = hash(&edge);
        if seen.insert(hash) || !kept[start..].contains(&edge) {
            kept.push(edge);
        }
    }
    kept.into_boxed_slice()
}

fn hash(edge: &Edge) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&edge.target, &edge.attribute, edge.order).hash(&mut hasher);
    hasher.finish()
}
