//! Tables: columns as wide as what is in them.

use std::io::{self, Write};

/// Rows of `N` cells. A head that is empty everywhere is not written.
#[derive(Debug)]
pub(super) struct Table<const N: usize> {
    heads: [&'static str; N],
    right: [bool; N],
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    /// With these heads; `right` says which columns stand to the right.
    pub(super) fn new(heads: [&'static str; N], right: [bool; N]) -> Self {
        Self {
            heads,
            right,
            rows: Vec::new(),
        }
    }

    /// Adds a row. The cells are safe already.
    pub(super) fn row(&mut self, cells: [String; N]) {
        self.rows.push(cells);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Keeps the first rows, and says how many there were more.
    pub(super) fn cut(&mut self, limit: usize) -> usize {
        let more = self.rows.len().saturating_sub(limit);
        self.rows.truncate(limit);
        more
    }

    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
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
            for ((cell, width), right) in row.iter().zip(widths).zip(self.right) {
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
}
