//! Names of backends and providers that are no misspellings, though no stack of a run has them.

use super::facts;
use crate::check::Run;
use crate::spec::Pattern;
use crate::stack::BlockKind;

/// The backends of Terraform and OpenTofu, `cloud` aside, which is a block of its own.
/// Source: "Backend Configuration", Terraform documentation; "Backends", OpenTofu's.
const BACKENDS: [&str; 12] = [
    "azurerm",
    "consul",
    "cos",
    "gcs",
    "http",
    "kubernetes",
    "local",
    "oci",
    "oss",
    "pg",
    "remote",
    "s3",
];

/// Providers by the names that their own documentation gives them, beside those that the facts know.
/// Source: the "official" tier of the Terraform registry.
const PROVIDERS: [&str; 20] = [
    "archive",
    "awscc",
    "azuread",
    "azurerm",
    "boundary",
    "cloudinit",
    "consul",
    "dns",
    "external",
    "google",
    "google-beta",
    "hcp",
    "helm",
    "http",
    "kubernetes",
    "nomad",
    "tfe",
    "time",
    "tls",
    "vault",
];

/// Whether a name of blocks of this kind is known though no stack has one: a spec of the `s3`
/// backend has nothing to say where the state is kept elsewhere, and is not misspelt.
pub(super) fn is_known(run: &Run<'_>, kind: BlockKind, pattern: &Pattern) -> bool {
    match kind {
        BlockKind::Backend => BACKENDS.iter().any(|name| pattern.matches(name)),
        BlockKind::Provider => {
            let facts = pattern.glob.is_none() && facts(run).provider(&pattern.text).is_some();
            facts || PROVIDERS.iter().any(|name| pattern.matches(name))
        }
        _ => false,
    }
}

/// All such names of a kind, for suggestions.
pub(super) fn names(kind: BlockKind) -> &'static [&'static str] {
    match kind {
        BlockKind::Backend => &BACKENDS,
        BlockKind::Provider => &PROVIDERS,
        _ => &[],
    }
}
