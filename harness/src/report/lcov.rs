//! Coverage as an lcov tracefile, for genhtml, Codecov and editors.
//!
//! Source: geninfo(1), "FILES", of LCOV 1.16. A line of the file is one that holds leaves; a
//! function is a resource; where several leaves stand on one line (a policy in JSON text) each is
//! a branch of it.
//!
//! A line counts as hit only if *every* leaf on it is covered: one covered leaf of a policy must
//! not colour the whole policy green. Leaves that are not known are left out, as from every other
//! figure.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use crate::diagnostic::escape;
use crate::proof::{BlockLeaves, Leaf, LeafCoverage, LeafState, StackLeaves};
use crate::stack::BlockKind;

/// Writes the tracefile.
///
/// # Errors
/// Those of `out`.
pub fn write(coverage: &LeafCoverage, out: &mut impl Write) -> io::Result<()> {
    for stack in &coverage.stacks {
        let mut files: BTreeMap<&Path, Vec<&BlockLeaves>> = BTreeMap::new();
        for block in &stack.blocks {
            files.entry(&block.file).or_default().push(block);
        }
        for (file, blocks) in files {
            record(stack, file, &blocks, out)?;
        }
    }
    Ok(())
}

/// The record of one file.
fn record(
    stack: &StackLeaves,
    file: &Path,
    blocks: &[&BlockLeaves],
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, "TN:{}", test_name(&stack.stack))?;
    writeln!(out, "SF:{}", escape(&file.to_string_lossy()))?;
    let resources = blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Resource);
    let (mut found, mut hit) = (0, 0);
    for block in resources.clone() {
        writeln!(out, "FN:{},{}", block.line, function(&block.address))?;
    }
    for block in resources {
        let specs = block.covered_by.len();
        writeln!(out, "FNDA:{specs},{}", function(&block.address))?;
        found += 1;
        hit += usize::from(specs > 0);
    }
    writeln!(out, "FNF:{found}\nFNH:{hit}")?;

    let mut lines: BTreeMap<usize, Vec<&Leaf>> = BTreeMap::new();
    for leaf in blocks.iter().flat_map(|block| &block.leaves) {
        if leaf.state != LeafState::Unknown {
            lines.entry(leaf.line).or_default().push(leaf);
        }
    }
    let (mut found, mut hit) = (0, 0);
    for (line, leaves) in &lines {
        // A line with one leaf has no branches: it says the same itself.
        if leaves.len() > 1 {
            for (branch, leaf) in leaves.iter().enumerate() {
                let clauses = clauses(leaf);
                writeln!(out, "BRDA:{line},0,{branch},{clauses}")?;
                found += 1;
                hit += usize::from(clauses > 0);
            }
        }
    }
    writeln!(out, "BRF:{found}\nBRH:{hit}")?;

    let mut hit = 0;
    for (line, leaves) in &lines {
        let covered = leaves.iter().all(|leaf| leaf.state == LeafState::Covered);
        let count = match covered {
            true => distinct(leaves),
            false => 0,
        };
        writeln!(out, "DA:{line},{count}")?;
        hit += usize::from(count > 0);
    }
    writeln!(out, "LF:{}\nLH:{hit}\nend_of_record", lines.len())
}

/// How many clauses cover a leaf: of a covered one never 0, which would say the opposite.
fn clauses(leaf: &Leaf) -> usize {
    match leaf.state {
        LeafState::Covered => leaf.by.len().max(1),
        _ => 0,
    }
}

/// How many clauses cover leaves that are all covered.
fn distinct(leaves: &[&Leaf]) -> usize {
    let mut clauses: Vec<usize> = leaves.iter().flat_map(|leaf| leaf.by.to_vec()).collect();
    clauses.sort_unstable();
    clauses.dedup();
    clauses.len().max(1)
}

/// The name of a test: genhtml takes letters, digits and `_`.
fn test_name(stack: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    stack.chars().map(letter).collect()
}

/// The name of a function: in one line, and without the comma that ends it.
fn function(address: &str) -> String {
    escape(address).replace(',', "\\u{2c}")
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::report::example;

    fn written(coverage: &LeafCoverage) -> String {
        let mut text = Vec::new();
        write(coverage, &mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn lines_branches_and_functions() {
        let text = written(&example::coverage());
        let expected = "\
TN:shop_pr1
SF:cdktf.out/stacks/shop-pr1/cdk.tf.json
FN:10,aws_s3_bucket.logs
FN:20,aws_sqs_queue.jobs
FNDA:1,aws_s3_bucket.logs
FNDA:0,aws_sqs_queue.jobs
FNF:2
FNH:1
BRDA:12,0,0,1
BRDA:12,0,1,0
BRDA:13,0,0,2
BRDA:13,0,1,1
BRF:4
BRH:3
DA:11,2
DA:12,0
DA:13,2
DA:21,0
DA:22,0
DA:31,0
LF:6
LH:2
end_of_record
";
        assert_eq!(text, expected);
    }

    /// The red twin: nothing that a name brings along makes a record of its own.
    #[test]
    fn hostile_names_stay_in_their_line() {
        let mut coverage = example::coverage();
        let stack = &mut coverage.stacks[0];
        stack.stack = "a\nend_of_record".into();
        stack.blocks[0].address = "x.y[\"a,b\nDA:1,5\nend_of_record\"]".into();
        for block in &mut stack.blocks {
            block.file = "in/a\nDA:9,9".into();
        }
        let text = written(&coverage);
        let starts: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("DA:"))
            .collect();
        assert_eq!(starts.len(), 6, "{text}");
        assert_eq!(text.matches("\nend_of_record\n").count(), 1, "{text}");
        let name = "x.y[\"a\\u{2c}b\\nDA:1\\u{2c}5\\nend_of_record\"]";
        assert!(text.contains(&format!("FN:10,{name}\n")), "{text}");
        assert!(text.contains(&format!("FNDA:1,{name}\n")), "{text}");
        assert!(
            text.starts_with("TN:a_end_of_record\nSF:in/a\\nDA:9,9\n"),
            "{text}"
        );
    }
}
