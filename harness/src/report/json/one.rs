//! Lines by themselves, for the commands that list and query.

use std::io::{self, Write};

use super::lines::{Line, Resource};
use super::{line, problem, stack};
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::stack::{Block, Stack};

/// Writes the line of a stack, as [`write()`](super::write()) does.
///
/// # Errors
/// Those of `out`.
pub fn write_stack(of: &Stack, role: &str, out: &mut impl Write) -> io::Result<()> {
    line(&stack(of, role), out)
}

/// Writes the line of a resource: `list resources`.
///
/// # Errors
/// Those of `out`.
pub fn write_resource(stack: &Stack, block: &Block, out: &mut impl Write) -> io::Result<()> {
    line(
        &Resource {
            stack: &stack.name,
            address: &block.address,
            resource_type: &block.type_name,
            construct_path: block.construct_path.as_deref(),
        },
        out,
    )
}

/// Writes the line of a spec: `list specs`.
///
/// # Errors
/// Those of `out`.
pub fn write_spec(
    file: &crate::spec::SpecFile,
    spec: &crate::spec::Spec,
    out: &mut impl Write,
) -> io::Result<()> {
    line(
        &Line::Spec {
            file: &file.name,
            spec: &spec.id,
            level: spec.level.word(),
            title: spec.title.as_deref(),
            selects: match file.name == crate::spec::BUILT_IN {
                true => "built-in",
                false => spec.selects.what.word(),
            },
            groups: crate::spec::groups_of(&file.name, spec),
            refs: &spec.refs,
            params: &spec.uses,
            cases: spec.cases.len(),
        },
        out,
    )
}

/// Writes the line of one problem.
///
/// # Errors
/// Those of `out`.
pub fn write_problem(exit: Exit, found: &Diagnostic, out: &mut impl Write) -> io::Result<()> {
    line(&problem(exit, found), out)
}

/// Writes the line of a value that a query found.
///
/// # Errors
/// Those of `out`.
pub fn write_value(
    stack: &str,
    address: &str,
    path: &str,
    value: &str,
    sure: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    line(
        &Line::Value {
            stack,
            address,
            path,
            value,
            sure,
        },
        out,
    )
}

/// Where a hop of a walk came to: `query`.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Hop<'a> {
    /// The stack of the block that the walk starts from.
    pub stack: &'a str,
    /// The address of that block.
    pub from: &'a str,
    /// Which hop, from 1.
    pub hop: usize,
    /// The hop as it is written.
    pub text: &'a str,
    /// The stack of the block that it came to.
    pub to_stack: &'a str,
    /// The address of that block.
    pub address: &'a str,
    /// Its construct path.
    pub construct_path: Option<&'a str>,
    /// Where in that block the row of a view stands.
    pub path: Option<String>,
    /// The attribute of the reference that led there.
    pub through: Option<&'a str>,
    /// Whether it is surely reached.
    pub sure: bool,
}

/// Writes the line of a place that a hop came to: `query`.
///
/// # Errors
/// Those of `out`.
pub fn write_hop(hop: &Hop<'_>, out: &mut impl Write) -> io::Result<()> {
    line(&Line::Hop(hop), out)
}

/// An edge of the graph: `graph`. An edge to several blocks is a line each.
#[derive(serde::Serialize)]
pub struct Edge<'a> {
    /// The stack of the block that refers.
    pub stack: &'a str,
    /// The address of that block.
    pub from: &'a str,
    /// Where in its body, as a normalized path.
    pub path: &'a str,
    /// The attribute, as `follow` names it.
    pub label: &'a str,
    /// `block`, `undeclared` or `outside`.
    pub leads: &'a str,
    /// The stack of the block that it leads to.
    pub to_stack: Option<&'a str>,
    /// The address of that block; of anything else, what is written.
    pub to: &'a str,
    /// The attribute of that block that is taken.
    pub attribute: Option<&'a str>,
    /// It orders, and carries no value.
    pub order: bool,
    /// Whether it surely leads there, not to another one of several.
    pub sure: bool,
}

/// Writes the line of an edge: `graph`.
///
/// # Errors
/// Those of `out`.
pub fn write_edge(edge: &Edge<'_>, out: &mut impl Write) -> io::Result<()> {
    line(&Line::Edge(edge), out)
}

/// Writes the line of a walk as a whole: `query`. `broken_at` counts hops from 1.
///
/// # Errors
/// Those of `out`.
pub fn write_walk(
    stack: &str,
    from: &str,
    reached: usize,
    broken_at: Option<usize>,
    open: &[&str],
    out: &mut impl Write,
) -> io::Result<()> {
    let walk = Line::Walk {
        stack,
        from,
        reached,
        broken_at,
        open,
    };
    line(&walk, out)
}

/// Writes the line of a case of a spec file: `test`.
///
/// # Errors
/// Those of `out`.
pub fn write_case(
    file: &str,
    spec: &str,
    case: usize,
    expected: &str,
    actual: &str,
    ok: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    line(
        &Line::Case {
            file,
            spec,
            case,
            expected,
            actual,
            ok,
        },
        out,
    )
}
