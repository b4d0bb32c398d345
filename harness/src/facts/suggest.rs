//! "Did you mean": the known names nearest to a name that is not known.

use std::cmp::Reverse;

/// How many suggestions are given at most: more than three is a list, not a hint.
const MOST: usize = 3;

/// The names nearest to `word`, the likeliest first.
///
/// Nearness is the number of single-character edits (a swap of neighbours is one); of equally
/// near names the one with more words in common comes first, then the one with the longer common
/// beginning. If none is near, names that share all their words are. `camelCase` is compared as `snake_case`: a name that leaked from a CDK program.
pub(super) fn suggest<'n>(
    word: &str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Vec<&'n str> {
    nearest(&snake_case(word), "", names)
}

/// The same for names that keep their capitals: the members of a document.
pub(super) fn suggest_exact<'n>(
    word: &str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Vec<&'n str> {
    nearest(word, "", names)
}

/// The same for names of types: the provider's prefix, which all of them share, does not make two
/// types alike.
pub(super) fn suggest_type<'n>(
    word: &str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Vec<&'n str> {
    let word = snake_case(word);
    let prefix = word.find('_').map_or("", |at| &word[..=at]);
    nearest(&word, prefix, names)
}

/// How far a name is from the word, then how much else they share.
type Near<'n> = (usize, Reverse<(usize, usize)>, &'n str);

fn nearest<'n>(
    word: &str,
    prefix: &str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Vec<&'n str> {
    // A third of the letters may be wrong; of two or three letters one.
    let allowed = ((word.len() - prefix.len()) / 3).max(1);
    let mut near: Vec<Near<'_>> = names
        .clone()
        .filter(|name| name.len().abs_diff(word.len()) <= allowed)
        .map(|name| (strsim::osa_distance(word, name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .map(|(distance, name)| {
            let likeness = (shared_words(word, name), shared_start(word, name));
            (distance, Reverse(likeness), name)
        })
        .collect();
    if near.is_empty() {
        near = containing(word, prefix, names);
    }
    near.sort_unstable();
    near.into_iter()
        .take(MOST)
        .map(|(_, _, name)| name)
        .collect()
}

/// The names that have every word of `word`, or whose every word `word` has: `memory` for
/// `memory_size`, `role_arn` for `role`. The fewer words one has more, the nearer.
fn containing<'n>(word: &str, prefix: &str, names: impl Iterator<Item = &'n str>) -> Vec<Near<'n>> {
    let Some(tail) = word.strip_prefix(prefix).filter(|tail| !tail.is_empty()) else {
        return Vec::new();
    };
    let words = tail.split('_').count();
    names
        .filter_map(|name| {
            let other = name.strip_prefix(prefix)?;
            let others = other.split('_').count();
            let contained =
                shared_words(tail, other) == words || shared_words(other, tail) == others;
            let likeness = (0, shared_start(tail, other));
            contained.then_some((words.abs_diff(others), Reverse(likeness), name))
        })
        .collect()
}

fn shared_words(a: &str, b: &str) -> usize {
    a.split('_')
        .filter(|word| b.split('_').any(|other| other == *word))
        .count()
}

fn shared_start(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count()
}

/// `functionName` as `function_name`; names that have no capital stay as they are.
fn snake_case(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 2);
    for c in word.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, names: &[&str], expected: &[&str]) {
        let found = suggest(word, names.iter().copied());
        pretty_assertions::assert_eq!(found, expected, "{word}");
    }

    #[test]
    fn nearest_first() {
        check("runtme", &["runtime", "timeout"], &["runtime"]);
        check("vpcConfig", &["vpc_config", "vpc_id"], &["vpc_config"]);
        check("nmae", &["name", "names", "mode"], &["name"]);
        check("memory", &["memory_size", "role"], &["memory_size"]);
        check("role_arn", &["role", "tags"], &["role"]);
        check(
            "encrypted",
            &["kms_key_id", "storage_encrypted"],
            &["storage_encrypted"],
        );
        check("colour", &["runtime", "timeout"], &[]);
        check("", &["a", "abc"], &["a"]);
        check(
            "role_arns",
            &["role_arn", "rule_arns"],
            &["role_arn", "rule_arns"],
        );
    }

    #[test]
    fn a_shared_prefix_is_no_likeness() {
        let names = ["aws_lb", "aws_eip", "aws_db_instance", "aws_instance"];
        let found = suggest_type("aws_xyz", names.into_iter());
        assert_eq!(found, [""; 0]);
        let found = suggest_type("aws_rds_instance", names.into_iter());
        assert_eq!(found, ["aws_db_instance", "aws_instance"]);
    }
}
