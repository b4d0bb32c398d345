//! Which findings an entry of a file is about: of which spec, on which subjects.

use super::coverage::name_glob;
use super::pattern::NameGlob;
use crate::date::Date;
use crate::diagnostic::{Place, SourceFile};
use crate::spec::full_name;
use crate::spec::reader::{Entry, Reader, Table};

/// Which findings an entry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// A spec: its id, or its name as reports have it, `<file>::<id>`.
    pub spec: String,
    /// The bytes of that text.
    pub spec_place: Place,
    /// The address or the construct path of the subject; `None`: any.
    pub address: Option<NameGlob>,
    /// Where the entry stands.
    pub place: Place,
}

impl Target {
    /// Whether it names the spec of this id in the file of this name.
    pub fn names(&self, file: &str, spec: &str) -> bool {
        self.spec == spec || self.spec == full_name(file, spec)
    }

    /// Whether it is about this subject.
    pub fn covers(&self, address: &str, construct_path: Option<&str>) -> bool {
        self.address.as_ref().is_none_or(|glob| {
            glob.has_address(address) || construct_path.is_some_and(|path| glob.has(path))
        })
    }

    /// As it is written, on one line: `spec = "x", address = "y"`.
    pub fn written(&self) -> String {
        match &self.address {
            Some(glob) => format!("spec = \"{}\", address = \"{}\"", self.spec, glob.text()),
            None => format!("spec = \"{}\"", self.spec),
        }
    }
}

/// Reads `spec` and `address` of an entry.
pub(crate) fn target(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    file: &SourceFile,
    of: &str,
) -> Option<Target> {
    let address = table
        .get("address")
        .and_then(|entry| name_glob(reader, entry));
    let Some(entry) = table.get("spec") else {
        let found = reader.error(table.head(), format!("this {of} names no spec"), "");
        found
            .help
            .push("add `spec = \"...\"`: the id of a spec, or <file>::<id>".to_owned());
        return None;
    };
    let spec = reader.words(entry)?;
    Some(Target {
        spec,
        spec_place: place(file, entry.value_span()),
        address,
        place: place(file, table.head()),
    })
}

/// A day, in quotes or as TOML writes it.
pub(crate) fn day(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<Date> {
    let written = match reader.as_text(entry.value) {
        Some(text) => text.value,
        None => reader.slice(entry.value_span()),
    };
    let date = Date::read(written);
    if date.is_none() {
        reader.wrong(entry, "a day, as \"2027-01-31\"");
    }
    date
}

fn place(file: &SourceFile, span: std::ops::Range<usize>) -> Place {
    Place {
        file: file.clone(),
        span,
        label: String::new(),
    }
}
