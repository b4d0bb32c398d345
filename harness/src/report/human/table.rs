//! Tables: columns as wide as what is in them.

use std::io::{self, Write};

/// Rows of `N` cells. A head that is empty everywhere is not written.
#[derive(Debug)]
pub(crate) struct Table<const N: usize> {
    heads: [&'static str; N],
    right: [bool; N],
    left_out: [bool; N],
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    /// With these heads; `right` says which columns stand to the right.
    pub(crate) fn new(heads: [&'static str; N], right: [bool; N]) -> Self {
        Self {
            heads,
            right,
            left_out: [false; N],
            rows: Vec::new(),
        }
    }

    /// Adds a row. The cells are safe already.
    pub(crate) fn row(&mut self, cells: [String; N]) {
        self.rows.push(cells);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Keeps the first rows, and says how many there were more.
    pub(crate) fn cut(&mut self, limit: usize) -> usize {
        let more = self.rows.len().saturating_sub(limit);
        self.rows.truncate(limit);
        more
    }

    /// Leaves out the columns that say only this.
    pub(crate) fn leave_out(&mut self, nothing: &str) {
        self.left_out = std::array::from_fn(|at| self.rows.iter().all(|row| row[at] == nothing));
    }

    pub(crate) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut widths = self.heads.map(str::len);
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let heads = self.heads.map(str::to_owned);
        let head = Some(&heads).filter(|heads| heads.iter().any(|head| !head.is_empty()));
        for row in head.into_iter().chain(&self.rows) {
            let mut line = String::new();
            let columns = row.iter().zip(widths).zip(self.right);
            for (((cell, width), right), out) in columns.zip(self.left_out) {
                if out {
                    continue;
                }
                let room = " ".repeat(width.saturating_sub(cell.chars().count()));
                match right {
                    true => line.push_str(&format!("{room}{cell}  ")),
                    false => line.push_str(&format!("{cell}{room}  ")),
                }
            }
            writeln!(out, "    | {}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn columns_are_as_wide_as_what_is_in_them() {
        let mut table = Table::new(["name", "n"], [false, true]);
        for (name, count) in [("a", "1"), ("longer", "1234"), ("b", "5")] {
            table.row([name.to_owned(), count.to_owned()]);
        }
        assert_eq!(table.cut(2), 1);
        let mut text = Vec::new();
        table.write(&mut text).unwrap();
        let expected = "    | name       n\n    | a          1\n    | longer  1234\n";
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }

    /// Red twin: a column that says something once stays.
    #[test]
    fn a_column_that_says_nothing_is_left_out() {
        let mut table = Table::new(["name", "n", "m"], [false, true, true]);
        for cells in [["a", "none", "none"], ["b", "none", "1"]] {
            table.row(cells.map(str::to_owned));
        }
        table.leave_out("none");
        let mut text = Vec::new();
        table.write(&mut text).unwrap();
        let expected = "    | name     m\n    | a     none\n    | b        1\n";
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }
}
