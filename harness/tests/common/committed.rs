//! Files of the repository that are made from something else.

use std::path::Path;

use pretty_assertions::assert_eq;

/// The file at `path`, from the root of the repository, is what is made now. `STACKSPEC_BLESS=1`
/// writes it.
#[track_caller]
pub(crate) fn committed(path: &str, made: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if blessing() {
        std::fs::write(&file, made).unwrap();
    }
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(text, made, "{path}: run the test with STACKSPEC_BLESS=1");
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one switch that writes generated files"
)]
fn blessing() -> bool {
    std::env::var("STACKSPEC_BLESS").is_ok_and(|value| value == "1")
}
