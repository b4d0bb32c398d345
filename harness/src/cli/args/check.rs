//! The reports of `check`.

use std::path::PathBuf;

use clap::ValueEnum;

/// A report of `check`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct CheckReport {
    pub(in crate::cli) kind: CheckKind,
    /// `None`: standard output.
    pub(in crate::cli) file: Option<PathBuf>,
}

/// Its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CheckKind {
    /// JSON Lines, see docs/json-lines.md
    Json,
    /// `JUnit` XML: GitLab, Jenkins, Azure
    Junit,
    /// SARIF 2.1.0: code scanning
    Sarif,
    /// A summary in Markdown: a pull request, a CI job
    Markdown,
    /// One page that needs nothing else
    Html,
    /// Annotations of GitHub Actions
    Github,
}

impl CheckKind {
    /// The word for it.
    pub(in crate::cli) fn word(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

impl CheckReport {
    /// Reads `KIND=FILE`; GitHub reads annotations from standard output, so they need no file.
    ///
    /// # Errors
    /// What is wrong with it, for clap.
    pub(in crate::cli) fn read(text: &str) -> Result<Self, String> {
        let kinds = CheckKind::value_variants().iter().map(|kind| kind.word());
        let kinds = kinds.collect::<Vec<_>>().join(", ");
        let (word, file) = match text.split_once('=') {
            Some((word, file)) => (word, Some(file)),
            None => (text, None),
        };
        let kind = CheckKind::from_str(word, false).map_err(|_| {
            format!("`{word}` is no kind of report of check; the kinds are {kinds}")
        })?;
        let file = match (kind, file) {
            (CheckKind::Github, None | Some("-")) => None,
            (_, None) => return Err(format!("write {word}=FILE")),
            (_, Some("-")) => {
                return Err(format!(
                    "only `github` goes to standard output beside the report for people; write {word}=FILE"
                ));
            }
            (_, Some("")) => return Err("no file is named behind `=`".to_owned()),
            (_, Some(file)) => Some(PathBuf::from(file)),
        };
        Ok(CheckReport { kind, file })
    }
}
