//! The role of a stack: its name without what differs by environment.

/// The name of a stack with the values of identity params taken out, so that cases are called the
/// same in every environment.
///
/// A value is taken out where it stands as a word of its own, in any case, with or without `-`
/// and `_`; one of three characters or more also where a word of another case or kind of
/// character meets it (`TapStackpr1234`). The separators left over are trimmed. A name that would
/// become empty stays as it is.
///
/// ```
/// use stackspec::spec::role;
/// let suffix = ["pr1234".to_owned()];
/// assert_eq!(role("payments-pr1234", &suffix), "payments");
/// assert_eq!(role("TapStackpr1234", &suffix), "TapStack");
/// assert_eq!(role("pr1234", &suffix), "pr1234");
/// ```
pub fn role(stack: &str, identity: &[String]) -> String {
    let mut values: Vec<&String> = identity.iter().collect();
    values.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    let mut name = stack.to_owned();
    for value in values {
        while let Some(shorter) = without(&name, value) {
            name = shorter;
        }
    }
    name
}

/// The name without one occurrence of `value`; `None` if there is none, or nothing else.
fn without(name: &str, value: &str) -> Option<String> {
    let wanted = folded(value);
    if wanted.is_empty() {
        return None;
    }
    let starts = name.char_indices().map(|(start, _)| start);
    let mut found =
        starts.filter_map(|start| Some((start, start + length(&name[start..], &wanted)?)));
    // The last one: suffixes are what this is about, and a name may start alike.
    let (start, end) =
        found.rfind(|(start, end)| stands_alone(name, *start, *end, wanted.len() >= 3))?;
    let (before, after) = (&name[..start], &name[end..]);
    let (head, tail) = (
        before.trim_end_matches(is_separator),
        after.trim_start_matches(is_separator),
    );
    if head.is_empty() && tail.is_empty() {
        return None;
    }
    // Between two words one separator stays, the one that stood before.
    let separator = match (head.is_empty(), tail.is_empty()) {
        (false, false) => {
            let written = if before.len() > head.len() {
                &before[head.len()..]
            } else {
                &after[..after.len() - tail.len()]
            };
            written.chars().next().map(String::from).unwrap_or_default()
        }
        _ => String::new(),
    };
    Some(format!("{head}{separator}{tail}"))
}

fn is_separator(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | '/' | ' ')
}

/// The letters and digits of a text, in small letters.
fn folded(text: &str) -> Vec<char> {
    let kept = text.chars().filter(|c| !is_separator(*c));
    kept.flat_map(char::to_lowercase).collect()
}

/// How many bytes at the start of `text` spell `wanted`, with separators between allowed.
fn length(text: &str, wanted: &[char]) -> Option<usize> {
    let mut wanted = wanted.iter();
    let mut next = wanted.next();
    for (at, c) in text.char_indices() {
        let Some(expected) = next else {
            return Some(at);
        };
        if is_separator(c) && at > 0 {
            continue;
        }
        for small in c.to_lowercase() {
            if next.or(Some(expected)) != Some(&small) {
                return None;
            }
            next = wanted.next();
        }
    }
    next.is_none().then_some(text.len())
}

/// Whether the bytes of a name are a word of its own, or, if `long`, meet one: a change of case or
/// from letter to digit, or the end of the name behind a whole word.
fn stands_alone(name: &str, start: usize, end: usize, long: bool) -> bool {
    let before = name[..start].chars().next_back();
    let after = name[end..].chars().next();
    let open = |c: Option<char>| c.is_none_or(is_separator);
    if open(before) && open(after) {
        return true;
    }
    if !long {
        return false;
    }
    let first = name[start..].chars().next();
    let last = name[..end].chars().next_back();
    // `TapStackpr1234` ends with it; `pr1234TapStack` goes on with a capital.
    let meets_before = open(before) || after.is_none() || humps(before, first);
    let meets_after = open(after) || humps(last, after);
    meets_before && meets_after
}

/// Whether a new word starts between two characters: `k|P`, `4|T`.
fn humps(left: Option<char>, right: Option<char>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => {
            right.is_uppercase() && !left.is_uppercase()
                || left.is_alphabetic() && right.is_ascii_digit()
                || left.is_ascii_digit() && right.is_alphabetic()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn check(stack: &str, values: &[&str], expected: &str) {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        assert_eq!(role(stack, &values), expected);
    }

    #[test]
    fn takes_identity_values_out() {
        check("payments-pr1234", &["pr1234"], "payments");
        check("pr1234-payments", &["pr1234"], "payments");
        check("payments-pr1234-eu", &["pr1234"], "payments-eu");
        check("TapStackpr1234", &["pr1234"], "TapStack");
        check("pr1234TapStack", &["pr1234"], "TapStack");
        check("TapStackPr1234Api", &["pr1234"], "TapStackApi");
        check("TapStackPR1234", &["pr1234"], "TapStack");
        check("tap_stack_pr_1234", &["pr-1234"], "tap_stack");
        check("TapStackpr1234", &["pr-1234"], "TapStack");
        check(
            "payments-pr1234-eu-west-1",
            &["eu-west-1", "pr1234"],
            "payments",
        );
        check("a-pr1-b-pr1", &["pr1"], "a-b");
        check("payments--pr1234", &["pr1234"], "payments");
    }

    #[test]
    fn leaves_words_alone() {
        check("pr1234", &["pr1234"], "pr1234");
        check("payments", &["pr1234"], "payments");
        check("development", &["dev"], "development");
        check("devices-dev", &["dev"], "devices");
        check("deals-de", &["de"], "deals");
        check("made-in-x", &["de"], "made-in-x");
        check("StackXde", &["de"], "StackXde");
        check("subprod1stack", &["prod"], "subprod1stack");
        check("payments-pr12345", &["pr1234"], "payments-pr12345");
        check("payments", &[], "payments");
        check("payments", &["", "-"], "payments");
    }
}
