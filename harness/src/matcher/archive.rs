//! Files that a value names.

use super::judge::{Beside, Expected, WrongType, wrong};
use super::shape::{self, Unit};
use crate::files::Looked;
use crate::value::{Kind, Node};
use crate::verdict::Truth;

/// Whether a value is the name of a regular file that is there.
pub(super) fn file(actual: &Node<'_>, beside: &Beside<'_>) -> Result<Truth, WrongType> {
    let Some(name) = name(actual, "a string")? else {
        return Ok(Truth::Unknown);
    };
    let Some(at) = beside.files else {
        return Ok(Truth::Unknown);
    };
    match at.files.look(at.folder, name) {
        Looked::File { .. } => Ok(Truth::True),
        Looked::Nothing => Ok(gone(beside)),
        Looked::NoFile => Ok(Truth::False),
        Looked::Outside => Err(WrongType {
            wants: "a name under the root (`--root`)".into(),
            is: "a name that leads out of it",
        }),
        Looked::Unreadable(why) => Err(WrongType {
            wants: format!("a file that can be looked at ({why})").into(),
            is: "one that cannot",
        }),
    }
}

/// Whether a value is the name of a zip archive with such an entry.
pub(super) fn entry(
    actual: &Node<'_>,
    expected: &Expected<'_>,
    beside: &Beside<'_>,
) -> Result<Truth, WrongType> {
    match file(actual, beside)? {
        Truth::True => {}
        // What is not in an archive that is not there says nothing.
        Truth::False if beside.negated => {
            return Err(WrongType {
                wants: "a zip archive to look into".into(),
                is: "the name of no file",
            });
        }
        other => return Ok(other),
    }
    let (Some(name), Some(at)) = (name(actual, "a string")?, beside.files) else {
        return Ok(Truth::Unknown);
    };
    let entries = at.files.entries(at.folder, name).map_err(|why| WrongType {
        wants: format!("a zip archive, and it {why}").into(),
        is: "the name of another file",
    })?;
    let (nodes, open) = expected.nodes();
    let mut truth = Truth::False;
    for node in nodes {
        truth = truth.or(match node.as_str() {
            None => Truth::Unknown,
            Some(wanted) => {
                let glob = shape::glob(wanted);
                Truth::from(entries.iter().any(|entry| is_like(&glob, entry)))
            }
        });
    }
    Ok(if open {
        truth.or(Truth::Unknown)
    } else {
        truth
    })
}

fn is_like(glob: &[shape::Glob], entry: &str) -> bool {
    let units: Vec<Unit> = entry.chars().map(Unit::Char).collect();
    shape::matches(glob, &units) == Truth::True
}

/// The name that a value is; `None` if it is not known.
fn name<'n>(actual: &'n Node<'_>, wants: &'static str) -> Result<Option<&'n str>, WrongType> {
    match &actual.kind {
        Kind::Text(text) => Ok(text.as_known()),
        Kind::Unknown(hole) if hole.starts_with.is_none() => Ok(None),
        _ => wrong(actual, wants),
    }
}

/// What it means that no file of that name is there: what is not written out may be made before it
/// is wanted (an archive that a data source packs), and a plan does not say where it was made.
fn gone(beside: &Beside<'_>) -> Truth {
    let written_out = beside.origin.map(|origin| origin().literal) == Some(Truth::True);
    let here = beside.files.is_some_and(|at| !at.elsewhere);
    match written_out && here {
        true => Truth::False,
        false => Truth::Unknown,
    }
}
