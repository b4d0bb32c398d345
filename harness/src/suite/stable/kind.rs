//! Why two texts differ, as far as it can be seen by looking at them.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

/// A kind of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnstableKind {
    /// The time of the synth.
    Clock,
    /// Where on the machine something lies.
    AbsolutePath,
    /// Another one each time: a UUID, random letters; or a hash of what differs.
    Random,
    /// The same elements in another order.
    Order,
    /// It is on one side only.
    Missing,
    /// Anything else.
    Value,
}

impl UnstableKind {
    /// All of them, in the order in which reports have them.
    pub const ALL: [UnstableKind; 6] = [
        UnstableKind::Clock,
        UnstableKind::AbsolutePath,
        UnstableKind::Random,
        UnstableKind::Order,
        UnstableKind::Missing,
        UnstableKind::Value,
    ];

    /// Its word in reports.
    pub fn word(self) -> &'static str {
        match self {
            UnstableKind::Clock => "clock",
            UnstableKind::AbsolutePath => "absolute-path",
            UnstableKind::Random => "random",
            UnstableKind::Order => "order",
            UnstableKind::Missing => "missing",
            UnstableKind::Value => "value",
        }
    }
}

/// The kind of the difference between two texts.
pub(super) fn of_texts(a: &str, b: &str) -> UnstableKind {
    let found = [a, b].map(marks);
    // What stands around the marks is the same, and so are their kinds: the first of them that
    // differs is the reason.
    let [left, right] = &found;
    let same = left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|(left, right)| left.0 == right.0)
        && around(a, left) == around(b, right);
    let reason = || {
        let mut pairs = left.iter().zip(right);
        pairs.find(|(left, right)| a[left.1.clone()] != b[right.1.clone()])
    };
    if same && let Some(((kind, _), _)) = reason() {
        return *kind;
    }
    if is_random(a, b) {
        return UnstableKind::Random;
    }
    UnstableKind::Value
}

/// What stands between the marks.
fn around<'t>(text: &'t str, marks: &[(UnstableKind, Range<usize>)]) -> Vec<&'t str> {
    let starts = marks.iter().map(|mark| mark.1.start).chain([text.len()]);
    let ends = [0].into_iter().chain(marks.iter().map(|mark| mark.1.end));
    ends.zip(starts)
        .map(|(end, start)| &text[end..start])
        .collect()
}

/// The paths, times and UUIDs of a text, from left to right.
fn marks(text: &str) -> Vec<(UnstableKind, Range<usize>)> {
    static MARKS: OnceLock<Option<Regex>> = OnceLock::new();
    let marks = MARKS.get_or_init(|| {
        let day = r"20[0-9]{2}-[01][0-9]-[0-3][0-9]";
        let time = r"[0-2][0-9]:[0-5][0-9](?::[0-6][0-9](?:[.,][0-9]+)?)?";
        let zone = r"(?: ?(?:Z|UTC|GMT)\b| ?[+-][0-9]{2}:?[0-9]{2})?";
        let month = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
        let long = format!(
            "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? (?:{month} +[0-9]{{1,2}}|[0-9]{{1,2}} {month})(?: 20[0-9]{{2}})?(?: {time})?{zone}(?: 20[0-9]{{2}})?"
        );
        let part = r#"[^/\\\s"'`,;:$<>|*?(){}\[\]]"#;
        let path = format!(r"file://[^\s]+|[A-Za-z]:[\\/]{part}+(?:[\\/]{part}*)*|/{part}+(?:/{part}*)+");
        let uuid = "[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}";
        let compact = "20[0-9]{2}[01][0-9][0-3][0-9](?:[-_T]?[0-2][0-9][0-5][0-9][0-6][0-9](?:[0-9]{3})?Z?)?";
        Regex::new(&format!(
            "(?<path>{path})|(?<uuid>{uuid})|(?<clock>{day}(?:[T _]{time}{zone})?|{long}|{time}{zone}|{compact})|(?<digits>[0-9]+(?:[.][0-9]+)?)"
        ))
        .ok()
    });
    let Some(marks) = marks else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(captures) = marks.captures_at(text, from) {
        let Some(whole) = captures.get(0) else { break };
        let range = whole.range();
        from = range.end.max(from + 1);
        let before = text[..range.start].chars().next_back();
        let after = text[range.end..].chars().next();
        let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let alone = !digits(before) && !digits(after);
        let kind = if captures.name("path").is_some() {
            // What follows a word, a dot or a colon is the path of a URL or an ARN, or a relative one.
            let inner = before.is_some_and(|c| c.is_alphanumeric() || "./:_-}".contains(c));
            let drive = !whole.as_str().starts_with('/');
            if inner && (!drive || before.is_some_and(char::is_alphanumeric))
                || is_name(whole.as_str())
            {
                // Times and ids may stand in it all the same.
                from = range.start + 1;
                continue;
            }
            UnstableKind::AbsolutePath
        } else if captures.name("uuid").is_some() {
            UnstableKind::Random
        } else if alone && (captures.name("clock").is_some() || is_epoch(whole.as_str())) {
            UnstableKind::Clock
        } else {
            // Digits are passed as a whole: a part of them is no time.
            while from < text.len() && digits(text[from..].chars().next()) && !alone {
                from += 1;
            }
            while !text.is_char_boundary(from) {
                from += 1;
            }
            continue;
        };
        found.push((kind, range));
    }
    found
}

/// Whether a text that starts with `/` is a name that AWS writes so: of a log group, a parameter.
fn is_name(path: &str) -> bool {
    ["/aws/", "/aws-", "/ecs/", "/service-role/"]
        .iter()
        .any(|it| path.starts_with(it))
}

/// Whether a number counts the seconds since 1970 (or milli-, micro-, nanoseconds), up to a time
/// between 2010 and 2050.
fn is_epoch(number: &str) -> bool {
    let whole = number.split('.').next().unwrap_or_default();
    let seconds = match whole.len() {
        10 | 13 | 16 | 19 => &whole[..10],
        _ => return false,
    };
    let seconds: u64 = seconds.parse().unwrap_or_default();
    (1_262_304_000..2_524_608_000).contains(&seconds)
}

/// Whether two texts are the same but for words that look random.
fn is_random(a: &str, b: &str) -> bool {
    let [left, right] = [a, b].map(words);
    let pairs = || {
        left.iter()
            .zip(&right)
            .filter(|(left, right)| left != right)
    };
    left.len() == right.len()
        && pairs().next().is_some()
        && pairs().all(|(left, right)| are_random(left, right))
}

/// A text as words and what is between them.
fn words(text: &str) -> Vec<&str> {
    static WORDS: OnceLock<Option<Regex>> = OnceLock::new();
    let words = WORDS.get_or_init(|| Regex::new("[A-Za-z0-9+/]+={0,2}|[^A-Za-z0-9+/]+").ok());
    let Some(words) = words else {
        return vec![text];
    };
    words.find_iter(text).map(|found| found.as_str()).collect()
}

/// Whether two words are of the same length, of one alphabet, and differ nearly everywhere: two
/// hexadecimal digits are the same by chance once in 16 times.
fn are_random(a: &str, b: &str) -> bool {
    let length = a.len();
    if length != b.len() || !a.is_ascii() || !b.is_ascii() {
        return false;
    }
    let differ = a.bytes().zip(b.bytes()).filter(|(a, b)| a != b).count();
    let both = |is: fn(u8) -> bool| a.bytes().all(is) && b.bytes().all(is);
    let digits = [a, b].map(|word| word.bytes().filter(u8::is_ascii_digit).count());
    let few_digits = digits[0].min(digits[1]);
    let letters = |word: &str| word.bytes().any(|c| c.is_ascii_alphabetic());
    let mixed = |word: &str| {
        word.bytes().any(|c| c.is_ascii_lowercase()) && word.bytes().any(|c| c.is_ascii_uppercase())
    };
    if both(|c| c.is_ascii_hexdigit()) {
        let some = digits[0] + digits[1] > 0 && (letters(a) || letters(b)) || length >= 16;
        return length >= 6 && some && differ * 10 >= length * 6;
    }
    // A fraction between 0 and 1 with all its digits is caught here too: `0.` is a word of its own.
    let letters_and_digits = few_digits > 0 && letters(a) && letters(b);
    let long = length >= 16 && (few_digits > 0 || mixed(a) && mixed(b));
    (length >= 6 && letters_and_digits || long) && differ * 10 >= length * 7
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn is(a: &str, b: &str, kind: UnstableKind) {
        assert_eq!(of_texts(a, b), kind, "{a} | {b}");
        assert_eq!(of_texts(b, a), kind, "{b} | {a}");
    }

    #[test]
    fn clocks() {
        for (a, b) in [
            ("1763869272123", "1763869275456"),
            ("1763869272", "1763869275"),
            ("1763869272.25", "1763869275.125"),
            ("deploy-1763869272123-x", "deploy-1763869275456-x"),
            ("v1763869272", "v1763869275"),
            ("2026-11-23", "2026-11-24"),
            (
                "built 2026-11-23T03:41:12Z by us",
                "built 2026-11-23T03:41:15.5Z by us",
            ),
            (
                "2026-11-23T03:41:12.123456+00:00",
                "2026-11-23T03:41:15.654321+00:00",
            ),
            ("2026-11-23 03:41:12", "2026-11-23 03:41:15"),
            ("backup-20261123034112", "backup-20261123034115"),
            ("20261123T034112Z", "20261123T034115Z"),
            (
                "Mon Nov 23 2026 03:41:12 GMT+0000",
                "Mon Nov 23 2026 03:41:15 GMT+0000",
            ),
            (
                "Mon, 23 Nov 2026 03:41:12 GMT",
                "Tue, 24 Nov 2026 03:41:12 GMT",
            ),
            ("arn:aws:s3:::b/1763869272/x", "arn:aws:s3:::b/1763869275/x"),
        ] {
            is(a, b, UnstableKind::Clock);
        }
    }

    #[test]
    fn paths() {
        for (a, b) in [
            ("/opt/build-1/worker.zip", "/opt/build-2/worker.zip"),
            ("/home/a/x", "/Users/b/projects/x"),
            (r"C:\work\a.zip", r"D:\a\_work\1\a.zip"),
            ("file:///opt/a", "file:///srv/a"),
            (
                "${filebase64sha256(\"/opt/1/a.zip\")}",
                "${filebase64sha256(\"/opt/22/a.zip\")}",
            ),
            ("run /tmp/tmpx81/go.sh now", "run /tmp/tmp_w0p2/go.sh now"),
        ] {
            is(a, b, UnstableKind::AbsolutePath);
        }
    }

    #[test]
    fn random() {
        for (a, b) in [
            (
                "7f1c3f5e-3b0a-4a53-8a52-0d8a4b8b7a11",
                "0b8f9d52-66a1-4d0e-9f5d-6f1a2c3d4e5f",
            ),
            ("b-7f1c3f5e", "b-0b8f9d52"),
            ("logs-k3x9q2", "logs-p8w1z7"),
            ("q83vEjRWeJCrze8SNFZ4kA==", "Zm9vYmFyMTIzNDU2Nzg5MA=="),
            ("0.8444218515250481", "0.7579544029403025"),
        ] {
            is(a, b, UnstableKind::Random);
        }
    }

    #[test]
    fn what_is_none_of_them() {
        for (a, b) in [
            ("eu-west-1", "us-east-2"),
            ("/aws/lambda/orders", "/aws/lambda/parcels"),
            ("https://example.com/a/b", "https://example.com/a/c"),
            ("/orders", "/parcels"),
            ("production", "developers"),
            ("123456789012", "210987654321"),
            ("2012-10-17", "10-17"),
            ("17638692721234", "17638692751234"),
            ("orders 1763869272", "parcels 1763869275"),
            ("1763869272", "/opt/build/a"),
            ("é1", "è2"),
            ("", "x"),
            ("12", "13"),
        ] {
            is(a, b, UnstableKind::Value);
        }
    }
}
