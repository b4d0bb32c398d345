//! The lines of `stable`.

use std::io::{self, Write};

use serde::Serialize;

use super::{VERSION, line, problem};
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::suite::{Stability, UnstableKind};

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Difference {
        kind: UnstableKind,
        file: &'a str,
        stack: Option<&'a str>,
        address: Option<&'a str>,
        path: &'a str,
        a: Option<&'a str>,
        b: Option<&'a str>,
        allowed: Option<&'a str>,
    },
    Summary {
        version: u32,
        verb: &'static str,
        files: usize,
        resources: usize,
        values: usize,
        differences: usize,
        allowed: usize,
        exit_code: u8,
    },
}

/// Writes the report of `stable`.
///
/// # Errors
/// Those of `out`.
pub fn write_stable(of: &Stability, exit: Exit, out: &mut impl Write) -> io::Result<()> {
    for unlike in &of.unlike {
        let difference = Line::Difference {
            kind: unlike.kind,
            file: &unlike.file,
            stack: unlike.stack.as_deref(),
            address: unlike.address.as_deref(),
            path: &unlike.path,
            a: unlike.a.as_deref(),
            b: unlike.b.as_deref(),
            allowed: unlike.allowed,
        };
        line(&difference, out)?;
    }
    let summary = Line::Summary {
        version: VERSION,
        verb: "stable",
        files: of.files,
        resources: of.resources,
        values: of.values,
        differences: of.red().count(),
        allowed: of.allowed().count(),
        exit_code: exit.code(),
    };
    line(&summary, out)
}

/// Writes what stood in the way of `stable`, and the summary of nothing.
///
/// # Errors
/// Those of `out`.
pub fn write_stable_problems(
    problems: &[(Exit, Diagnostic)],
    exit: Exit,
    out: &mut impl Write,
) -> io::Result<()> {
    for (exit, diagnostic) in problems {
        line(&problem(*exit, diagnostic), out)?;
    }
    write_stable(&Stability::default(), exit, out)
}
