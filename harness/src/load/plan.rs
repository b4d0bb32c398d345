//! Plans and states: which resources there are, and where their parts stand.

mod changes;
mod config;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use self::changes::{ChangeCursor, Changes, Names, is_set};
use self::config::{ConfigCursor, ConfigIndex, span};
use super::error::LoadError;
use super::index::Builder;
use super::pairs::{Pairs, Raw};
use super::shape::{Actions, Detail, Module, ProviderHead, Resource, Top, Values};
use super::text::Doc;
use crate::stack::{Block, BlockKind, Body, Repeat, Span};
use crate::threads;

/// Adds the blocks of a plan.
pub(crate) fn index_plan(
    builder: &mut Builder,
    doc: &Doc<'_>,
    top: &Top<'_>,
) -> Result<(), LoadError> {
    let changes = Changes::of(doc, top)?;
    let root = top.configuration.as_ref();
    let root = root.and_then(|written| written.root_module.as_ref());
    let config = match root {
        Some(root) => ConfigIndex::of(doc, root)?,
        None => ConfigIndex::default(),
    };
    let planned = resources_of(top.planned_values.as_deref());
    let mut indexer = planned_in_parts(doc, &changes, &config, &planned);
    indexer.module_calls(root.and_then(|root| root.module_calls.as_ref()));
    indexer.changed_only();
    let prior = top.prior_state.as_ref();
    for (module, resource) in resources_of(prior.and_then(|state| state.values.as_deref())) {
        indexer.read_before(module, resource);
    }
    indexer.outputs(top)?;
    indexer.variables(top);
    if let Some(providers) = top
        .configuration
        .as_ref()
        .and_then(|c| c.provider_config.as_ref())
    {
        indexer.providers(providers)?;
    }
    builder.absorb(indexer.builder);
    Ok(())
}

/// Adds the blocks of a state.
pub(crate) fn index_state(builder: &mut Builder, doc: &Doc<'_>, values: &Values<'_>) {
    let (changes, config) = (Changes::default(), ConfigIndex::default());
    let mut indexer = Indexer::new(doc, &changes, &config);
    for (module, resource) in resources_of(Some(values)) {
        if is_set(resource.deposed_key) {
            continue;
        }
        let mut body = indexer.body_of(resource);
        body.config = indexer.span(resource.depends_on);
        indexer.push(&Names::of(module, resource), body, None);
    }
    for (name, entry) in pairs(values.outputs.as_ref()) {
        let body = Body {
            values: indexer.span(Some(entry)),
            ..Body::default()
        };
        let block = indexer.builder.named(BlockKind::Output, name, body);
        indexer.builder.blocks.push(block);
    }
    builder.absorb(indexer.builder);
}

/// A resource, and the path of the module that it is in.
type InModule<'i, 'a> = (&'i str, &'i Resource<'a>);

/// The resources of the root module and of those in it. serde has bounded how deep modules nest.
fn resources_of<'i, 'a>(values: Option<&'i Values<'a>>) -> Vec<InModule<'i, 'a>> {
    fn gather<'i, 'a>(module: &'i Module<'a>, into: &mut Vec<InModule<'i, 'a>>) {
        let path = module.address.as_ref().map_or("", |address| &address.0);
        into.extend(module.resources.iter().flatten().map(|it| (path, &**it)));
        for child in module.child_modules.iter().flatten() {
            gather(child, into);
        }
    }
    let mut resources = Vec::new();
    if let Some(root) = values.and_then(|values| values.root_module.as_ref()) {
        gather(root, &mut resources);
    }
    resources
}

/// How many resources are worth a thread.
const WORTH_A_THREAD: usize = 1024;

/// Adds what is planned, each thread a part of it.
fn planned_in_parts<'i, 'a>(
    doc: &'i Doc<'a>,
    changes: &'i Changes<'i, 'a>,
    config: &'i ConfigIndex<'i, 'a>,
    planned: &[InModule<'i, 'a>],
) -> Indexer<'i, 'a> {
    let size = planned.len().div_ceil(threads::cores());
    let parts: Vec<_> = planned.chunks(size.max(WORTH_A_THREAD)).collect();
    let done = threads::each(parts.len(), |number| {
        let mut indexer = Indexer::new(doc, changes, config);
        // The first has room for all the others.
        let room = if number == 0 { planned.len() } else { size };
        indexer.builder.blocks.reserve(room);
        for near in parts[number].chunks(AT_ONCE) {
            indexer.planned(near);
        }
        indexer
    });
    let mut done = done.into_iter();
    let mut whole = done
        .next()
        .unwrap_or_else(|| Indexer::new(doc, changes, config));
    for later in done {
        whole.builder.absorb(later.builder);
        whole.changes.taken.extend(later.changes.taken);
        whole.listed.extend(later.listed);
    }
    whole
}

fn pairs<'p, 'a>(pairs: Option<&'p Pairs<'a>>) -> impl Iterator<Item = (&'p str, Raw<'a>)> {
    pairs
        .into_iter()
        .flat_map(|pairs| pairs.0.iter().map(|(name, raw)| (name.as_ref(), *raw)))
}

/// How many resources' names are looked at before they are asked for.
const AT_ONCE: usize = 64;

struct Indexer<'i, 'a> {
    doc: &'i Doc<'a>,
    builder: Builder,
    changes: ChangeCursor<'i, 'a>,
    config: ConfigCursor<'i, 'a>,
    /// Addresses of data sources that have a block.
    listed: HashSet<Cow<'i, str>>,
}

impl<'i, 'a> Indexer<'i, 'a> {
    fn new(
        doc: &'i Doc<'a>,
        changes: &'i Changes<'i, 'a>,
        config: &'i ConfigIndex<'i, 'a>,
    ) -> Self {
        Self {
            doc,
            builder: Builder::default(),
            changes: ChangeCursor::new(changes),
            config: ConfigCursor::new(config),
            listed: HashSet::new(),
        }
    }

    fn span(&self, raw: Option<Raw<'_>>) -> Option<Span> {
        raw.map(|raw| self.doc.span(raw.get()))
    }

    /// Looks at the names that will be asked for next, one after the other: each stands at a place of
    /// its own in a text that is larger than any cache, and to wait for them together costs about as
    /// much as to wait for one.
    fn fetch(&self, resources: &[InModule<'i, 'a>]) {
        let own = resources
            .iter()
            .flat_map(|(_, it)| [&it.address.0, &it.name.0]);
        let changes = self.changes.next(AT_ONCE).map(|it| &it.address.0);
        let entries = self.config.next(AT_ONCE).map(|it| &it.name);
        let first =
            |name: &Cow<'_, str>| usize::from(name.as_bytes().first().is_some_and(|it| *it > b'a'));
        std::hint::black_box(own.chain(changes).chain(entries).map(first).sum::<usize>());
    }

    fn body_of(&self, resource: &Resource<'a>) -> Body {
        Body {
            values: self.span(resource.values),
            sensitive: self.span(resource.sensitive_values),
            ..Body::default()
        }
    }

    fn planned(&mut self, near: &[InModule<'i, 'a>]) {
        self.fetch(near);
        for (module, resource) in near {
            if !is_set(resource.deposed_key) {
                let names = Names::of(module, resource);
                let body = self.body_of(resource);
                self.with_change(&names, body, true);
            }
        }
    }

    /// A data source that was read while planning stands in `prior_state` only; one that will be
    /// read again has its change, and that counts.
    fn read_before(&mut self, module: &'i str, resource: &'i Resource<'a>) {
        let names = Names::of(module, resource);
        if is_set(resource.deposed_key) {
            return;
        }
        if names.mode == "data" && !self.listed.contains(&names.address) {
            let body = self.body_of(resource);
            self.with_change(&names, body, false);
        }
    }

    /// Joins what is planned with its change. `open`: without one, what is unknown is not said.
    fn with_change(&mut self, names: &Names<'i>, mut body: Body, open: bool) {
        let change = self.changes.take(&names.address);
        let actions = match change {
            Some(detail) => {
                body.values = body.values.or(self.span(detail.after));
                body.unknown = self.span(detail.after_unknown);
                body.sensitive = self.span(detail.after_sensitive).or(body.sensitive);
                detail.actions.as_ref()
            }
            None => {
                body.open = open;
                None
            }
        };
        if names.mode == "data" {
            self.listed.insert(names.address.clone());
        }
        self.push(names, body, actions);
    }

    /// What only `resource_changes` lists: data sources that wait to be read. A managed resource
    /// that will be there belongs to `planned_values`; if it is missing there it must not be
    /// missing here.
    fn changed_only(&mut self) {
        for change in self.changes.left() {
            self.with_change(&Names::of_change(change), Body::default(), false);
        }
    }

    fn push(&mut self, names: &Names<'_>, mut body: Body, actions: Option<&Actions<'_>>) {
        let kind = match names.mode {
            "managed" => BlockKind::Resource,
            "data" => BlockKind::Data,
            other => {
                self.builder.other_blocks.insert(other.to_owned());
                return;
            }
        };
        let data = kind == BlockKind::Data;
        let entry = self.config.find(names.module, data, names.kind, names.name);
        let mut provider_config = None;
        if let Some(entry) = entry {
            body.config = span(self.doc, entry);
            let key = entry.provider.as_deref();
            provider_config = key.map(|key| self.builder.names.get(key));
        }
        let block = Block {
            kind,
            address: names.address.as_ref().into(),
            type_name: self.builder.type_name(names.kind),
            name: names.name.into(),
            module: self.builder.names.get(names.module),
            key: names.index.map(|index| index.0.clone()),
            construct_path: None,
            made_at: None,
            unique_id: None,
            provider: names
                .provider
                .map(|provider| self.builder.names.get(&provider.0)),
            provider_config,
            actions: self.actions(actions),
            repeat: Repeat::Once,
            body,
        };
        self.builder.blocks.push(block);
    }

    fn actions(&mut self, actions: Option<&Actions<'_>>) -> Arc<[Box<str>]> {
        match actions {
            Some(Actions::Usual(names)) => self.builder.actions.get(names),
            Some(other) => self.builder.actions.get(&other.names()),
            None => self.builder.actions.get(&[]),
        }
    }

    fn module_calls(&mut self, calls: Option<&Pairs<'a>>) {
        for (name, raw) in pairs(calls) {
            let body = Body {
                config: self.span(Some(raw)),
                ..Body::default()
            };
            let block = self.builder.named(BlockKind::Module, name, body);
            self.builder.blocks.push(block);
        }
    }

    fn outputs(&mut self, top: &Top<'a>) -> Result<(), LoadError> {
        let planned = top
            .planned_values
            .as_ref()
            .and_then(|values| values.outputs.as_ref());
        let root = top
            .configuration
            .as_ref()
            .and_then(|c| c.root_module.as_ref());
        let declared = root.and_then(|root| root.outputs.as_ref());
        let mut bodies: BTreeMap<&str, Body> = BTreeMap::new();
        for (name, raw) in pairs(planned) {
            bodies.entry(name).or_default().values = self.span(Some(raw));
        }
        for (name, raw) in pairs(declared) {
            bodies.entry(name).or_default().config = self.span(Some(raw));
        }
        let mut changed: HashMap<&str, Detail<'a>> = HashMap::new();
        for (name, raw) in pairs(top.output_changes.as_ref()) {
            let detail: Detail<'a> = self.doc.read_object(raw.get())?;
            bodies.entry(name).or_default();
            changed.insert(name, detail);
        }
        for (name, mut body) in bodies {
            let mut actions = None;
            if let Some(detail) = changed.get(name) {
                actions = detail.actions.as_ref();
                body.unknown = self.span(detail.after_unknown);
                body.sensitive = self.span(detail.after_sensitive);
            } else {
                body.open = true;
            }
            if body.values.is_none() && matches!(actions, Some(Actions::Usual(["delete"]))) {
                continue;
            }
            let mut block = self.builder.named(BlockKind::Output, name, body);
            block.actions = self.actions(actions);
            self.builder.blocks.push(block);
        }
        Ok(())
    }

    fn variables(&mut self, top: &Top<'a>) {
        let root = top
            .configuration
            .as_ref()
            .and_then(|c| c.root_module.as_ref());
        let mut bodies: BTreeMap<&str, Body> = BTreeMap::new();
        for (name, raw) in pairs(top.variables.as_ref()) {
            bodies.entry(name).or_default().values = self.span(Some(raw));
        }
        for (name, raw) in pairs(root.and_then(|root| root.variables.as_ref())) {
            bodies.entry(name).or_default().config = self.span(Some(raw));
        }
        for (name, body) in bodies {
            let block = self.builder.named(BlockKind::Variable, name, body);
            self.builder.blocks.push(block);
        }
    }

    fn providers(&mut self, providers: &Pairs<'a>) -> Result<(), LoadError> {
        for (key, raw) in pairs(Some(providers)) {
            let head: ProviderHead<'a> = self.doc.read_object(raw.get())?;
            let name = head.name.as_ref().map_or(key, |name| &name.0);
            let source = head.full_name.as_ref().map(|name| name.0.as_ref());
            if let Some(version) = &head.version_constraint {
                let source = source.unwrap_or(name).to_owned();
                self.builder
                    .provider_versions
                    .insert(source, version.0.as_ref().to_owned());
            }
            let body = Body {
                config: self.span(Some(raw)),
                ..Body::default()
            };
            let mut block = self.builder.named(BlockKind::Provider, name, body);
            block.provider = source.map(Into::into);
            block.provider_config = Some(self.builder.type_name(key));
            if let Some(alias) = &head.alias {
                block.address = format!("{}.{}", block.address, alias.0).into();
            }
            if let Some(module) = &head.module_address {
                block.address = format!("{}.{}", module.0, block.address).into();
                block.module = module.0.as_ref().into();
            }
            self.builder.blocks.push(block);
        }
        Ok(())
    }
}
