//! What a spec is called in test cases, reports and flags.

/// `<file>::<id>`; a file that is called as its only spec is named once: `aws::lambda::no-role`, not
/// `aws::lambda::no-role::no-role`.
///
/// ```
/// use stackspec::spec::full_name;
/// assert_eq!(full_name("storage", "bucket-public"), "storage::bucket-public");
/// assert_eq!(full_name("aws::s3::bucket-public", "bucket-public"), "aws::s3::bucket-public");
/// assert_eq!(full_name("bucket-public", "bucket-public"), "bucket-public::bucket-public");
/// ```
pub fn full_name(file: &str, id: &str) -> String {
    // Only below a folder: the library keeps one fault a file, a user's `iam.toml` may well hold
    // a spec `iam`, and others.
    match file.rsplit_once("::") {
        Some((_, last)) if last == id => file.to_owned(),
        _ => format!("{file}::{id}"),
    }
}
