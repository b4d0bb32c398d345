//! Comparisons with a number of things: `2`, `">= 2"`, `"!= 0"`.

use crate::verdict::Truth;

/// A comparison with a number of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountTest {
    /// How it compares.
    pub op: CountOp,
    /// With what.
    pub number: u64,
}

/// How a [`CountTest`] compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountOp {
    /// `==`, also a bare number.
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl CountOp {
    /// Every operator with its spelling, longest first, as a parser must try them.
    pub const SPELLINGS: [(&'static str, CountOp); 6] = [
        ("==", CountOp::Equal),
        ("!=", CountOp::NotEqual),
        ("<=", CountOp::AtMost),
        (">=", CountOp::AtLeast),
        ("<", CountOp::Less),
        (">", CountOp::Greater),
    ];
}

impl CountTest {
    /// Reads `"2"`, `">= 2"`.
    pub fn parse(text: &str) -> Option<CountTest> {
        let text = text.trim();
        let spelt = CountOp::SPELLINGS
            .iter()
            .find_map(|(spelling, op)| text.strip_prefix(spelling).map(|rest| (*op, rest)));
        let (op, rest) = spelt.unwrap_or((CountOp::Equal, text));
        // Digits alone: `parse` would take `+3`.
        let digits = rest.trim();
        let number = digits
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then_some(digits)?;
        Some(CountTest {
            op,
            number: number.parse().ok()?,
        })
    }

    /// Whether a known number satisfies it.
    pub fn holds(self, number: u64) -> bool {
        match self.op {
            CountOp::Equal => number == self.number,
            CountOp::NotEqual => number != self.number,
            CountOp::Less => number < self.number,
            CountOp::AtMost => number <= self.number,
            CountOp::Greater => number > self.number,
            CountOp::AtLeast => number >= self.number,
        }
    }

    /// Whether a number that is somewhere from `low` to `high` satisfies it; `None` has no upper
    /// end.
    ///
    /// ```
    /// use stackspec::{matcher::CountTest, verdict::Truth};
    /// let two_or_more = CountTest::parse(">= 2").unwrap();
    /// assert_eq!(two_or_more.within(2, None), Truth::True);
    /// assert_eq!(two_or_more.within(0, Some(1)), Truth::False);
    /// assert_eq!(two_or_more.within(1, Some(3)), Truth::Unknown);
    /// ```
    pub fn within(self, low: u64, high: Option<u64>) -> Truth {
        // Each test is a union of at most two runs of numbers that change at `number`, so the ends,
        // the number itself and its neighbours decide.
        let high = high.unwrap_or(u64::MAX);
        let near = [
            self.number.saturating_sub(1),
            self.number,
            self.number.saturating_add(1),
        ];
        let mut samples = vec![low, high];
        samples.extend(near.into_iter().filter(|n| (low..=high).contains(n)));
        match samples.iter().filter(|n| self.holds(**n)).count() {
            0 => Truth::False,
            all if all == samples.len() => Truth::True,
            _ => Truth::Unknown,
        }
    }

    /// Whether every number satisfies it, so that it asserts nothing.
    pub fn is_always_true(self) -> bool {
        self.within(0, None) == Truth::True
    }

    /// Whether no number satisfies it.
    pub fn is_never_true(self) -> bool {
        self.within(0, None) == Truth::False
    }
}

impl std::fmt::Display for CountTest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words = match self.op {
            CountOp::Equal => "exactly",
            CountOp::NotEqual => "not",
            CountOp::Less => "fewer than",
            CountOp::AtMost => "at most",
            CountOp::Greater => "more than",
            CountOp::AtLeast => "at least",
        };
        write!(f, "{words} {}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `within` against brute force over small intervals.
    #[test]
    fn intervals_agree_with_brute_force() {
        for (_, op) in CountOp::SPELLINGS {
            for number in 0..4 {
                let test = CountTest { op, number };
                for low in 0..6 {
                    for high in low..6 {
                        let held = (low..=high).filter(|n| test.holds(*n)).count() as u64;
                        let expected = match held {
                            0 => Truth::False,
                            n if n == high - low + 1 => Truth::True,
                            _ => Truth::Unknown,
                        };
                        assert_eq!(
                            test.within(low, Some(high)),
                            expected,
                            "{test} {low}..={high}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn says_nothing_or_the_impossible() {
        let always = |text| CountTest::parse(text).map(CountTest::is_always_true);
        let never = |text| CountTest::parse(text).map(CountTest::is_never_true);
        assert_eq!(
            [always(">= 0"), always("> 0"), always("0")],
            [Some(true), Some(false), Some(false)]
        );
        assert_eq!([never("< 0"), never("<= 0")], [Some(true), Some(false)]);
        assert_eq!(CountTest::parse(">= many"), None);
        assert_eq!(CountTest::parse(">= +3"), None);
    }
}
