//! Outcomes, and the one table that rolls them up.

use serde::{Deserialize, Serialize};

/// What a judgement came to. The order is the order of the roll-up: the worst wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It is not judged at all: `level = "off"`, an unset param, another input, or no subject
    /// under `when_empty = "skip"`.
    Skipped,
    /// Subjects were judged, and every one holds.
    Pass,
    /// It fails, and a dated, reasoned waiver names it.
    Waived,
    /// There was no subject, or some clause examined nothing.
    Vacuous,
    /// It hangs on a value that is not known before apply.
    Unknown,
    /// A clause is broken.
    Fail,
    /// It could not be judged.
    Error,
}

impl Outcome {
    /// Every outcome, mildest first.
    pub const ALL: [Outcome; 7] = [
        Outcome::Skipped,
        Outcome::Pass,
        Outcome::Waived,
        Outcome::Vacuous,
        Outcome::Unknown,
        Outcome::Fail,
        Outcome::Error,
    ];

    /// The word for it in every report.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Skipped => "skipped",
            Outcome::Pass => "pass",
            Outcome::Waived => "waived",
            Outcome::Vacuous => "vacuous",
            Outcome::Unknown => "unknown",
            Outcome::Fail => "fail",
            Outcome::Error => "error",
        }
    }

    /// Whether a spec of level `deny` with this outcome makes a run fail.
    pub fn is_red(self) -> bool {
        self >= Outcome::Vacuous
    }

    /// Whether it says anything about a stack: something was judged, and it holds or does not.
    pub fn is_verdict(self) -> bool {
        matches!(self, Outcome::Pass | Outcome::Fail | Outcome::Waived)
    }

    /// The roll-up of all that was seen: `error > fail > unknown > vacuous > waived > pass >
    /// skipped`. Nothing seen at all is vacuous: a roll-up is never green by default.
    ///
    /// ```
    /// use stackspec::verdict::Outcome::{self, *};
    /// assert_eq!(Outcome::roll_up([Pass, Unknown, Fail]), Fail);
    /// assert_eq!(Outcome::roll_up([Pass, Skipped]), Pass);
    /// assert_eq!(Outcome::roll_up([]), Vacuous);
    /// ```
    pub fn roll_up(outcomes: impl IntoIterator<Item = Outcome>) -> Outcome {
        outcomes.into_iter().max().unwrap_or(Outcome::Vacuous)
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// Kleene's three values.
///
/// A statement about a value that is partly known is true if it holds for every value that it may
/// have, false if it holds for none, else unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It holds, whatever the unknown parts come to.
    True,
    /// It does not hold, whatever the unknown parts come to.
    False,
    /// It hangs on an unknown part.
    Unknown,
}

impl Truth {
    /// Every value.
    pub const ALL: [Truth; 3] = [Truth::True, Truth::False, Truth::Unknown];

    /// Both hold.
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::True, Truth::True) => Truth::True,
            _ => Truth::Unknown,
        }
    }

    /// One of them holds.
    pub fn or(self, other: Truth) -> Truth {
        !(!self).and(!other)
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Truth::True } else { Truth::False }
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    /// The whole table, written out: worst of two, and what is red.
    #[test]
    fn roll_up_is_the_table() {
        let order = [
            "skipped", "pass", "waived", "vacuous", "unknown", "fail", "error",
        ];
        let red = [false, false, false, true, true, true, true];
        for (i, a) in Outcome::ALL.into_iter().enumerate() {
            assert_eq!((a.word(), a.is_red()), (order[i], red[i]));
            for (j, b) in Outcome::ALL.into_iter().enumerate() {
                assert_eq!(Outcome::roll_up([a, b]).word(), order[i.max(j)]);
            }
        }
    }

    #[test]
    fn kleene_tables() {
        use Truth::{False as F, True as T, Unknown as U};
        let and = [[T, F, U], [F, F, F], [U, F, U]];
        let or = [[T, T, T], [T, F, U], [T, U, U]];
        for (i, a) in Truth::ALL.into_iter().enumerate() {
            for (j, b) in Truth::ALL.into_iter().enumerate() {
                assert_eq!((a.and(b), a.or(b)), (and[i][j], or[i][j]));
            }
        }
        assert_eq!([!T, !F, !U], [F, T, U]);
    }
}
