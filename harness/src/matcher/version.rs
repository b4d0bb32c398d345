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
mod tests;
