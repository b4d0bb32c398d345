//! Spec files: what must hold, read and explained without any stack.
//!
//! [`discover()`] finds the files, [`parse()`] reads one of them into the types of [`model`]
//! and reports every error in it at once, [`SpecSet::new`] puts them together, and
//! [`resolve_params`] gives the params their values. Judgement reads the result.

pub mod model;

pub use builtin::{BUILT_IN, built_in, built_in_at, looks_at};
pub(crate) use case::BLOCKS;
pub use discover::discover;
pub use explain::explain;
pub(crate) use library::is_shipped;
pub use library::{ALL, groups_of, library, library_at, library_ids};
pub use model::*;
pub use name::full_name;
pub(crate) use page::open_params;
pub use page::{Page, explain_group, group_table, pages};
pub(crate) use param::{is_env_name, read_default as read_param_value};
pub(crate) use params::declared_by_library;
pub use params::{Given, Origin, ParamValue, Params, ParamsOfFile, case_params, resolve_params};
pub use parse::parse;
pub use reference::reference;
pub use role::role;
pub(crate) use spelled::{toml_key, toml_text, toml_value};
pub use table::{KnowledgeTable, table, tables};
pub use table_page::{explain_table, list_tables};

mod bind;
mod builtin;
mod case;
mod choose;
mod clause;
mod convert;
mod discover;
mod example;
mod explain;
pub(crate) mod keys;
mod library;
mod name;
mod page;
mod param;
mod params;
mod parse;
mod pattern;
mod query;
pub(crate) mod reader;
mod reference;
mod right;
mod role;
mod scope;
mod set;
mod spelled;
mod statement;
mod sure;
mod syntax;
mod table;
mod table_page;
mod template;
mod together;
mod written;
