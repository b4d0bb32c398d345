//! What is known of each leaf: a scalar that the author wrote, and whether any spec holds it.

use std::path::PathBuf;

use crate::stack::BlockKind;

/// What the specs of a run hold of what the author wrote, leaf by leaf.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeafCoverage {
    /// By stack, in the order of the run.
    pub stacks: Vec<StackLeaves>,
    /// Every clause of every spec that was judged, in the order of the spec files.
    pub clauses: Vec<ClauseProof>,
}

/// The leaves of one stack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StackLeaves {
    /// The stack's name.
    pub stack: String,
    /// Its role: its name without the values of identity params.
    pub role: String,
    /// What can be told apart by type and path, in their order.
    pub classes: Vec<Class>,
    /// Its blocks, in the order of their kinds and addresses; those without any leaf too.
    pub blocks: Vec<BlockLeaves>,
}

/// Leaves of the same type and path, indexes left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class {
    /// The kind of block.
    pub kind: BlockKind,
    /// The resource type, or the name of an output, a variable and the like.
    pub type_name: String,
    /// The path without indexes: `$.policy.Statement[*].Action[*]`.
    pub path: String,
}

/// The leaves of one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockLeaves {
    /// What it declares.
    pub kind: BlockKind,
    /// Its address.
    pub address: String,
    /// Its type, or the name of an output and the like.
    pub type_name: String,
    /// The construct path that cdktf wrote beside it.
    pub construct_path: Option<String>,
    /// The file that it stands in.
    pub file: PathBuf,
    /// The line of its body, from 1.
    pub line: usize,
    /// The specs that cover the resource as a whole, `<file>::<id>`, sorted; see
    /// [`Coverage`](crate::coverage::Coverage). Always empty for what is no resource.
    pub covered_by: Vec<String>,
    /// Its leaves, in the order of their paths.
    pub leaves: Vec<Leaf>,
}

/// One leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Where it stands in the normal form of the body: `$.tags.Name`.
    pub path: Box<str>,
    /// Which of [`StackLeaves::classes`].
    pub class: usize,
    /// The line in the file, from 1; several leaves of an embedded document stand on one.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What the specs make of it.
    pub state: LeafState,
    /// The clauses that would fail if it were otherwise, as places in [`LeafCoverage::clauses`],
    /// sorted.
    pub by: Box<[usize]>,
}

/// What the specs make of a leaf; the later the stronger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeafState {
    /// It is not known before apply, so no change of it can be tried.
    Unknown,
    /// No spec looks at it.
    Never,
    /// It decides what is judged (`where`, `follow`), or what is said without any clause failing.
    Consulted,
    /// A clause would fail if it were not there, and none if it were otherwise.
    Present,
    /// A clause would fail if it were otherwise.
    Covered,
}

/// One clause of a spec, and whether any change was seen to make it fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseProof {
    /// The spec file's name, as in a test case.
    pub file: String,
    /// The spec's id.
    pub spec: String,
    /// Which of the spec's clauses, from 0.
    pub clause: usize,
    /// The clause as it is written.
    pub written: String,
    /// The file that it stands in.
    pub source: PathBuf,
    /// Its line there, from 1.
    pub line: usize,
    /// Whether it passed with evidence and, alone, failed for a change of one thing.
    pub proven: bool,
    /// Why it is not proven, as a sentence; `None` if it is.
    pub why: Option<String>,
    /// How many leaves it covers.
    pub covers: usize,
}

/// How many leaves are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All that are known; the others are in `unknown` alone.
    pub leaves: usize,
    /// A clause would fail if they were otherwise.
    pub covered: usize,
    /// A clause would fail if they were not there.
    pub present: usize,
    /// They decide what is judged.
    pub consulted: usize,
    /// Nobody looks at them.
    pub never: usize,
    /// Nothing is known of them.
    pub unknown: usize,
}

impl LeafState {
    /// Every state, the strongest first.
    pub const ALL: [LeafState; 5] = [
        LeafState::Covered,
        LeafState::Present,
        LeafState::Consulted,
        LeafState::Never,
        LeafState::Unknown,
    ];

    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            LeafState::Covered => "covered",
            LeafState::Present => "present",
            LeafState::Consulted => "consulted",
            LeafState::Never => "never",
            LeafState::Unknown => "unknown",
        }
    }
}

impl ClauseProof {
    /// Its name in reports: `<file>::<spec>#<clause>`, the spec's first clause being 1.
    pub fn name(&self) -> String {
        let spec = crate::spec::full_name(&self.file, &self.spec);
        format!("{spec}#{}", self.clause + 1)
    }
}

impl Tally {
    /// Counts leaves.
    pub fn of<'l>(leaves: impl IntoIterator<Item = &'l Leaf>) -> Self {
        let mut tally = Tally::default();
        for leaf in leaves {
            tally.add(leaf.state);
        }
        tally
    }

    fn add(&mut self, state: LeafState) {
        self.leaves += usize::from(state != LeafState::Unknown);
        *match state {
            LeafState::Unknown => &mut self.unknown,
            LeafState::Never => &mut self.never,
            LeafState::Consulted => &mut self.consulted,
            LeafState::Present => &mut self.present,
            LeafState::Covered => &mut self.covered,
        } += 1;
    }

    /// The share of covered leaves in percent, rounded down; `None` if there is none.
    pub fn percent(&self) -> Option<u8> {
        percent(self.covered, self.leaves)
    }
}

impl BlockLeaves {
    /// What the specs make of the block as a whole: a resource is covered if a spec covers it, any
    /// other block if a leaf of it is covered; else it is what its strongest leaf is.
    pub fn state(&self) -> LeafState {
        let strongest = self.leaves.iter().map(|leaf| leaf.state).max();
        let strongest = strongest.unwrap_or(LeafState::Never);
        match (self.kind, self.covered_by.is_empty()) {
            (BlockKind::Resource, false) => LeafState::Covered,
            (BlockKind::Resource, true) => strongest.min(LeafState::Present),
            _ => strongest,
        }
    }
}

impl StackLeaves {
    /// Every leaf.
    pub fn leaves(&self) -> impl Iterator<Item = &Leaf> {
        self.blocks.iter().flat_map(|block| &block.leaves)
    }

    /// The states of each class, in the order of the classes.
    pub fn by_class(&self) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); self.classes.len()];
        for leaf in self.leaves() {
            if let Some(tally) = tallies.get_mut(leaf.class) {
                tally.add(leaf.state);
            }
        }
        tallies
    }
}

impl LeafCoverage {
    /// The states of all leaves.
    pub fn attributes(&self) -> Tally {
        Tally::of(self.stacks.iter().flat_map(StackLeaves::leaves))
    }

    /// How many resources there are, and how many of them are covered.
    pub fn resources(&self) -> (usize, usize) {
        let blocks = self.stacks.iter().flat_map(|stack| &stack.blocks);
        let resources = blocks.filter(|block| block.kind == BlockKind::Resource);
        resources.fold((0, 0), |(all, covered), block| {
            (all + 1, covered + usize::from(!block.covered_by.is_empty()))
        })
    }

    /// How many clauses there are, and how many of them are proven.
    pub fn proven(&self) -> (usize, usize) {
        let proven = self.clauses.iter().filter(|clause| clause.proven);
        (self.clauses.len(), proven.count())
    }

    /// The clause that covers the most leaves, and its share of the covered ones in percent,
    /// rounded up: a spec that asks one thing of everything shows here. `None` if nothing is covered.
    pub fn widest(&self) -> Option<(&ClauseProof, u8)> {
        let covered = self.attributes().covered;
        let clauses = self.clauses.iter().enumerate();
        let (_, widest) = clauses.max_by_key(|(at, clause)| (clause.covers, usize::MAX - at))?;
        let share = (widest.covers * 100).div_ceil(covered.max(1)).min(100);
        (widest.covers > 0).then_some((widest, share as u8))
    }
}

/// A share in percent, rounded down: 100 means all. `None` of nothing.
pub(crate) fn percent(part: usize, all: usize) -> Option<u8> {
    // At most 100, so it fits.
    (all > 0).then(|| (part * 100 / all).min(100) as u8)
}
