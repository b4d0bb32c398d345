//! Exit codes: one table, one function.
//!
//! `--help`, `stackspec explain exit-codes`, the documentation and the tests come from [`EXITS`].

/// How a run of the command line ends.
///
/// The order is the order in which one of several wins: [`decide`] takes the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exit {
    /// A bug of stackspec.
    Bug,
    /// The command line or the configuration is wrong.
    Usage,
    /// A spec file is invalid.
    Spec,
    /// An input did not load.
    Load,
    /// Specs failed.
    Failed,
    /// A suite or baseline does not match.
    Mismatch,
    /// Nothing was judged.
    Nothing,
    /// Everything holds.
    Ok,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct ExitInfo {
    /// Which.
    pub exit: Exit,
    /// The code that the process ends with.
    pub code: u8,
    /// A short name.
    pub name: &'static str,
    /// What it means, as a sentence without a full stop.
    pub meaning: &'static str,
}

/// Every exit code, in the order in which one of several wins.
pub const EXITS: &[ExitInfo] = &[
    ExitInfo {
        exit: Exit::Bug,
        code: 101,
        name: "bug",
        meaning: "stackspec itself broke: please report it",
    },
    ExitInfo {
        exit: Exit::Usage,
        code: 2,
        name: "usage",
        meaning: "the command line or stackspec.toml is wrong: an unknown flag or param, a name \
                  that matches nothing, two stacks of one role",
    },
    ExitInfo {
        exit: Exit::Spec,
        code: 103,
        name: "spec-invalid",
        meaning: "a spec file, a case.toml, a suite.toml or a baseline is invalid; nothing was judged",
    },
    ExitInfo {
        exit: Exit::Load,
        code: 102,
        name: "input-refused",
        meaning: "an input is missing, broken, unfinished or of another kind; nothing was judged",
    },
    ExitInfo {
        exit: Exit::Failed,
        code: 100,
        name: "failed",
        meaning: "a spec failed, hangs on unknown values, could not be judged, or was vacuous (a \
                  misspelt one is); or a coverage gate or a [[spec.case]] was not met",
    },
    ExitInfo {
        exit: Exit::Mismatch,
        code: 104,
        name: "mismatch",
        meaning: "a case of a suite or a baseline does not match what was found, two results or synths do not \
                  match, or a waiver is stale under --locked or in CI",
    },
    ExitInfo {
        exit: Exit::Nothing,
        code: 4,
        name: "nothing-judged",
        meaning: "nothing was judged: there is no spec, no stack, no case, or all were skipped; a \
                  query found nothing",
    },
    ExitInfo {
        exit: Exit::Ok,
        code: 0,
        name: "ok",
        meaning: "specs were judged, and every one holds",
    },
];

impl Exit {
    /// Its row.
    pub fn info(self) -> &'static ExitInfo {
        // The table lists every variant once, in this order; a test holds it to that.
        &EXITS[self as usize]
    }

    /// The exit of this code.
    pub fn of_code(code: u8) -> Option<Exit> {
        EXITS
            .iter()
            .find(|row| row.code == code)
            .map(|row| row.exit)
    }

    /// The code that the process ends with.
    pub fn code(self) -> u8 {
        self.info().code
    }
}

/// The exit of a run in which all of these happened: the first of the table. Nothing at all is
/// [`Exit::Nothing`]: a run is never green by default.
///
/// ```
/// use stackspec::exit::{Exit, decide};
/// assert_eq!(decide([Exit::Ok, Exit::Failed, Exit::Load]), Exit::Load);
/// assert_eq!(decide([]), Exit::Nothing);
/// ```
pub fn decide(happened: impl IntoIterator<Item = Exit>) -> Exit {
    happened.into_iter().min().unwrap_or(Exit::Nothing)
}

/// The table as text, in the order of the codes.
pub fn table() -> String {
    let mut rows: Vec<&ExitInfo> = EXITS.iter().collect();
    rows.sort_by_key(|row| row.code);
    let line = |row: &&ExitInfo| format!("{:>3}  {:<14}  {}\n", row.code, row.name, row.meaning);
    let mut text: String = rows.iter().map(line).collect();
    let order: Vec<String> = EXITS[..EXITS.len() - 1]
        .iter()
        .map(|row| row.code.to_string())
        .collect();
    text.push_str(&format!(
        "\nWhen several apply, the first of {} wins.\n",
        order.join(", ")
    ));
    text
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_enum() {
        let codes: Vec<u8> = EXITS.iter().map(|row| row.code).collect();
        assert_eq!(codes, [101, 2, 103, 102, 100, 104, 4, 0]);
        for (index, row) in EXITS.iter().enumerate() {
            assert_eq!(row.exit as usize, index, "{}", row.name);
        }
    }

    /// Every subset of what may happen.
    #[test]
    fn the_first_that_applies_wins() {
        for set in 0..1u32 << EXITS.len() {
            let happened = EXITS.iter().enumerate();
            let happened: Vec<Exit> = happened
                .filter(|(bit, _)| set & (1 << bit) != 0)
                .map(|(_, row)| row.exit)
                .collect();
            let first = [101, 2, 103, 102, 100, 104, 4, 0]
                .into_iter()
                .find(|code| happened.iter().any(|exit| exit.code() == *code))
                .unwrap_or(4);
            let mut backwards = happened.clone();
            backwards.reverse();
            assert_eq!(decide(happened).code(), first);
            assert_eq!(decide(backwards).code(), first);
        }
    }
}
