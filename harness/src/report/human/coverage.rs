//! The coverage table.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::gate::{SHOWN, share};
use super::style::{Paint, Tone, WIDTH, elide};
use super::{Options, counted};
use crate::coverage::{Coverage, ResourceCoverage};
use crate::diagnostic::escape;
use crate::proof::{Counted, GateResult, percent};

pub(super) fn write(
    of: &Counted,
    gate: Option<&GateResult>,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    let paint = Paint(options.colour);
    let coverage = &of.coverage;
    let (all, covered) = coverage.resources();
    let percent = share(coverage.percent());
    let (tone, verdict) = match gate {
        None => (Tone::Bold, String::new()),
        Some(gate) => {
            let (tone, failed) = super::gate::tone(gate);
            (tone, format!("; {} % are required{failed}", gate.wanted))
        }
    };
    let word = paint.tone(tone, "coverage");
    let ignored = match of.ignored_resources {
        0 => String::new(),
        ignored => format!("; {ignored} more ignored"),
    };
    writeln!(
        out,
        "{word}: {covered} of {} covered ({percent}){ignored}{verdict}",
        counted(all, "resource")
    )?;
    types(coverage, options, out)?;
    uncovered(coverage, options, out)
}

/// A line a type; on a terminal only the types that are not covered as a whole.
fn types(coverage: &Coverage, options: Options, out: &mut impl Write) -> io::Result<()> {
    let mut types: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for resource in coverage.stacks.iter().flat_map(|stack| &stack.resources) {
        let (all, covered) = types.entry(&resource.type_name).or_default();
        *all += 1;
        *covered += usize::from(resource.is_covered());
    }
    let shown: Vec<_> = types
        .iter()
        .filter(|(_, (all, covered))| options.verbose || covered < all)
        .map(|(name, (all, covered))| (elide(&escape(name), 60), *all, *covered))
        .collect();
    let width = shown.iter().map(|(name, ..)| name.chars().count()).max();
    let width = width.unwrap_or_default();
    for (name, all, covered) in &shown {
        let percent = share(percent(*covered, *all));
        let share = format!("{covered}/{all}");
        writeln!(out, "    | {name:<width$}  {share:>7}  {percent:>5}")?;
    }
    let whole = types.len() - shown.len();
    if whole > 0 && !shown.is_empty() {
        let verb = if whole == 1 { "is" } else { "are" };
        let types = counted(whole, "other type");
        writeln!(out, "    | {types} {verb} covered as a whole")?;
    }
    Ok(())
}

fn uncovered(coverage: &Coverage, options: Options, out: &mut impl Write) -> io::Result<()> {
    let limit = if options.lines == usize::MAX {
        usize::MAX
    } else {
        SHOWN
    };
    let several = coverage.stacks.len() > 1;
    let all: Vec<(&str, &ResourceCoverage)> = coverage
        .stacks
        .iter()
        .flat_map(|stack| stack.resources.iter().map(|r| (stack.stack.as_str(), r)))
        .filter(|(_, resource)| !resource.is_covered())
        .collect();
    if all.is_empty() {
        return Ok(());
    }
    writeln!(out, "    not covered by any spec:")?;
    for (stack, resource) in all.iter().take(limit) {
        let stack = if several {
            format!("[{}] ", escape(stack))
        } else {
            String::new()
        };
        let place = resource.construct_path.as_deref();
        let place = place.map_or_else(String::new, |path| format!("  ({})", escape(path)));
        let line = format!("{stack}{}{place}", escape(&resource.address));
        writeln!(out, "    - {}", elide(&line, WIDTH))?;
    }
    if all.len() > limit {
        writeln!(
            out,
            "    + {} more; `stackspec check --output FILE` lists them all",
            all.len() - limit
        )?;
    }
    Ok(())
}
