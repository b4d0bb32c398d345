//! Which values are never shown, by the names around them and by the masks of a plan.

use super::doc::Doc;
use crate::facts::is_secret_name;

/// What a plan or a state says of the secrets of a value.
const MASKS: [(&str, &str); 3] = [
    ("before", "before_sensitive"),
    ("after", "after_sensitive"),
    ("values", "sensitive_values"),
];

/// Whether the member `name` of an object holds a secret.
pub(super) fn is_secret(of: &Doc, name: &str) -> bool {
    let named = |key| of.get(key).and_then(Doc::text).is_some_and(is_secret_name);
    is_secret_name(name)
        || matches!(name, "value" | "Value")
            && ["name", "Name", "key", "Key"].into_iter().any(named)
        || matches!(name, "value" | "default") && of.get("sensitive").is_some_and(Doc::is_true)
}

/// The masks that hold for the member `name` of an object, for which these masks hold.
pub(super) fn masks<'d>(of: &[&'d Doc; 2], name: &str, above: &[&'d Doc]) -> Vec<&'d Doc> {
    let mut masks: Vec<&Doc> = above.iter().filter_map(|mask| mask.get(name)).collect();
    for (value, mask) in MASKS {
        if value == name {
            masks.extend(of.iter().filter_map(|side| side.get(mask)));
        }
    }
    masks
}

/// The masks that hold for an element of a list.
pub(super) fn masks_at<'d>(index: usize, above: &[&'d Doc]) -> Vec<&'d Doc> {
    let of = |mask: &&'d Doc| match mask {
        Doc::List(list) => list.get(index),
        _ => None,
    };
    above.iter().filter_map(of).collect()
}

/// Whether a mask says that all is secret.
pub(super) fn all(masks: &[&Doc]) -> bool {
    masks.iter().any(|mask| mask.is_true())
}
