//! `follow`: walks along references, `-[uri]-> aws_lambda_function <-[function_name]- aws_lambda_permission`.

use std::ops::Range;

use crate::graph::{Graph, Vertex};
use crate::stack::BlockKind;
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
        Err(FollowError {
            message: "`follow` is not read yet".into(),
            help: None,
            span: 0..text.len(),
        })
    }
}

/// Walks from a place.
pub fn walk(follow: &Follow, from: Stop, graph: &Graph<'_, '_>, views: &[Views<'_, '_>]) -> Walked {
    let _ = (follow, from, graph, views);
    Walked::default()
}
