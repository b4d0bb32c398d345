//! A text that a regular expression finds.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How long an example may get.
const MAX: usize = 4096;

/// A short text in which the expression finds something, if one can be made up. It is tried, not
/// proven, by whoever asks: anchors and word boundaries are taken to hold.
pub(super) fn of(expression: &str) -> Option<String> {
    let hir = regex_syntax::parse(expression).ok()?;
    let mut out = String::new();
    write(&hir, &mut out)?;
    Some(out)
}

fn write(hir: &Hir, out: &mut String) -> Option<()> {
    if out.len() > MAX {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(()),
        HirKind::Literal(literal) => {
            out.push_str(std::str::from_utf8(&literal.0).ok()?);
            Some(())
        }
        HirKind::Class(class) => {
            out.push(member(class)?);
            Some(())
        }
        HirKind::Repetition(repetition) => {
            let wanted = repetition.min.max(1);
            let times = repetition.max.map_or(wanted, |max| wanted.min(max));
            (0..times).try_for_each(|_| write(&repetition.sub, out))
        }
        HirKind::Capture(capture) => write(&capture.sub, out),
        HirKind::Concat(all) => all.iter().try_for_each(|hir| write(hir, out)),
        HirKind::Alternation(all) => write(all.first()?, out),
    }
}

/// A member of a class, one that people write if it has such.
fn member(class: &Class) -> Option<char> {
    let liked = ['x', '0', 'X', '-', ' '];
    match class {
        Class::Unicode(class) => {
            let has = |c: &char| {
                class
                    .ranges()
                    .iter()
                    .any(|it| (it.start()..=it.end()).contains(c))
            };
            let first = || {
                class
                    .ranges()
                    .first()
                    .map(regex_syntax::hir::ClassUnicodeRange::start)
            };
            liked.into_iter().find(has).or_else(first)
        }
        Class::Bytes(class) => {
            let first = class.ranges().first()?.start();
            first.is_ascii().then(|| char::from(first))
        }
    }
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn finds(expression: &str) {
        let example = super::of(expression).unwrap();
        let regex = regex::Regex::new(expression).unwrap();
        assert!(regex.is_match(&example), "{expression} in {example:?}");
    }

    #[test]
    fn what_is_made_up_is_found() {
        let all = [
            "^prod-",
            "-(dev|test)$",
            r"^arn:aws:iam::\d{12}:role/.+$",
            "[^a-z]",
            "(?i)password",
            r"^\p{L}+$",
            "a{3,}b?",
            r"\bx\b",
            "^$",
            ".*",
        ];
        for expression in all {
            finds(expression);
        }
        assert_eq!(super::of("("), None);
        assert_eq!(super::of("a{9999}"), None);
    }
}
