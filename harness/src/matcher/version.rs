//! Versions and version constraints.
//!
//! Source: "Version Constraints", Terraform language: `=`, `!=`, `>`, `>=`, `<`, `<=` and `~>`,
//! with commas between them; a version without an operator is exactly that one. `~>` lets the last
//! of the written parts grow. A version before its release (`6.0.0-beta1`) is met by `=` alone.

use semver::{Prerelease, Version};

use super::judge::{Expected, WrongType, wrong};
use crate::value::{Kind, Node};
use crate::verdict::Truth;

const JUDGES: &str = "a version or a version constraint, as \"6.2.0\" or \"~> 6.0\"";

/// Whether a version meets the constraint on the right, or every version that a constraint admits
/// does.
pub(super) fn judge(actual: &Node<'_>, expected: &Expected<'_>) -> Result<Truth, WrongType> {
    let (nodes, open) = expected.nodes();
    let mut truth = Truth::False;
    for node in nodes {
        let wants = match read(node)? {
            Some(wants) => wants,
            None => {
                truth = truth.or(Truth::Unknown);
                continue;
            }
        };
        truth = truth.or(match read(actual)? {
            Some(admits) => admits.only(&wants),
            None => Truth::Unknown,
        });
    }
    Ok(if open {
        truth.or(Truth::Unknown)
    } else {
        truth
    })
}

/// Why a text is no constraint that a right side may be.
pub(crate) fn why_no_constraint(text: &str) -> Option<&'static str> {
    match Constraint::parse(text) {
        None => Some("this is no version constraint"),
        Some(constraint) if constraint.is_empty() => Some("no version meets this constraint"),
        Some(constraint) if constraint.is_all() => Some("every version meets this constraint"),
        Some(_) => None,
    }
}

/// The constraint that a value is; `None` where it is not known.
fn read(node: &Node<'_>) -> Result<Option<Constraint>, WrongType> {
    let text = match &node.kind {
        Kind::Text(text) => match text.as_known() {
            Some(known) => known.to_owned(),
            None => return Ok(None),
        },
        Kind::Number(_) => node.render(),
        Kind::Unknown(hole) if hole.starts_with.is_none() => return Ok(None),
        _ => return wrong(node, JUDGES),
    };
    match Constraint::parse(&text) {
        Some(constraint) if constraint.is_empty() => Err(WrongType {
            wants: JUDGES.into(),
            is: "a constraint that no version meets",
        }),
        Some(constraint) => Ok(Some(constraint)),
        None => Err(WrongType {
            wants: JUDGES.into(),
            is: if matches!(node.kind, Kind::Text(_)) {
                "some other text"
            } else {
                node.noun()
            },
        }),
    }
}

/// What a constraint admits: released versions between two ends, some left out, and perhaps one
/// that is not released.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Constraint {
    /// The least, admitted.
    low: Version,
    /// The first that is not admitted any more; `None` without an end.
    high: Option<Version>,
    /// `~> 6` ends at 7 for providers and nowhere for modules: the end that is in doubt.
    doubt: Option<Version>,
    /// Left out.
    not: Vec<Version>,
    /// Exactly this one, not released yet.
    before_release: Option<Version>,
}

impl Constraint {
    fn parse(text: &str) -> Option<Constraint> {
        let mut all = Constraint {
            low: Version::new(0, 0, 0),
            high: None,
            doubt: None,
            not: Vec::new(),
            before_release: None,
        };
        let mut before_release: Option<Version> = None;
        let mut parts = 0;
        for part in text.split(',') {
            let part = part.trim();
            let at = part.find(|c: char| !"=!<>~".contains(c))?;
            let (op, version) = part.split_at(at);
            let (version, written) = version_of(version.trim())?;
            parts += 1;
            if !version.pre.is_empty() {
                // Only an exact one meets it, and beside others it says too little to be judged.
                before_release = (op.is_empty() || op == "=").then_some(version);
                before_release.as_ref()?;
                continue;
            }
            all.add(op, version, written)?;
        }
        match (before_release, parts) {
            (Some(version), 1) => {
                all.low = Version::new(version.major, version.minor, version.patch);
                all.high = Some(all.low.clone());
                all.before_release = Some(version);
                Some(all)
            }
            (Some(_), _) => None,
            (None, _) => Some(all),
        }
    }

    fn add(&mut self, op: &str, version: Version, written: usize) -> Option<()> {
        let next = Version::new(version.major, version.minor, version.patch.checked_add(1)?);
        match op {
            "" | "=" => {
                self.at_least(version);
                self.below(next);
            }
            "!=" => self.not.push(version),
            ">" => self.at_least(next),
            ">=" => self.at_least(version),
            "<" => self.below(version),
            "<=" => self.below(next),
            "~>" => {
                let major = Version::new(version.major.checked_add(1)?, 0, 0);
                match written {
                    1 => {
                        self.doubt =
                            Some(self.doubt.take().map_or(major.clone(), |it| it.min(major)));
                    }
                    2 => self.below(major),
                    _ => self.below(Version::new(
                        version.major,
                        version.minor.checked_add(1)?,
                        0,
                    )),
                }
                self.at_least(version);
            }
            _ => return None,
        }
        Some(())
    }

    fn at_least(&mut self, version: Version) {
        if version > self.low {
            self.low = version;
        }
    }

    fn below(&mut self, version: Version) {
        if self.high.as_ref().is_none_or(|high| version < *high) {
            self.high = Some(version);
        }
    }

    /// Whether no version meets it.
    fn is_empty(&self) -> bool {
        let (low, high) = self.ends();
        self.before_release.is_none() && high.is_some_and(|high| low >= high)
    }

    /// Its ends without what is left out beside them.
    fn ends(&self) -> (Version, Option<Version>) {
        let (mut low, mut high) = (self.low.clone(), self.high.clone());
        while self.not.contains(&low) && low.patch < u64::MAX {
            low.patch += 1;
        }
        while let Some(end) = high.as_mut().filter(|end| end.patch > 0) {
            let last = Version::new(end.major, end.minor, end.patch - 1);
            if !self.not.contains(&last) {
                break;
            }
            *end = last;
        }
        (low, high)
    }

    /// Whether every version meets it.
    fn is_all(&self) -> bool {
        self.low == Version::new(0, 0, 0)
            && self.high.is_none()
            && self.doubt.is_none()
            && self.not.is_empty()
            && self.before_release.is_none()
    }

    /// Whether all that it admits meets `wants`.
    fn only(&self, wants: &Constraint) -> Truth {
        let (own, wanted) = (self.readings(), wants.readings());
        let mut truths = own
            .iter()
            .filter(|reading| !reading.is_empty())
            .flat_map(|own| wanted.iter().map(|wanted| own.only_surely(wanted)));
        let Some(first) = truths.next() else {
            return Truth::Unknown;
        };
        if truths.all(|truth| truth == first) {
            Truth::from(first)
        } else {
            Truth::Unknown
        }
    }

    /// With the end that is in doubt, and without.
    fn readings(&self) -> Vec<Constraint> {
        let mut without = self.clone();
        let Some(doubt) = without.doubt.take() else {
            return vec![without];
        };
        let mut with = without.clone();
        with.below(doubt);
        vec![with, without]
    }

    fn only_surely(&self, wants: &Constraint) -> bool {
        if self.before_release.is_some() {
            return self.before_release == wants.before_release;
        }
        let (low, high) = self.ends();
        let ends_within = match (&high, &wants.high) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(wanted)) => own <= wanted,
        };
        let inside =
            |version: &Version| *version >= low && high.as_ref().is_none_or(|high| version < high);
        low >= wants.low
            && ends_within
            && (wants.not.iter()).all(|not| !inside(not) || self.not.contains(not))
    }
}

/// A version, and how many of its parts are written: `5`, `5.1`, `v5.1.2`, `5.1.2-rc1`.
fn version_of(text: &str) -> Option<(Version, usize)> {
    let text = text.strip_prefix('v').unwrap_or(text);
    let text = text.split('+').next().unwrap_or(text);
    let (numbers, pre) = match text.split_once('-') {
        Some((numbers, pre)) => (
            numbers,
            Prerelease::new(pre).ok().filter(|pre| !pre.is_empty())?,
        ),
        None => (text, Prerelease::EMPTY),
    };
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = numbers.split('.').collect();
    if parts.len() > 3 || !parts.iter().all(digits) {
        return None;
    }
    let number = |at: usize| parts.get(at).map_or(Some(0), |part| part.parse().ok());
    let mut version = Version::new(number(0)?, number(1)?, number(2)?);
    version.pre = pre;
    Some((version, parts.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template;
    use crate::value::Held;

    #[track_caller]
    fn check(wants: &'static str, rows: &[(&'static str, &str)]) {
        let expected = Expected::Value(Held::Own(Node::text(wants)));
        for (actual, outcome) in rows {
            let said = match judge(&template::read((*actual).into()), &expected) {
                Ok(truth) => format!("{truth:?}").to_lowercase(),
                Err(wrong) => format!("error: {}", wrong.is),
            };
            assert_eq!(&said, outcome, "{actual} against {wants}");
        }
    }

    #[test]
    fn versions_and_constraints() {
        check(
            ">= 5.0, < 7",
            &[
                ("5.0.0", "true"),
                ("6.25", "true"),
                ("7.0.0", "false"),
                ("4.99.99", "false"),
                ("~> 6.0", "true"),
                ("~> 6.1.2", "true"),
                (">= 5.0", "false"),
                (">= 5.0, < 6.0", "true"),
                ("> 4.67", "false"),
                ("~> 5", "unknown"),
                ("= 6.0.0", "true"),
                ("v6.0.0", "true"),
                ("6.0.0-beta1", "false"),
                ("${var.x}", "unknown"),
                ("~> ${var.x}", "unknown"),
                (">= 7, < 5", "error: a constraint that no version meets"),
                ("latest", "error: some other text"),
                ("8.0.mysql_aurora.3.04.0", "error: some other text"),
                ("", "error: some other text"),
            ],
        );
        check(
            "~> 6",
            &[
                ("6.5.0", "true"),
                ("7.0.0", "unknown"),
                ("~> 6.0", "true"),
                ("5.0.0", "false"),
                (">= 6", "unknown"),
            ],
        );
        check(
            "> 5.0.0",
            &[
                ("5.0.1", "true"),
                ("5.0.0", "false"),
                (">= 5.0.0, != 5.0.0", "true"),
            ],
        );
        check(
            "!= 5.1.0",
            &[
                ("5.1.0", "false"),
                (">= 5.0", "false"),
                (">= 5.0, != 5.1.0", "true"),
                (">= 6", "true"),
            ],
        );
        check(
            "6.0.0-beta1",
            &[("6.0.0-beta1", "true"), ("6.0.0", "false")],
        );
        check(
            "<= 5.1.3",
            &[
                ("5.1.3", "true"),
                ("5.1.4", "false"),
                ("< 5.1.5, != 5.1.4", "true"),
            ],
        );
    }

    #[test]
    fn constraints_that_say_nothing() {
        for (text, why) in [
            (">= 5, < 5", Some("no version meets this constraint")),
            (">= 0", Some("every version meets this constraint")),
            ("5 or 6", Some("this is no version constraint")),
            (">= 5", None),
        ] {
            assert_eq!(why_no_constraint(text), why, "{text}");
        }
    }

    /// Containment against asking every version of a small grid.
    #[test]
    fn containment_agrees_with_a_grid_of_versions() {
        let mut constraints = Vec::new();
        for op in ["", "!=", ">", ">=", "<", "<=", "~>"] {
            for version in ["1.0", "1.1", "1.1.1", "2.0.0", "1.0.2"] {
                constraints.push(format!("{op}{version}"));
                constraints.push(format!("{op}{version}, != 1.1.1, < 3"));
            }
        }
        let grid: Vec<String> = (0..4)
            .flat_map(|a| (0..4).flat_map(move |b| (0..6).map(move |c| format!("{a}.{b}.{c}"))))
            .collect();
        let set = |text: &str| -> Vec<bool> {
            let constraint = Constraint::parse(text).unwrap();
            let each = grid
                .iter()
                .map(|version| Constraint::parse(version).unwrap().only(&constraint));
            each.map(|truth| truth == Truth::True).collect()
        };
        let sets: Vec<_> = constraints.iter().map(|text| set(text)).collect();
        let mut proved = 0;
        for (a, all) in constraints.iter().zip(&sets) {
            let own = Constraint::parse(a).unwrap();
            if own.is_empty() {
                continue;
            }
            for (b, wanted) in constraints.iter().zip(&sets) {
                let said = own.only(&Constraint::parse(b).unwrap());
                let subset = all.iter().zip(wanted).all(|(a, b)| !a || *b);
                assert_eq!(said, Truth::from(subset), "{a} in {b}");
                proved += usize::from(subset);
            }
        }
        assert!(proved > 300, "{proved}");
    }
}
