//! The public corpus, which is not in this repository.

use std::path::PathBuf;

pub(crate) use crate::say::say;

/// Where it is; without it, says that the test was skipped.
#[expect(
    clippy::disallowed_methods,
    reason = "the corpus is not in the repository"
)]
pub(crate) fn corpus() -> Option<PathBuf> {
    let found = std::env::var_os("STACKSPEC_CORPUS").map(PathBuf::from);
    if found.is_none() {
        say("skipped: STACKSPEC_CORPUS is not set");
    }
    found
}
