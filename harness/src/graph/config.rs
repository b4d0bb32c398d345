//! A plan's `configuration` as a tree of modules: what a reference into or out of a module means.
//!
//! It is read when the first reference needs it. Of resources only the names are kept.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::stack::{BlockKind, Stack};
use crate::value::{Node, parse};

/// The names of a resource or data source: whether it is data, type, name.
type Names<'s> = (bool, Cow<'s, str>, Cow<'s, str>);

/// A module of the configuration.
#[derive(Default)]
pub(super) struct Module<'s> {
    /// The expression of each output.
    pub(super) outputs: BTreeMap<String, Node<'s>>,
    /// The default of each variable that has one.
    pub(super) variables: BTreeMap<String, Option<Node<'s>>>,
    /// What is declared, and whether it has a `count` or `for_each`.
    pub(super) declared: HashMap<Names<'s>, bool>,
    /// The modules that it calls.
    pub(super) calls: BTreeMap<String, Call<'s>>,
}

/// A call of a module.
#[derive(Default)]
pub(super) struct Call<'s> {
    /// The arguments.
    pub(super) expressions: Option<Node<'s>>,
    /// Its `for_each`.
    pub(super) for_each: Option<Node<'s>>,
    /// It has a `count` or `for_each`.
    pub(super) repeated: bool,
    /// What is called.
    pub(super) module: Module<'s>,
}

impl<'s> Module<'s> {
    /// The root module of a plan; `None` if the plan has no configuration.
    pub(super) fn root(stack: &'s Stack) -> Option<Self> {
        let (_, document) = stack.blocks_of(BlockKind::Document).next()?;
        let text = stack.text(document.body.source, document.body.values?);
        let top: Top<'s> = serde_json::from_str(text).ok()?;
        Some(Module::from(top.configuration?.root_module?))
    }

    /// The module at a path of names.
    pub(super) fn at(&self, names: &[String]) -> Option<&Module<'s>> {
        names
            .iter()
            .try_fold(self, |module, name| Some(&module.calls.get(name)?.module))
    }

    /// Whether a block is declared, and if so whether it is repeated.
    pub(super) fn repeats(&self, data: bool, kind: &str, name: &str) -> Option<bool> {
        self.declared
            .get(&(data, Cow::Borrowed(kind), Cow::Borrowed(name)))
            .copied()
    }
}

#[derive(Deserialize)]
struct Top<'a> {
    #[serde(borrow, default)]
    configuration: Option<RawTop<'a>>,
}

#[derive(Deserialize)]
struct RawTop<'a> {
    #[serde(borrow, default)]
    root_module: Option<RawModule<'a>>,
}

#[derive(Deserialize, Default)]
struct RawModule<'a> {
    #[serde(borrow, default)]
    outputs: Option<BTreeMap<String, RawOutput<'a>>>,
    #[serde(borrow, default)]
    variables: Option<BTreeMap<String, RawVariable<'a>>>,
    #[serde(borrow, default)]
    resources: Option<Vec<RawResource<'a>>>,
    #[serde(borrow, default)]
    module_calls: Option<BTreeMap<String, RawCall<'a>>>,
}

#[derive(Deserialize)]
struct RawOutput<'a> {
    #[serde(borrow, default)]
    expression: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawVariable<'a> {
    #[serde(borrow, default)]
    default: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawResource<'a> {
    #[serde(borrow, default)]
    mode: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow, default)]
    count_expression: Option<&'a RawValue>,
    #[serde(borrow, default)]
    for_each_expression: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawCall<'a> {
    #[serde(borrow, default)]
    expressions: Option<&'a RawValue>,
    #[serde(borrow, default)]
    count_expression: Option<&'a RawValue>,
    #[serde(borrow, default)]
    for_each_expression: Option<&'a RawValue>,
    #[serde(borrow, default)]
    module: Option<RawModule<'a>>,
}

fn node(raw: Option<&RawValue>) -> Option<Node<'_>> {
    parse(raw?.get()).ok()
}

// serde has bounded how deep modules nest.
impl<'s> From<RawModule<'s>> for Module<'s> {
    fn from(raw: RawModule<'s>) -> Self {
        let outputs = raw.outputs.into_iter().flatten();
        let variables = raw.variables.into_iter().flatten();
        let declared = raw.resources.into_iter().flatten().map(|resource| {
            let repeated =
                resource.count_expression.is_some() || resource.for_each_expression.is_some();
            let names = (resource.mode == "data", resource.kind, resource.name);
            (names, repeated)
        });
        let calls = raw.module_calls.into_iter().flatten();
        Module {
            outputs: outputs
                .filter_map(|(name, output)| Some((name, node(output.expression)?)))
                .collect(),
            variables: variables
                .map(|(name, variable)| (name, node(variable.default)))
                .collect(),
            declared: declared.collect(),
            calls: calls.map(|(name, call)| (name, Call::from(call))).collect(),
        }
    }
}

impl<'s> From<RawCall<'s>> for Call<'s> {
    fn from(raw: RawCall<'s>) -> Self {
        Call {
            repeated: raw.count_expression.is_some() || raw.for_each_expression.is_some(),
            expressions: node(raw.expressions),
            for_each: node(raw.for_each_expression),
            module: raw.module.map(Module::from).unwrap_or_default(),
        }
    }
}
