//! Provider facts: the names and types that a provider's schema allows.
//!
//! A generated table says, for each resource type, data source and provider configuration, which
//! attributes and nested blocks there are, which of them are lists, sets or maps, and which a
//! user may write. It decides the normal form of a body, and it is the witness that a name in a
//! spec is no misspelling. It holds names, types, flags and nesting, nothing else; where it comes
//! from is in `harness/facts/PROVENANCE.toml`, how it is made in `harness/tools/facts/README.md`.
//!
//! Beside the generated table stand small hand-written ones, each row with its reason:
//! [`marker`](is_presence_marker), [`secret`](is_secret_name) and
//! [`documents`](document_attribute).
//!
//! ```
//! use stackspec::facts::{Facts, Member, Mode};
//!
//! let facts = Facts::builtin();
//! let function = facts.resource("aws_lambda_function").ok_or("not in the table")?;
//! let Some(Member::Block(vpc)) = function.get("vpc_config") else { return Err("no block") };
//! assert!(vpc.single && !vpc.attribute);
//! assert_eq!(function.suggest("functionname"), ["function_name"]);
//! assert_eq!(facts.suggest_type(Mode::Resource, "aws_lamda_function")[0], "aws_lambda_function");
//! # Ok::<(), &str>(())
//! ```

mod document;
mod identity;
mod marker;
#[cfg(test)]
mod pack;
mod secret;
mod shape;
mod suggest;
mod table;

pub use document::{
    DOCUMENT_ATTRIBUTES, DocumentAttribute, DocumentForm, DocumentShape, Inside,
    document_attribute, document_shape,
};
pub use identity::are_apart;
pub use marker::{PRESENCE_MARKERS, PresenceMarker, is_presence_marker};
pub use secret::is_secret_name;
pub use shape::{Attribute, BlockShape, Element, Member, Nesting, Shape, Type};
pub use table::TableError;

use std::borrow::Cow;
use std::sync::OnceLock;

use table::Table;

/// Which of the two namespaces of types a name belongs to: `aws_subnet` is both a resource type
/// and a data source. The word is Terraform's own (`"mode": "managed"` in a plan).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// A managed resource.
    Resource,
    /// A data source.
    Data,
}

/// A provider that the facts cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProviderVersion<'f> {
    /// The local name that its types begin with: `aws`.
    pub name: &'f str,
    /// Its source address: `hashicorp/aws`.
    pub source: &'f str,
    /// The version whose schema the facts were read from: `6.25.0`; `built-in` for the provider
    /// that is part of Terraform itself.
    pub version: &'f str,
}

/// The registries whose providers are the same: OpenTofu's serves those of Terraform's, under its
/// own name. Source: "Provider Requirements" of Terraform and of OpenTofu.
const REGISTRIES: [&str; 2] = ["registry.terraform.io/", "registry.opentofu.org/"];

impl ProviderVersion<'_> {
    /// Whether a source address means this provider: `aws`, `hashicorp/aws`, and the same with the
    /// registry of Terraform or OpenTofu before it. `example.com/hashicorp/aws` is another one.
    pub fn answers_to(&self, source: &str) -> bool {
        let mut registries = REGISTRIES.iter();
        let short = registries.find_map(|registry| source.strip_prefix(registry));
        source == self.name || short.unwrap_or(source) == self.source
    }
}

/// The tables of a run.
#[derive(Debug, Default)]
pub struct Facts {
    tables: Vec<Table>,
}

/// The tables that are part of this program; `harness/tools/facts/make.sh` writes them.
const EMBEDDED: [&[u8]; 3] = [
    include_bytes!("../facts/aws.bin"),
    include_bytes!("../facts/small.bin"),
    include_bytes!("../facts/terraform.bin"),
];

/// The name under which a table holds the meta-arguments of every resource and data source. No
/// type can be called so.
const EVERY_TYPE: &str = "*";

impl Facts {
    /// The facts that are part of this program: AWS, archive, external, helm, local, null,
    /// random, time, tls, and the provider that is built into Terraform. Read at the first call.
    pub fn builtin() -> &'static Facts {
        static BUILTIN: OnceLock<Facts> = OnceLock::new();
        BUILTIN.get_or_init(|| Facts {
            // A table that is refused here fails `every_embedded_table_is_read` in the tests.
            tables: EMBEDDED
                .into_iter()
                .filter_map(|bytes| Table::read(Cow::Borrowed(bytes)).ok())
                .collect(),
        })
    }

    /// No facts: nothing is known about any type.
    pub fn none() -> Facts {
        Facts::default()
    }

    /// The schema of a resource type.
    pub fn resource(&self, type_name: &str) -> Option<Shape<'_>> {
        self.block(Mode::Resource, type_name)
    }

    /// The schema of a data source.
    pub fn data(&self, type_name: &str) -> Option<Shape<'_>> {
        self.block(Mode::Data, type_name)
    }

    /// The schema of a resource type or a data source, without the meta-arguments.
    pub fn block(&self, mode: Mode, type_name: &str) -> Option<Shape<'_>> {
        self.tables
            .iter()
            .find_map(|table| Some(Shape::new(table, table.find_type(type_name, mode)?)))
            .filter(|_| type_name != EVERY_TYPE)
    }

    /// The schema of a provider's configuration block, by the provider's local name: `aws`.
    pub fn provider(&self, name: &str) -> Option<Shape<'_>> {
        self.tables.iter().find_map(|table| {
            let provider = table.providers().find(|provider| provider.0.name == name)?;
            Some(Shape::new(table, provider.1))
        })
    }

    /// The members that every resource or data source has besides its own: `count`, `lifecycle`,
    /// `//`, ... `None` without facts.
    pub fn meta_arguments(&self, mode: Mode) -> Option<Shape<'_>> {
        self.tables
            .iter()
            .find_map(|table| Some(Shape::new(table, table.find_type(EVERY_TYPE, mode)?)))
    }

    /// Every type of this mode, sorted within a provider's table.
    pub fn type_names(&self, mode: Mode) -> impl Iterator<Item = &str> + Clone {
        self.tables
            .iter()
            .flat_map(move |table| table.type_names(mode))
            .filter(|name| *name != EVERY_TYPE)
    }

    /// The types of this mode that may be like a glob: those that begin as it does. Of a text
    /// without `*` and the like that is one at most.
    ///
    /// ```
    /// use stackspec::facts::{Facts, Mode};
    /// let facts = Facts::builtin();
    /// assert_eq!(facts.types_like(Mode::Resource, "aws_vpc").collect::<Vec<_>>(), ["aws_vpc"]);
    /// assert!(facts.types_like(Mode::Resource, "aws_vpc_*").all(|name| name.starts_with("aws_vpc_")));
    /// ```
    pub fn types_like<'f>(&'f self, mode: Mode, glob: &str) -> impl Iterator<Item = &'f str> {
        let special = glob.find(['*', '?', '{', '[', '\\']);
        let start = special.map_or(glob, |at| &glob[..at]).to_owned();
        let whole = special.is_none();
        self.tables
            .iter()
            .flat_map(move |table| {
                let names = table.type_names_from(&start, mode);
                let length = start.len();
                names.filter(move |name| !whole || name.len() == length)
            })
            .filter(|name| *name != EVERY_TYPE)
    }

    /// The name of a type of this mode, if there is one of that name.
    pub fn type_name(&self, mode: Mode, name: &str) -> Option<&str> {
        let mut tables = self.tables.iter();
        tables
            .find_map(|table| table.find_name(name, mode))
            .filter(|name| *name != EVERY_TYPE)
    }

    /// Up to three types that `word` may be a misspelling of, the likeliest first.
    pub fn suggest_type(&self, mode: Mode, word: &str) -> Vec<&str> {
        suggest::suggest_type(word, self.type_names(mode))
    }

    /// Whether a type belongs, by the prefix of its name, to a provider whose schema is here: if
    /// so, a type that is not here does not exist in that version.
    pub fn knows_provider_of(&self, type_name: &str) -> bool {
        let prefix = type_name.split('_').next().unwrap_or(type_name);
        self.versions().any(|provider| provider.name == prefix)
    }

    /// The providers whose schemas are here.
    pub fn versions(&self) -> impl Iterator<Item = ProviderVersion<'_>> {
        self.tables
            .iter()
            .flat_map(|table| table.providers().map(|provider| provider.0))
    }
}

/// The names of the members that every block of this mode has besides its own.
pub fn meta_arguments(mode: Mode) -> impl Iterator<Item = &'static str> {
    Facts::builtin()
        .meta_arguments(mode)
        .into_iter()
        .flat_map(|shape| shape.members().map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_table_is_read() {
        for bytes in EMBEDDED {
            Table::read(Cow::Borrowed(bytes)).expect("an embedded table");
        }
        assert_eq!(Facts::builtin().tables.len(), EMBEDDED.len());
    }
}
