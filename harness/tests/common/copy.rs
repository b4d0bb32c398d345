//! Copies of what lies in the repository.

use std::fs;
use std::path::Path;

/// Copies a file, or a folder with all that is in it. `from` is below the root of the repository, or absolute.
pub(crate) fn copy(from: impl AsRef<Path>, to: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(from);
    if from.is_file() {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
        return;
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy(entry.path(), &to.join(entry.file_name()));
    }
}
