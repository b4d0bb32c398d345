//! A stack: what one input says, indexed but not read.
//!
//! A loader walks its input once and keeps, for each block, its names and the *bytes* of its body.
//! A body becomes a value only when something selects it ([`Model`]).

mod body;
mod companion;
mod declared;
mod expressions;
mod focus;
mod meta;
mod model;
mod normal;
mod origin;
mod policy_document;
mod scope;
mod secrets;
mod source;

pub use body::BodyError;
pub(crate) use body::Latest;
pub use companion::{Difference, difference, pair};
pub use focus::{Focus, Members, Names};
pub use meta::META_MEMBERS;
pub use model::Model;
pub use origin::{Authored, Origin};
pub(crate) use secrets::{has_short, is_reference, is_secret_member, mark_names, spells_secret};
pub use source::{Extent, SharedText, Source, Span};

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::address::Key;

/// What kind of input a stack comes from. It decides what the input can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Terraform JSON: `cdk.tf.json`, `*.tf.json`.
    Synth,
    /// `terraform show -json` of a plan.
    Plan,
    /// `terraform show -json` of a state.
    State,
}

/// What a block declares, as a spec selects it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// A managed resource.
    Resource,
    /// A data source.
    Data,
    /// An output.
    Output,
    /// An input variable.
    Variable,
    /// A provider configuration.
    Provider,
    /// The backend.
    Backend,
    /// A module call.
    Module,
    /// The whole file as one document.
    Document,
}

/// Where the parts of a block's body stand in its source. Every span holds one JSON value.
///
/// What the parts are hangs on the form of the input and the kind of the block:
///
/// | form, kind | `values` | `unknown` | `sensitive` | `config` |
/// |---|---|---|---|---|
/// | synth, any | the block's body | | | |
/// | plan, resource and data | `values`, else the change's `after` | `after_unknown` | `after_sensitive`, else `sensitive_values` | `{type, expressions, depends_on, count_expression, ...}` |
/// | plan, output | `{sensitive, value, type}` | mask of `value` alone | mask of `value` alone | `{expression, description, sensitive, depends_on}` |
/// | plan, variable | `{value}` | | | `{default, description, sensitive, type}` |
/// | plan, provider | | | | `{name, alias, full_name, version_constraint, expressions}` |
/// | plan, module | | | | `{source, version_constraint, expressions, count_expression, ...}` |
/// | state, resource and data | `values` | | `sensitive_values` | `depends_on`, a list of addresses |
/// | state, output | `{sensitive, value, type}` | | | |
/// | document | the whole document | | | |
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// Which of [`Stack::sources`].
    pub source: u16,
    /// The attributes: the Terraform JSON body, or a plan's `values` / `after`. `None` where the
    /// input has no body for it.
    pub values: Option<Span>,
    /// A plan's `after_unknown`.
    pub unknown: Option<Span>,
    /// `sensitive_values` or `after_sensitive`.
    pub sensitive: Option<Span>,
    /// What the author wrote, as far as the input keeps it: a plan's entry in `configuration`, a
    /// state's `depends_on`. `None` in a plan without configuration, and in a synth output, where
    /// `values` says it all.
    pub config: Option<Span>,
    /// A plan that lists a planned resource or output without its change, as a filtered plan
    /// does, does not say what is unknown: an attribute that is not listed may be unset or
    /// unknown, and must not be taken for either.
    pub open: bool,
}

/// How many instances a block of a synth output stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// One: there is no `count` or `for_each`, or the input lists instances.
    Once,
    /// A literal number of them.
    Times(u64),
    /// `count` or `for_each` hangs on something that is not known.
    Unresolved,
}

/// One block of a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it declares.
    pub kind: BlockKind,
    /// Its full address: `module.net.aws_vpc.main[0]`, `output.url`, `provider.aws.eu`.
    pub address: Box<str>,
    /// The resource type; for other kinds the name that specs select by (the name of the output,
    /// the provider, the backend's type).
    pub type_name: Arc<str>,
    /// Its name.
    pub name: Box<str>,
    /// The module path as `module.a["x"].module.b`, or empty.
    pub module: Arc<str>,
    /// The instance key.
    pub key: Option<Key>,
    /// The construct path that cdktf wrote beside it.
    pub construct_path: Option<Box<str>>,
    /// Where the program made it, if cdktf wrote that beside it: `main.ts:42:5`.
    pub made_at: Option<Box<str>>,
    /// The unique id (with its hash) that cdktf wrote beside it.
    pub unique_id: Option<Box<str>>,
    /// The provider: `registry.terraform.io/hashicorp/aws` in a plan, `aws` or `aws.eu` in a
    /// synth output.
    pub provider: Option<Arc<str>>,
    /// A plan's key of the provider configuration that it uses, or is: `aws`, `aws.us`,
    /// `module.net:aws`. `None` on other inputs.
    pub provider_config: Option<Arc<str>>,
    /// A plan's actions (`create`, `update`, `no-op`, ...); empty on other inputs. What a plan only
    /// deletes will not be there, and has no block.
    pub actions: Arc<[Box<str>]>,
    /// How many instances it stands for.
    pub repeat: Repeat,
    /// Where its body stands.
    pub body: Body,
}

/// An annotation that cdktf wrote into its manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// `info`, `warn` or `error`, as written.
    pub level: String,
    /// What it says.
    pub message: String,
    /// The construct it is about.
    pub construct_path: String,
    /// Where the program noted it: `main.ts:42:5`.
    pub made_at: Option<String>,
}

/// One stack.
#[derive(Debug, Clone)]
pub struct Stack {
    /// Its name: the manifest's, `--stack`, or the folder's.
    pub name: String,
    /// The input as the user named it.
    pub input: PathBuf,
    /// What kind of input it comes from.
    pub form: Form,
    /// Its files.
    pub sources: Vec<Source>,
    /// Its blocks, sorted by kind, then address.
    pub blocks: Vec<Block>,
    /// `required_providers` or a plan's `version_constraint`: source address or local name to
    /// version constraint.
    pub provider_versions: BTreeMap<String, String>,
    /// Annotations of the manifest.
    pub annotations: Vec<Annotation>,
    /// The `locals` objects of Terraform JSON.
    pub locals: Vec<Extent>,
    /// Where the blocks of one kind and type stand together; [`Stack::sort`] finds them.
    pub(crate) runs: Vec<Range<BlockId>>,
    /// Top-level block names that Terraform JSON has and this version does not read (`moved`,
    /// `check`, ...): kept to be shown, not dropped.
    pub other_blocks: Vec<String>,
    /// What its variables are given from outside (`--var`), by name.
    pub given: BTreeMap<String, VariableValue>,
    /// Of a plan: the synth output that it was made from, see [`pair`].
    pub companion: Option<Box<Stack>>,
}

/// What a variable is given.
#[derive(Debug, Clone, PartialEq)]
pub enum VariableValue {
    /// The text of a flag: JSON if it parses and the variable is not declared a string, else text.
    Text(String),
    /// A value.
    Json(serde_json::Value),
}

/// A block's place in [`Stack::blocks`].
pub type BlockId = usize;

impl Form {
    /// The word for it in specs and reports.
    pub fn word(self) -> &'static str {
        match self {
            Form::Synth => "synth",
            Form::Plan => "plan",
            Form::State => "state",
        }
    }

    /// Whether an input of this kind never carries the member `name` of a resource body. Such a
    /// member is neither absent nor unknown.
    /// Source: "JSON Output Format", values and configuration representations.
    pub fn omits(self, kind: BlockKind, name: &str) -> bool {
        const RESOURCE: [&str; 6] = [
            "lifecycle",
            "provisioner",
            "connection",
            "count",
            "for_each",
            "provider",
        ];
        match (self, kind) {
            (Form::Synth, _) => false,
            (Form::State, BlockKind::Resource | BlockKind::Data) => RESOURCE.contains(&name),
            (Form::Plan, BlockKind::Resource | BlockKind::Data) => RESOURCE.contains(&name),
            (_, BlockKind::Variable) => ["validation", "nullable", "ephemeral"].contains(&name),
            (_, BlockKind::Output) => ["precondition", "ephemeral"].contains(&name),
            _ => false,
        }
    }

    /// Whether an input of this kind never carries blocks of this kind.
    pub fn omits_kind(self, kind: BlockKind) -> bool {
        match self {
            Form::Synth => false,
            Form::Plan => matches!(kind, BlockKind::Backend),
            Form::State => {
                matches!(
                    kind,
                    BlockKind::Backend | BlockKind::Provider | BlockKind::Variable
                )
            }
        }
    }
}

impl BlockKind {
    /// Every kind.
    pub const ALL: [BlockKind; 8] = [
        BlockKind::Resource,
        BlockKind::Data,
        BlockKind::Output,
        BlockKind::Variable,
        BlockKind::Provider,
        BlockKind::Backend,
        BlockKind::Module,
        BlockKind::Document,
    ];

    /// The word for it, which is also the key of a spec that selects it.
    pub fn word(self) -> &'static str {
        match self {
            BlockKind::Resource => "resource",
            BlockKind::Data => "data",
            BlockKind::Output => "output",
            BlockKind::Variable => "variable",
            BlockKind::Provider => "provider",
            BlockKind::Backend => "backend",
            BlockKind::Module => "module",
            BlockKind::Document => "document",
        }
    }
}

impl Stack {
    /// The text at a span of one of its sources; empty if there is none.
    pub fn text(&self, source: u16, span: Span) -> &str {
        self.sources
            .get(usize::from(source))
            .map_or("", |source| source.slice(span))
    }

    /// The blocks of a kind with their ids, in the order of their addresses.
    pub fn blocks_of(&self, kind: BlockKind) -> impl Iterator<Item = (BlockId, &Block)> {
        let start = self.blocks.partition_point(|block| block.kind < kind);
        self.blocks[start..]
            .iter()
            .enumerate()
            .take_while(move |(_, block)| block.kind == kind)
            .map(move |(offset, block)| (start + offset, block))
    }

    /// The block of this kind and address.
    pub fn find(&self, kind: BlockKind, address: &str) -> Option<BlockId> {
        let sought = (kind, address);
        let place = self
            .blocks
            .binary_search_by(|block| (block.kind, &*block.address).cmp(&sought));
        place.ok()
    }

    /// Brings the blocks into their order, and says whether two of one kind have one address.
    /// Loaders call it last.
    pub fn sort(&mut self) -> bool {
        let mut twice = false;
        self.blocks.sort_by(|a, b| {
            let order = (a.kind, &a.address).cmp(&(b.kind, &b.address));
            // Neighbours in the end are compared on the way.
            twice |= order.is_eq();
            order
        });
        self.runs.clear();
        for (id, block) in self.blocks.iter().enumerate() {
            let before = id.checked_sub(1).and_then(|before| self.blocks.get(before));
            let same =
                |before: &Block| before.kind == block.kind && before.type_name == block.type_name;
            match self.runs.last_mut().filter(|_| before.is_some_and(same)) {
                Some(run) => run.end = id + 1,
                None => self.runs.push(id..id + 1),
            }
        }
        twice
    }

    /// The types (or names) of the blocks of a kind, each with the blocks that stand together: in
    /// the order of addresses, so that a type in several modules comes several times.
    pub fn runs_of(&self, kind: BlockKind) -> impl Iterator<Item = (&Arc<str>, Range<BlockId>)> {
        let first = |run: &Range<BlockId>| self.blocks.get(run.start);
        let start = self
            .runs
            .partition_point(|run| first(run).is_some_and(|it| it.kind < kind));
        self.runs[start..].iter().map_while(move |run| {
            let block = first(run).filter(|block| block.kind == kind)?;
            Some((&block.type_name, run.clone()))
        })
    }
}
