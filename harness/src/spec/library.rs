//! The specs that ship with stackspec, by group.
//!
//! A group is a folder of `specs/` (`aws`, `aws/lambda`), a purpose that specs name under `groups`
//! (`security`, `naming`), a level (`deny`, `warn`), the id of one spec, or `all`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Level, SpecFile, parse};
use crate::diagnostic::{Diagnostic, SourceFile, nearest};

/// The library's files: the path below `specs`, and the text.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// What the paths of its files begin with in messages: no folder is called so.
const SHIPPED: &str = "<library>";

/// The group of every spec of the library.
pub const ALL: &str = "all";

/// The library's spec files that belong to one of these groups, each with the specs that do. A file
/// is called by its path, as `aws::lambda::image-without-uri`.
///
/// # Errors
/// A group that names nothing: a typo would choose nothing, silently. And whatever is wrong with the
/// library itself, which its own tests rule out.
pub fn library(groups: &[String]) -> Result<Vec<SpecFile>, Vec<Diagnostic>> {
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let mut errors = Vec::new();
    let mut files = Vec::new();
    for (path, text) in FILES {
        match parse(&source(path, text), &name(path)) {
            Ok(file) => files.push((*path, file)),
            Err(found) => errors.extend(found),
        }
    }
    let groups: Vec<String> = groups
        .iter()
        .flat_map(|group| group.split(','))
        .map(|group| group.trim().trim_end_matches('/').to_owned())
        .collect();
    for group in &groups {
        let named = |(path, file): &(&str, SpecFile)| {
            let of = |spec: &super::Spec| belongs(group, path, spec);
            file.specs.iter().any(of)
        };
        if !files.iter().any(named) {
            errors.push(unknown(group, &files));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let chosen = files.into_iter().filter_map(|(path, mut file)| {
        let of = |spec: &super::Spec| groups.iter().any(|group| belongs(group, path, spec));
        file.specs.retain(of);
        (!file.specs.is_empty()).then_some(file)
    });
    Ok(chosen.collect())
}

/// [`library()`], at these levels where they name a spec of it.
///
/// # Errors
/// Those of [`library()`].
pub fn library_at(
    groups: &[String],
    levels: &BTreeMap<String, Level>,
) -> Result<Vec<SpecFile>, Vec<Diagnostic>> {
    let mut files = library(groups)?;
    for spec in files.iter_mut().flat_map(|file| &mut file.specs) {
        if let Some(level) = levels.get(&spec.id) {
            spec.level = *level;
        }
    }
    Ok(files)
}

/// The ids of all specs of the library: the stems of its files, each of which holds one spec.
pub fn library_ids() -> impl Iterator<Item = &'static str> {
    let stem = |path: &'static str| Path::new(path).file_stem()?.to_str();
    FILES.iter().filter_map(move |(path, _)| stem(path))
}

/// Whether a spec file is one of the library.
pub(crate) fn is_shipped(file: &SpecFile) -> bool {
    file.source.path.starts_with(SHIPPED)
}

/// The groups that a spec of the library belongs to, `all` and its own id left out, sorted. `file`
/// is the name of its file.
pub fn groups_of(file: &str, spec: &super::Spec) -> Vec<String> {
    let mut groups: BTreeSet<String> = spec.groups.iter().cloned().collect();
    let folders: Vec<&str> = file.split("::").collect();
    for end in 1..folders.len() {
        groups.insert(folders[..end].join("/"));
    }
    groups.into_iter().collect()
}

fn source(path: &str, text: &str) -> SourceFile {
    SourceFile {
        path: Path::new(SHIPPED).join(path),
        text: text.into(),
    }
}

fn name(path: &str) -> String {
    let path = PathBuf::from(path).with_extension("");
    path.to_string_lossy().replace(['/', '\\'], "::")
}

fn belongs(group: &str, path: &str, spec: &super::Spec) -> bool {
    let below = path.strip_prefix(group);
    group == ALL
        || below.is_some_and(|rest| rest.starts_with('/') || rest == ".toml")
        || spec.id == group
        || spec.level.word() == group
        || spec.groups.iter().any(|own| own == group)
}

fn unknown(group: &str, files: &[(&str, SpecFile)]) -> Diagnostic {
    let mut known: BTreeSet<String> = BTreeSet::from([ALL, "deny", "warn"].map(str::to_owned));
    for (path, file) in files {
        for spec in &file.specs {
            known.extend(groups_of(&name(path), spec));
        }
    }
    let ids = files.iter().flat_map(|(_, file)| &file.specs);
    let ids: Vec<&str> = ids.map(|spec| spec.id.as_str()).collect();
    let error = Diagnostic::error(format!("the library has no group `{group}`"));
    let listed: Vec<&str> = known.iter().map(String::as_str).collect();
    // `lambda` is `aws/lambda`, and so is `AWS/Lambda`.
    let folded = group.to_ascii_lowercase();
    let below = format!("/{folded}");
    let near = listed
        .iter()
        .find(|name| **name == folded || name.ends_with(&below));
    let near = near.copied();
    match near.or_else(|| nearest(group, listed.iter().copied().chain(ids))) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help(
            "`stackspec explain library` lists its groups, `stackspec list specs --library all` \
             its specs",
        ),
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn ids(groups: &[&str]) -> Vec<String> {
        let groups: Vec<String> = groups.iter().map(ToString::to_string).collect();
        let files = library(&groups).unwrap_or_else(|found| panic!("{found:?}"));
        let specs = files.iter().flat_map(|file| &file.specs);
        specs.map(|spec| spec.id.clone()).collect()
    }

    #[test]
    fn folders_are_groups_and_so_are_ids() {
        let all = ids(&["all"]);
        assert!(all.len() >= 3, "{all:?}");
        assert_eq!(ids(&["aws", "aws"]), ids(&["aws"]));
        assert_eq!(ids(&[all[0].as_str()]), [all[0].clone()]);
        assert_eq!(ids(&[]), Vec::<String>::new());
    }

    #[test]
    fn a_group_that_names_nothing_is_an_error() {
        let found = library(&["awz".to_owned()]).unwrap_err();
        let text = found[0].render(false);
        assert!(text.contains("no group `awz`"), "{text}");
        assert!(text.contains("did you mean `aws`"), "{text}");
        // A part of a folder's name is no group.
        assert!(library(&["aw".to_owned()]).is_err());
        assert!(library(&[String::new()]).is_err());
        assert_eq!(
            ids(&["aws/dynamodb/,aws/iam"]),
            ids(&["aws/dynamodb", "aws/iam"])
        );
        for written in ["dynamodb", "AWS/DynamoDB"] {
            let found = library(&[written.to_owned()]).unwrap_err();
            let text = found[0].render(false);
            assert!(text.contains("did you mean `aws/dynamodb`"), "{text}");
        }
    }

    #[test]
    fn a_file_is_called_by_its_path() {
        assert_eq!(name("aws/lambda/image.toml"), "aws::lambda::image");
    }
}
