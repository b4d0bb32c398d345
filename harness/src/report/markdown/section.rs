//! A table with a title, as long as there is room for it.

use std::io::{self, Write};

/// A table under construction. Its cells are Markdown already.
#[derive(Debug)]
pub(crate) struct Section {
    /// What stands over it, before the count of its rows.
    pub(crate) title: String,
    pub(crate) heads: Vec<String>,
    /// From which column on cells stand to the right.
    pub(crate) right: usize,
    pub(crate) rows: Vec<Vec<String>>,
    /// How many rows are written.
    pub(crate) shown: usize,
}

impl Section {
    /// A table that is seen at once. `left` is how many bytes rows may still take, here and further
    /// down; what there is no room for is counted.
    ///
    /// # Errors
    /// Those of `out`.
    pub(crate) fn open(&self, left: &mut usize, out: &mut impl Write) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        writeln!(out, "### {}: {}\n", self.title, self.rows.len())?;
        self.table(left, out)
    }

    /// A table that is seen when somebody asks for it.
    ///
    /// # Errors
    /// Those of `out`.
    pub(crate) fn folded(&self, left: &mut usize, out: &mut impl Write) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let (title, count) = (&self.title, self.rows.len());
        writeln!(out, "<details><summary>{title}: {count}</summary>\n")?;
        self.table(left, out)?;
        writeln!(out, "</details>\n")
    }

    fn table(&self, left: &mut usize, out: &mut impl Write) -> io::Result<()> {
        let mut rows: Vec<String> = Vec::new();
        for row in self.rows.iter().take(self.shown) {
            let row = format!("| {} |", row.join(" | "));
            if row.len() > *left {
                break;
            }
            *left -= row.len();
            rows.push(row);
        }
        if !rows.is_empty() {
            let rule = |at: usize| if at < self.right { "---" } else { "---:" };
            let rules: Vec<&str> = (0..self.heads.len()).map(rule).collect();
            let (heads, rules) = (self.heads.join(" | "), rules.join(" | "));
            writeln!(out, "| {heads} |\n| {rules} |")?;
        }
        for row in &rows {
            writeln!(out, "{row}")?;
        }
        match (self.rows.len() - rows.len(), rows.is_empty()) {
            (0, _) => writeln!(out),
            (more, true) => writeln!(out, "{more} that are not shown here.\n"),
            (more, false) => writeln!(out, "\nand {more} more.\n"),
        }
    }
}
