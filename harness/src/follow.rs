//! `follow`: walks along references, `-[uri]-> aws_lambda_function <-[function_name]- aws_lambda_permission`.

mod loose;
mod outside;
mod parse;
mod row;
mod step;
mod unwritten;
mod walk;
mod word;

pub(crate) use unwritten::may_hide;

use std::fmt;
use std::ops::Range;

use crate::graph::{Graph, Target, Vertex};
use crate::stack::{Block, BlockKind};
use crate::view::{View, Views};

/// A walk, as a spec writes it.
#[derive(Debug, Clone)]
pub struct Follow {
    /// As it is written.
    pub text: String,
    /// The steps, in their order; at least one.
    pub hops: Vec<Hop>,
}

/// Which way a hop goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// `->`: refers to.
    To,
    /// `<-`: is referred to by.
    From,
}

/// One hop.
#[derive(Debug, Clone)]
pub struct Hop {
    /// Which way.
    pub direction: Direction,
    /// `-[attr]->`: only through attributes whose label one of these globs matches. Empty: any.
    pub labels: Vec<Label>,
    /// `->>`: any number of hops, at least one, over whatever blocks.
    pub any_hops: bool,
    /// What it must arrive at; any one of these.
    pub ends: Vec<End>,
    /// The bytes of the hop in the text.
    pub span: Range<usize>,
}

/// A glob over the label of an edge.
#[derive(Debug, Clone)]
pub struct Label {
    /// As it is written.
    pub text: String,
    /// Compiled.
    pub glob: globset::GlobMatcher,
    /// Its bytes in the text.
    pub span: Range<usize>,
}

/// What a hop may arrive at.
#[derive(Debug, Clone)]
pub enum End {
    /// Blocks of a kind (`aws_subnet`, `data.aws_vpc`) whose type a glob matches.
    Type {
        /// Resources, data sources, ...
        kind: BlockKind,
        /// The glob as it is written.
        text: String,
        /// Compiled.
        glob: globset::GlobMatcher,
        /// Its bytes in the text.
        span: Range<usize>,
    },
    /// Rows of a view.
    View(View),
}

/// Where a walk is: a block, or a row of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stop {
    /// A block.
    Block(Vertex),
    /// A row of a view of a stack, by its place in the rows.
    Row(usize, View, usize),
}

/// Where a walk came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walked {
    /// What it reached, each once, in the order of the run; `true`: for sure.
    pub reached: Vec<(Stop, bool)>,
    /// Why it may have reached more: a hop leaves the stack. Each as a sentence and what it waits
    /// for.
    pub open: Vec<(String, Vec<String>)>,
    /// The first hop that reached nothing although more hops were to come. The walk is broken, and
    /// `count = 0` means nothing.
    pub broken: Option<usize>,
    /// It looked at more references than a walk may, and gave up. What it says is not all.
    pub over_budget: bool,
}

/// Why a text is no walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowError {
    /// What is wrong, as a sentence.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The bytes of the text.
    pub span: Range<usize>,
}

impl Follow {
    /// Reads a walk.
    ///
    /// # Errors
    /// When the text is no walk: the message says what was expected where.
    pub fn parse(text: &str) -> Result<Follow, FollowError> {
        parse::follow(text)
    }

    /// A hop as it is written: `<-[subnet_id]- aws_route_table_association`.
    pub fn hop_text(&self, hop: usize) -> &str {
        let span = self.hops.get(hop).map_or(0..0, |hop| hop.span.clone());
        self.text.get(span).unwrap_or_default()
    }

    /// Every type that a hop may arrive at, of all hops: the kind of block, the glob, and its bytes
    /// in the text. `*`, which stands for blocks of whatever kind, is not among them, nor are views.
    pub fn types(&self) -> impl Iterator<Item = (BlockKind, &str, Range<usize>)> {
        self.hops
            .iter()
            .flat_map(|hop| &hop.ends)
            .filter(|end| !end.is_any())
            .filter_map(|end| match end {
                End::Type {
                    kind, text, span, ..
                } => Some((*kind, text.as_str(), span.clone())),
                End::View(_) => None,
            })
    }

    /// Every label of every hop, with the place of its hop.
    pub fn labels(&self) -> impl Iterator<Item = (usize, &Label)> {
        self.hops
            .iter()
            .enumerate()
            .flat_map(|(at, hop)| hop.labels.iter().map(move |label| (at, label)))
    }
}

/// The labels of edges that order, and carry no value.
const ORDERING: [&str; 2] = ["depends_on", "replace_triggered_by"];

impl Hop {
    /// Whether a hop may go through an edge of this label: it names none, or one of those that it
    /// names matches.
    pub fn takes(&self, label: &str) -> bool {
        self.labels.is_empty() || self.labels.iter().any(|wanted| wanted.matches(label))
    }

    /// Whether it follows the order that `depends_on` or `replace_triggered_by` gives: only if a
    /// label says so.
    pub fn is_over_order(&self) -> bool {
        self.labels
            .iter()
            .any(|label| ORDERING.iter().any(|name| label.text.contains(name)))
    }

    /// Whether it says which attribute it goes through; `*` does not.
    fn names_an_attribute(&self) -> bool {
        let says = |label: &Label| label.text.contains(|c: char| c.is_alphanumeric());
        self.labels.iter().any(says)
    }

    /// The views that it may arrive at.
    pub fn views(&self) -> impl Iterator<Item = View> + use<> {
        let views: Vec<View> = self.ends.iter().filter_map(End::as_view).collect();
        views.into_iter()
    }

    /// Whether it may arrive at a view.
    pub fn is_onto_view(&self) -> bool {
        self.ends.iter().any(|end| end.as_view().is_some())
    }

    /// The same hop over whatever blocks: one of those that `->>` is made of. It has no ends.
    fn over_anything(&self) -> Hop {
        Hop {
            any_hops: false,
            ends: Vec::new(),
            ..self.clone()
        }
    }

    /// Whether it may arrive at this block.
    pub fn arrives_at(&self, block: &Block) -> bool {
        match self.ends.as_slice() {
            [] => block.kind != BlockKind::Document,
            ends => ends.iter().any(|end| end.matches(block)),
        }
    }
}

impl Label {
    /// Whether this glob matches the label of an edge: the whole of it, or the names that it begins
    /// or ends with. `vpc_config`, `subnet_ids` and `vpc_config.subnet_ids` all match the label
    /// `vpc_config.subnet_ids`.
    pub fn matches(&self, label: &str) -> bool {
        let dots = || label.match_indices('.').map(|(at, _)| at);
        self.glob.is_match(label)
            || dots().any(|at| self.glob.is_match(&label[..at]))
            || dots().any(|at| self.glob.is_match(&label[at + 1..]))
    }
}

impl End {
    /// The view, if it is one.
    pub fn as_view(&self) -> Option<View> {
        match self {
            End::View(view) => Some(*view),
            End::Type { .. } => None,
        }
    }

    /// `*`: blocks of whatever kind.
    pub fn is_any(&self) -> bool {
        matches!(self, End::Type { kind: BlockKind::Resource, text, .. } if text == "*")
    }

    /// Whether this may be the end of a hop to that block. No block is a row of a view.
    pub fn matches(&self, block: &Block) -> bool {
        match self {
            End::View(_) => false,
            End::Type { .. } if self.is_any() => block.kind != BlockKind::Document,
            End::Type { kind, glob, .. } => {
                *kind == block.kind && glob.is_match(block.type_name.as_ref())
            }
        }
    }
}

/// The walk in one spelling: one blank between arrows and ends. It is read back as the same walk.
impl fmt::Display for Follow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, hop) in self.hops.iter().enumerate() {
            write!(f, "{}{hop}", if at == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Hop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let labels: Vec<&str> = self
            .labels
            .iter()
            .map(|label| label.text.as_str())
            .collect();
        let labels = match labels.as_slice() {
            [] => String::new(),
            labels => format!("[{}]-", labels.join("|")),
        };
        match (self.direction, self.any_hops) {
            (Direction::To, false) => write!(f, "-{labels}> ")?,
            (Direction::To, true) => write!(f, "-{labels}>> ")?,
            (Direction::From, false) => write!(f, "<-{labels} ")?,
            (Direction::From, true) => write!(f, "<<-{labels} ")?,
        }
        let ends: Vec<String> = self.ends.iter().map(End::to_string).collect();
        match ends.as_slice() {
            [end] => f.write_str(end),
            ends => write!(f, "({})", ends.join("|")),
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::View(view) => f.write_str(view.word()),
            End::Type {
                kind: BlockKind::Resource,
                text,
                ..
            } => f.write_str(text),
            End::Type { kind, text, .. } => write!(f, "{}.{text}", kind.word()),
        }
    }
}

/// Where a hop came to, in a walk that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The block or row.
    pub stop: Stop,
    /// Whether it is surely reached.
    pub sure: bool,
    /// The label of the reference that led there first; `None` for a row that stands in its block.
    pub through: Option<String>,
}

/// Walks from a place.
///
/// `views` are those of the stacks of the graph, in the same order.
pub fn walk(follow: &Follow, from: Stop, graph: &Graph<'_, '_>, views: &[Views<'_, '_>]) -> Walked {
    walk::Walker::new(graph, views).run(follow, from, &mut |_| {})
}

/// Walks from a place, and tells where each hop that was taken came to.
pub fn walk_showing(
    follow: &Follow,
    from: Stop,
    graph: &Graph<'_, '_>,
    views: &[Views<'_, '_>],
) -> (Walked, Vec<Vec<Arrival>>) {
    let mut way = Vec::new();
    let walker = walk::Walker::new(graph, views).showing();
    let walked = walker.run(follow, from, &mut |arrivals| way.push(arrivals));
    (walked, way)
}

/// What a block or a row refers to, through what a hop may go: labels and addresses of targets. For
/// messages that say why a hop reached nothing.
pub fn refers_to(
    hop: &Hop,
    from: Stop,
    graph: &Graph<'_, '_>,
    views: &[Views<'_, '_>],
) -> Vec<(String, Target)> {
    let references = row::of(graph, views, from);
    let taken = references.iter().filter(|it| it.is_taken(hop));
    let shown = taken.map(|it| {
        let label = it.as_edge().map(|edge| edge.label.to_string());
        (label.unwrap_or_default(), it.target().clone())
    });
    shown.collect()
}
