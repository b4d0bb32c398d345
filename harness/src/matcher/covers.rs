//! IAM patterns: which actions and ARNs they match.
//!
//! Source: "IAM JSON policy elements: Action", AWS IAM User Guide: `*` is any text, `?` any one
//! character, and neither prefix nor name of an action minds the case. ARNs do.

use super::judge::{Expected, WrongType, wrong};
use super::shape::{self, Glob, Unit};
use crate::value::{Kind, Node};
use crate::verdict::Truth;

const JUDGES: &str = "a string, or a list of strings";

/// Whether a pattern, or one of a list of them, matches the action on the right, or any one of
/// several.
pub(super) fn judge(actual: &Node<'_>, expected: &Expected<'_>) -> Result<Truth, WrongType> {
    match &actual.kind {
        Kind::List(list) => {
            let mut truth = if actual.is_open() {
                Truth::Unknown
            } else {
                Truth::False
            };
            for element in list {
                truth = truth.or(pattern(element, expected)?);
            }
            Ok(truth)
        }
        _ => pattern(actual, expected),
    }
}

fn pattern(actual: &Node<'_>, expected: &Expected<'_>) -> Result<Truth, WrongType> {
    let Some(units) = shape::units_of(actual) else {
        return wrong(actual, JUDGES);
    };
    let (actions, open) = expected.nodes();
    let mut truth = Truth::from(false);
    for action in actions {
        truth = truth.or(match &action.kind {
            Kind::Unknown(_) => Truth::Unknown,
            Kind::Text(_) => match action.as_str() {
                Some(action) if !names_service(action) => {
                    return Err(WrongType {
                        wants: "an action (\"s3:GetObject\") or an ARN to compare with".into(),
                        is: "some other text",
                    });
                }
                Some(action) if !is_action(action) => {
                    return Err(WrongType {
                        wants: "an action without `*` and `?` to compare with".into(),
                        is: "a pattern",
                    });
                }
                Some(action) => matches(&units, action),
                None => Truth::Unknown,
            },
            _ => {
                return Err(WrongType {
                    wants: "an action to compare with".into(),
                    is: action.noun(),
                });
            }
        });
    }
    // A value that may yet be null or a list is no pattern for sure.
    let truth = match &actual.kind {
        Kind::Unknown(hole)
            if !hole.is_text && truth == Truth::False && hole.starts_with.is_none() =>
        {
            Truth::Unknown
        }
        _ => truth,
    };
    Ok(if open {
        truth.or(Truth::Unknown)
    } else {
        truth
    })
}

/// Whether a text is one action or ARN, not a pattern. Whether one pattern covers another is a
/// different question, and one that specs do not ask. Without the prefix of a service (`s3:`) no
/// pattern but `*` covers it.
pub(crate) fn is_action(text: &str) -> bool {
    !text.is_empty() && !text.contains(['*', '?']) && names_service(text)
}

/// Whether a text names a service and something of it, as actions and ARNs do.
pub(crate) fn names_service(text: &str) -> bool {
    matches!(text.split_once(':'), Some((service, rest)) if !service.is_empty() && !rest.is_empty())
}

/// Whether a pattern with holes matches an action. A hole may come to be text that matches
/// nothing, so a pattern with one never matches for sure.
fn matches(pattern: &[Unit], action: &str) -> Truth {
    let arn = action.starts_with("arn:");
    let fold = |c: char| if arn { c } else { c.to_ascii_lowercase() };
    let holes = pattern.contains(&Unit::Hole);
    let glob: Vec<Glob> = pattern
        .iter()
        .map(|unit| match unit {
            Unit::Char('*') | Unit::Hole => Glob::Any,
            Unit::Char('?') => Glob::One,
            Unit::Char(c) => Glob::Char(fold(*c)),
        })
        .collect();
    let action: Vec<Unit> = action.chars().map(|c| Unit::Char(fold(c))).collect();
    match shape::matches(&glob, &action) {
        Truth::True if holes => Truth::Unknown,
        said => said,
    }
}
