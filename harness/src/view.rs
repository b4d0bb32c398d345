//! Views: one shape for what people write in several ways.
//!
//! A row of a view is a document of its own, which points back to where it came from. Rows are
//! made of what the author wrote: what a plan says that the provider filled in gives none. A
//! member that is not written is not in the document, unless the view says otherwise.

mod file;
mod iam;
mod make;
mod name;
mod route;
mod rule;
mod state;

use std::sync::OnceLock;

use crate::stack::{BlockId, BlockKind, Members, Model, Names};
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
    /// `$.bucket`. Members that are not listed are made by the view. A member that came from two
    /// places (`cidrs`) is listed twice; a list may come from one value (`"Action": "s3:*"`).
    pub sources: Vec<(&'static str, Path)>,
    /// Whether the row is surely there: neither its block nor the row itself hangs on something
    /// that is not known.
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
    /// What kind of doubt it is.
    pub doubt: Doubt,
    /// Why, as the end of a sentence: `is not known`, `does not parse as JSON: ...`.
    pub why: String,
    /// What it waits for: references and expressions. Empty where nothing more will be known, as
    /// with a text that does not parse.
    pub waits_for: Vec<String>,
}

/// Why a place may hold rows which are not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// It is not known before apply.
    Unknown,
    /// A plan says that it will be known after apply, and lists no expression for it. Nobody wrote
    /// it, and the provider computes it, unless a `dynamic` block did whose `for_each` is not
    /// known: of those a plan says nothing.
    Unwritten,
    /// It is written, and cannot be read: a policy that is no JSON. Nothing more will be known.
    Malformed,
}

/// What a member of a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A text, a number or a boolean.
    Scalar,
    /// A list of scalars.
    List,
    /// A list of objects that have these members and no others.
    Objects(&'static [&'static str]),
    /// Whatever the author wrote.
    Any,
}

/// The views of one stack, made as they are asked for.
pub struct Views<'m, 's> {
    model: &'m Model<'s>,
    rows: [OnceLock<Rows<'s>>; 6],
}

/// Whether an ARN is that of a policy of AWS's own whose statements are rows of `iam_statement`.
pub fn knows_policy(arn: &str) -> bool {
    iam::knows(arn)
}

/// The types that have a physical name, each with the attribute that holds it, sorted.
pub fn physical_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    name::all()
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
        match self {
            View::IamStatement => &iam::MEMBERS,
            View::SecurityGroupRule => &rule::MEMBERS,
            View::Route => &route::MEMBERS,
            View::PhysicalName => &name::MEMBERS,
            View::State => &state::MEMBERS,
            View::File => &file::MEMBERS,
        }
    }

    /// What a member holds, to tell a path that misfits it; `None` if rows have no such member.
    pub fn holds(self, member: &str) -> Option<Holds> {
        if !self.members().contains(&member) {
            return None;
        }
        let lists = match self {
            View::IamStatement => iam::lists(member),
            View::SecurityGroupRule => rule::LISTS.contains(&member).then_some(Holds::List),
            View::State => state::lists(member),
            View::Route | View::PhysicalName | View::File => None,
        };
        Some(lists.unwrap_or(Holds::Scalar))
    }

    /// The words that a member holds, if there are no others; `None` if it may hold any text.
    /// Sources: those of the modules of the views; "State types", AWS Step Functions.
    pub fn words(self, member: &str) -> Option<Vec<&'static str>> {
        Some(match (self, member) {
            (View::IamStatement, "kind") => vec!["identity", "managed", "resource", "trust"],
            (View::IamStatement, "effect") => vec!["Allow", "Deny"],
            (View::SecurityGroupRule, "direction") => vec!["ingress", "egress"],
            (View::Route, "destination_kind") => vec!["ipv4", "ipv6", "prefix_list"],
            (View::Route, "target_kind") => route::target_kinds(),
            (View::PhysicalName, "scope") => vec!["account", "global"],
            (View::State, "type") => vec![
                "Task", "Choice", "Parallel", "Map", "Wait", "Pass", "Succeed", "Fail",
            ],
            _ => return None,
        })
    }

    /// The resource types that may hold rows, sorted; a `*` at the end of one stands for any
    /// ending.
    pub fn types(self) -> Vec<&'static str> {
        let mut types = match self {
            View::IamStatement => iam::types(),
            View::SecurityGroupRule => rule::TYPES.to_vec(),
            View::Route => route::TYPES.to_vec(),
            View::PhysicalName => name::types(),
            View::State => state::TYPES.to_vec(),
            View::File => vec!["*"],
        };
        types.sort_unstable();
        types.dedup();
        types
    }

    /// Which members of a type's body the rows are made of; `None` if it holds none.
    pub fn reads(self, kind: BlockKind, type_name: &str) -> Option<Members> {
        if self == View::File {
            return file::reads(kind).then_some(Members::All);
        }
        if kind != BlockKind::Resource {
            return None;
        }
        let read = match self {
            View::IamStatement => iam::reads(type_name),
            View::SecurityGroupRule => rule::reads(type_name),
            View::Route => route::reads(type_name),
            View::PhysicalName => name::reads(type_name),
            View::State => state::reads(type_name),
            View::File => Vec::new(),
        };
        let mut names = Names::default();
        for name in &read {
            names.insert(name);
        }
        (!read.is_empty()).then_some(Members::Named(names))
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

    /// The rows of a view, made at the first call.
    pub fn rows(&self, view: View) -> &Rows<'s> {
        self.rows[view as usize].get_or_init(|| make::rows(self.model, view))
    }
}
