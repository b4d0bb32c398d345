//! The words of a walk: types, views, and labels.

use std::ops::Range;

use globset::{GlobBuilder, GlobMatcher};

use super::parse::error;
use super::{Direction, End, FollowError, Label};
use crate::facts::{Facts, Mode, ProviderVersion};
use crate::stack::BlockKind;
use crate::view::View;

/// A word as it is written, and its bytes in the walk.
#[derive(Debug, Clone)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    pub(super) span: Range<usize>,
}

/// The kinds that a hop may arrive at besides resources, as they are written.
const KINDS: [BlockKind; 5] = [
    BlockKind::Data,
    BlockKind::Output,
    BlockKind::Module,
    BlockKind::Variable,
    BlockKind::Provider,
];

/// How many bytes the word at the beginning of a text has. Blanks and arrows end it, except within
/// braces.
pub(super) fn length(text: &str) -> usize {
    let mut depth = 0u32;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '-' | '<' | '>' | '=' | '~' | '|' | '(' | ')' | '[' | ']' if depth == 0 => return at,
            c if depth == 0 && c.is_whitespace() => return at,
            _ => {}
        }
    }
    text.len()
}

/// Whether a word could be a type or a view: names, dots and globs, nothing else.
pub(super) fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| is_name(c) || "*?{},.".contains(c))
}

/// Splits at each `|` that stands in no braces. Blanks around a word are not part of it.
///
/// # Errors
/// An alternative that is empty.
pub(super) fn split(text: &str, range: Range<usize>) -> Result<Vec<Piece<'_>>, FollowError> {
    let inner = &text[range.clone()];
    let (mut depth, mut start, mut pieces) = (0u32, 0, Vec::new());
    let ends = inner.char_indices().chain([(inner.len(), '|')]);
    for (at, c) in ends {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '|' if depth == 0 || at == inner.len() => {
                let word = &inner[start..at];
                let trimmed = word.trim();
                let from = range.start + start + (word.len() - word.trim_start().len());
                let span = from..from + trimmed.len();
                if trimmed.is_empty() {
                    let message = "there is an empty alternative here".into();
                    let help = "between `|` and its neighbours stands a name".into();
                    let around = range.start.saturating_sub(1)..(range.end + 1).min(text.len());
                    return Err(error(message, Some(help), around));
                }
                pieces.push(Piece {
                    text: trimmed,
                    span,
                });
                start = at + 1;
            }
            _ => {}
        }
    }
    Ok(pieces)
}

/// What a hop arrives at.
///
/// # Errors
/// A word that is no glob over types, no view and no kind of block.
pub(super) fn end(piece: Piece<'_>, direction: Direction) -> Result<End, FollowError> {
    let Piece { text, span } = piece;
    let fail = |message: String, help: String| Err(error(message, Some(help), span.clone()));
    if let Some(view) = View::ALL.into_iter().find(|view| view.word() == text) {
        return Ok(End::View(view));
    }
    for kind in KINDS {
        let rest = match text.strip_prefix(kind.word()) {
            Some("") if kind == BlockKind::Data => {
                return fail(
                    "`data` needs a type".into(),
                    "write `data.*` for any".into(),
                );
            }
            Some("") => "*",
            Some(rest) if rest.starts_with('.') => &rest[1..],
            _ => continue,
        };
        if rest.is_empty() {
            let message = format!("there is no name after `{text}`");
            return fail(message, format!("write `{text}*` for any"));
        }
        if let Some((first, _)) = rest.split_once('.') {
            let message = format!("`{text}` names one block; a hop arrives at blocks of a type");
            return fail(message, format!("write `{}.{first}`", kind.word()));
        }
        return block(kind, rest, span);
    }
    if let Some((kind, rest)) = text.split_once('.') {
        let help = match (kind, direction) {
            ("resource", _) => format!("leave `resource.` out: `{rest}`"),
            (_, Direction::To) => {
                format!("the attribute stands in the arrow: `-[{rest}]-> {kind}`")
            }
            (_, Direction::From) => {
                format!("the attribute stands in the arrow: `<-[{rest}]- {kind}`")
            }
        };
        return fail(format!("`{text}` is no type: a type holds no dot"), help);
    }
    if let Some(message) = no_type(text) {
        let near = nearest_view(text).map(|view| view.word().to_owned());
        let near = near.or_else(|| with_prefix(text)).map_or_else(
            || {
                let views = View::ALL.map(View::word).join("`, `");
                format!("the views are `{views}`; a type is written in full, as `aws_subnet`")
            },
            |near| format!("did you mean `{near}`?"),
        );
        return fail(message, near);
    }
    if let Some(views) = views_in_braces(text) {
        let message = "braces stand for types; a view is a step of its own".into();
        return fail(message, format!("write `({})`", views.join("|")));
    }
    block(BlockKind::Resource, text, span)
}

/// A glob over the labels of edges.
///
/// # Errors
/// A label that is no glob over dotted names.
pub(super) fn label(piece: Piece<'_>) -> Result<Label, FollowError> {
    let Piece { text, span } = piece;
    let fail = |message: String, help: &str| Err(error(message, Some(help.into()), span.clone()));
    if let Some(path) = text.strip_prefix("$.") {
        let message = format!("`{text}` is a JSONPath; a hop names the attribute");
        return fail(message, &format!("write `{path}`"));
    }
    if text.contains(['[', ']']) {
        let message = "the attribute of a hop has no index".into();
        return fail(message, "a hop goes through every element of a list");
    }
    if depth_zero_comma(text) {
        let message = "attributes are parted by `|`".into();
        return fail(
            message,
            &format!("write `{}`", text.replace(", ", "|").replace(',', "|")),
        );
    }
    if let Some(c) = text
        .chars()
        .find(|c| !(is_label(*c) || "*?{},.".contains(*c)))
    {
        let message = match c {
            c if c.is_whitespace() => format!("there is a blank in `{text}`"),
            c => format!("`{c}` cannot stand in the attribute of a hop"),
        };
        return fail(
            message,
            "an attribute is names with dots: `vpc_config.subnet_ids`",
        );
    }
    if text.starts_with('.') || text.ends_with('.') || text.contains("..") {
        let message = format!("a name is missing beside a dot of `{text}`");
        return fail(
            message,
            "an attribute is names with dots: `vpc_config.subnet_ids`",
        );
    }
    Ok(Label {
        glob: glob(text, &span)?,
        text: text.to_owned(),
        span,
    })
}

fn block(kind: BlockKind, text: &str, span: Range<usize>) -> Result<End, FollowError> {
    if let Some(c) = text
        .chars()
        .find(|c| !(is_name(*c) || "*?{},".contains(*c)))
    {
        let (message, help) = match c {
            c if c.is_whitespace() => (
                format!("there is a blank in `{text}`"),
                "a type holds no blank: `aws_{subnet,vpc}`".to_owned(),
            ),
            c => (
                format!("`{c}` cannot stand in a type"),
                "a type is a name or a glob: `aws_subnet`, `aws_{subnet,vpc}`, `aws_s3_*`".into(),
            ),
        };
        return Err(error(message, Some(help), span));
    }
    if depth_zero_comma(text) {
        let message = "a `,` parts alternatives only within braces".into();
        let help = match text.strip_suffix(',') {
            Some(first) => format!("put alternatives into parentheses: `({first}|...)`"),
            None => format!("write `({})`", text.replace(',', "|")),
        };
        return Err(error(message, Some(help), span));
    }
    Ok(End::Type {
        kind,
        glob: glob(text, &span)?,
        text: text.to_owned(),
        span,
    })
}

/// Why a word without globs can be no type of a resource.
fn no_type(word: &str) -> Option<String> {
    if word.contains(['*', '?', '{', '}', ',']) || !word.chars().all(is_name) {
        return None;
    }
    let underscore = word.contains('_');
    // `iam_statements` could be a type as far as its letters go; no provider is called so.
    match underscore {
        false => Some(format!(
            "`{word}` is no resource type (types hold a `_`) and no view"
        )),
        true => nearest_view(word)
            .filter(|view| view.word().contains('_'))
            .map(|_| format!("`{word}` is no view, and no resource type")),
    }
}

/// The view that a word is a misspelling of: at most two letters are wrong, one of short words.
fn nearest_view(word: &str) -> Option<View> {
    let allowed = if word.len() > 6 { 2 } else { 1 };
    let distance = |view: &View| strsim::osa_distance(word, view.word());
    let near = View::ALL.into_iter().min_by_key(distance)?;
    (distance(&near) <= allowed).then_some(near)
}

/// The type of that name without its provider's prefix: `aws_subnet` for `subnet`.
fn with_prefix(word: &str) -> Option<String> {
    let facts = Facts::builtin();
    let name = |provider: ProviderVersion<'_>| format!("{}_{word}", provider.name);
    let mut names = facts.versions().map(name);
    names.find(|name| facts.block(Mode::Resource, name).is_some())
}

/// The alternatives of `{route,aws_subnet}` if one of them is a view.
fn views_in_braces(text: &str) -> Option<Vec<&str>> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let words: Vec<&str> = inner.split(',').collect();
    let is_view = |word: &&str| View::ALL.iter().any(|view| view.word() == *word);
    words.iter().any(is_view).then_some(words)
}

/// A glob that is compiled as people read it: `aws_route{,_table}` is both.
fn glob(text: &str, span: &Range<usize>) -> Result<GlobMatcher, FollowError> {
    if let Some(message) = unbalanced(text) {
        let help = "alternatives stand in one pair of braces: `{a,b}`".into();
        return Err(error(message, Some(help), span.clone()));
    }
    let built = GlobBuilder::new(text).empty_alternates(true).build();
    match built {
        Ok(glob) => Ok(glob.compile_matcher()),
        Err(reason) => {
            let message = format!("`{text}` is no glob: {}", reason.kind());
            Err(error(message, None, span.clone()))
        }
    }
}

fn unbalanced(text: &str) -> Option<String> {
    let mut depth = 0u32;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some(format!("`}}` closes nothing in `{text}`")),
            '}' => depth -= 1,
            _ => {}
        }
    }
    (depth > 0).then(|| format!("`{{` is never closed in `{text}`"))
}

fn depth_zero_comma(text: &str) -> bool {
    let mut depth = 0u32;
    text.chars().any(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    })
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Labels hold the keys of maps and documents too: `Condition.ArnLike.aws:SourceArn`.
fn is_label(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '/' | '@' | '$')
}
