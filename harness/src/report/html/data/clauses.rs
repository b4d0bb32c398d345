//! The clauses of the page: those of the leaves, and what the mutants say of them.

use std::collections::HashMap;

use serde::Serialize;

use crate::proof::{ClauseProof, Mutation};
use crate::report::html::Page;
use crate::report::html::text::Text;

/// Spec as `<file>::<id>`, number of the clause, how it is written, file, line, whether it is proven,
/// why not, and how many leaves it covers.
#[derive(Debug, Serialize)]
pub(super) struct Row(Text, usize, Text, Text, usize, bool, Option<Text>, usize);

/// A clause as it is named everywhere.
type Name<'c> = (&'c str, &'c str, usize);

/// A row for each clause. What either the leaves or the mutants prove is proven; those of the leaves
/// come first, because leaves name them by number.
pub(super) fn rows(page: &Page<'_>) -> Vec<Row> {
    merged(page)
        .into_iter()
        .map(|(clause, proven)| row(clause, proven))
        .collect()
}

/// How many clauses there are, and how many of them are proven.
pub(in crate::report::html) fn proven(page: &Page<'_>) -> (usize, usize) {
    let clauses = merged(page);
    let proven = clauses.iter().filter(|(_, proven)| *proven).count();
    (clauses.len(), proven)
}

fn merged<'p>(page: &Page<'p>) -> Vec<(&'p ClauseProof, bool)> {
    let leaves: &[ClauseProof] = page.leaves.map_or(&[], |leaves| &leaves.clauses);
    let mutants: &[ClauseProof] = page
        .mutation
        .map_or(&[], |Mutation { clauses, .. }| clauses);
    let mut rows: Vec<_> = leaves
        .iter()
        .map(|clause| (clause, clause.proven))
        .collect();
    let places: HashMap<Name<'_>, usize> = leaves
        .iter()
        .enumerate()
        .map(|(at, clause)| (name(clause), at))
        .collect();
    for clause in mutants {
        match places.get(&name(clause)).and_then(|at| rows.get_mut(*at)) {
            Some((_, proven)) => *proven |= clause.proven,
            None => rows.push((clause, clause.proven)),
        }
    }
    rows
}

fn name(clause: &ClauseProof) -> Name<'_> {
    (&clause.file, &clause.spec, clause.clause)
}

fn row(clause: &ClauseProof, proven: bool) -> Row {
    let why = clause.why.as_deref().filter(|_| !proven);
    Row(
        Text::of(&format!("{}::{}", clause.file, clause.spec)),
        clause.clause,
        Text::of(&clause.written),
        Text::of(&clause.source.display().to_string()),
        clause.line,
        proven,
        why.map(Text::of),
        clause.covers,
    )
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::proof::LeafCoverage;

    fn clause(spec: &str, proven: bool) -> ClauseProof {
        ClauseProof {
            file: "f".into(),
            spec: spec.into(),
            clause: 0,
            written: String::new(),
            source: "specs/f.toml".into(),
            line: 1,
            proven,
            why: (!proven).then(|| "no change makes it fail".into()),
            covers: 0,
        }
    }

    #[track_caller]
    fn says(leaves: &[ClauseProof], mutants: &[ClauseProof], expected: (usize, usize)) {
        let leaves = LeafCoverage {
            clauses: leaves.to_vec(),
            ..LeafCoverage::default()
        };
        let mutation = Mutation {
            clauses: mutants.to_vec(),
            ..Mutation::default()
        };
        let page = Page {
            leaves: Some(&leaves),
            mutation: Some(&mutation),
            ..Page::default()
        };
        assert_eq!(proven(&page), expected);
        assert_eq!(rows(&page).len(), expected.0);
    }

    #[test]
    fn what_either_proves_is_proven() {
        let (yes, no) = (clause("a", true), clause("a", false));
        says(&[], &[], (0, 0));
        says(std::slice::from_ref(&no), &[], (1, 0));
        says(
            std::slice::from_ref(&no),
            std::slice::from_ref(&yes),
            (1, 1),
        );
        says(
            std::slice::from_ref(&yes),
            std::slice::from_ref(&no),
            (1, 1),
        );
        says(&[no], &[clause("b", true)], (2, 1));
    }
}
