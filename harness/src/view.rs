//! Views: one shape for what people write in several ways.
//!
//! A row of a view is a document of its own, which points back to where it came from.

use std::sync::OnceLock;

use crate::stack::{BlockId, Model};
use crate::value::{Node, Path};

/// A view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// A statement of an IAM policy.
    IamStatement,
    /// A rule of a security group.
    SecurityGroupRule,
    /// A route of a route table.
    Route,
    /// The physical name that a resource gives.
    PhysicalName,
    /// A state of a Step Functions state machine.
    State,
    /// A file that an attribute names.
    File,
}

/// A row of a view.
#[derive(Debug, Clone)]
pub struct Row<'s> {
    /// The block it came from.
    pub block: BlockId,
    /// Where in the body of the block it stands; the root if it is the block as a whole (an
    /// `aws_route`).
    pub origin: Path,
    /// What it says, in the view's shape.
    pub document: Node<'s>,
    /// Where each member of the document came from, in the body of the block: `value` from
    /// `$.bucket`. Members that are not listed are made by the view.
    pub sources: Vec<(&'static str, Path)>,
    /// Whether the row is surely there.
    pub sure: bool,
}

/// The rows of a view of one stack.
#[derive(Debug, Clone, Default)]
pub struct Rows<'s> {
    /// In the order of the blocks' addresses, then of their origins.
    pub rows: Vec<Row<'s>>,
    /// Where there may be more rows than are listed, and why: the block, the path, and what it
    /// waits for. (A policy that is not known as a whole.)
    pub open: Vec<OpenRows>,
}

/// A place that may hold rows which are not listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRows {
    /// The block.
    pub block: BlockId,
    /// Where in its body.
    pub path: Path,
    /// What it waits for.
    pub waits_for: Vec<String>,
}

/// The views of one stack, made as they are asked for.
pub struct Views<'m, 's> {
    model: &'m Model<'s>,
    rows: [OnceLock<Rows<'s>>; 6],
}

impl View {
    /// Every view.
    pub const ALL: [View; 6] = [
        View::IamStatement,
        View::SecurityGroupRule,
        View::Route,
        View::PhysicalName,
        View::State,
        View::File,
    ];

    /// Its name in a spec file.
    pub fn word(self) -> &'static str {
        match self {
            View::IamStatement => "iam_statement",
            View::SecurityGroupRule => "security_group_rule",
            View::Route => "route",
            View::PhysicalName => "physical_name",
            View::State => "state",
            View::File => "file",
        }
    }

    /// The members of its rows: what a path of a spec may start with.
    pub fn members(self) -> &'static [&'static str] {
        &[]
    }
}

impl<'m, 's> Views<'m, 's> {
    /// The views of a stack; nothing is made yet.
    pub fn new(model: &'m Model<'s>) -> Self {
        Self {
            model,
            rows: std::array::from_fn(|_| OnceLock::new()),
        }
    }

    /// The stack.
    pub fn model(&self) -> &'m Model<'s> {
        self.model
    }

    /// The rows of a view.
    pub fn rows(&self, view: View) -> &Rows<'s> {
        self.rows[view as usize].get_or_init(Rows::default)
    }
}
