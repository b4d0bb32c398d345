//! Functions of text. A text with holes keeps what is literal in it where that is sure.
//!
//! Terraform counts letters as a reader does (grapheme clusters); texts in which that may differ
//! from a count of characters are not taken apart.

use std::borrow::Cow;

use super::super::convert::{self, known, pieces, to_integer, to_list, to_str};
use super::super::machine::Machine;
use super::super::operator::bool_node;
use super::super::outcome::{Outcome, Stop, error};
use crate::value::{Hole, Kind, Map, Node, Piece, Text};

type Args<'a> = &'a [Node<'static>];

/// The letters of a text; `None` if one may be made of several characters.
pub(super) fn letters(text: &str) -> Option<Vec<char>> {
    let single = |c: char| match c {
        '\r' => false,
        c if c.is_ascii() => true,
        // Latin, Greek, Cyrillic without marks, kana, CJK: one letter each.
        '\u{ad}' => false,
        '\u{a1}'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{3041}'..='\u{3096}' => true,
        '\u{4e00}'..='\u{9fff}' => true,
        _ => false,
    };
    text.chars().map(|c| single(c).then_some(c)).collect()
}

/// Changes letter by letter: literals are changed, a hole becomes the hole of the call.
fn each_letter(name: &str, node: &Node<'static>, change: fn(char) -> Option<char>) -> Outcome {
    let mut made = Vec::new();
    for piece in pieces(node)? {
        made.push(match piece {
            Piece::Literal(text) => {
                let changed: Option<String> = text.chars().map(change).collect();
                Piece::Literal(changed.ok_or(Stop::Unknown)?.into())
            }
            Piece::Hole(hole) => {
                let start = hole
                    .starts_with
                    .filter(|start| start.chars().all(|c| change(c) == Some(c)));
                Piece::Hole(Hole {
                    expression: format!("{name}({})", hole.expression).into(),
                    pure: hole.pure && !hole.expression.is_empty(),
                    starts_with: start,
                    ..hole
                })
            }
        });
    }
    if let [Piece::Hole(_)] = made.as_slice() {
        // The call itself says as much.
        return Err(Stop::Unknown);
    }
    convert::text(made)
}

/// The one character that a mapping of characters gives, if it gives one.
fn only(mut chars: impl Iterator<Item = char>) -> Option<char> {
    chars.next().filter(|_| chars.next().is_none())
}

pub(super) fn lower(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    each_letter("lower", &args[0], |c| only(c.to_lowercase()))
}

pub(super) fn upper(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    each_letter("upper", &args[0], |c| only(c.to_uppercase()))
}

pub(super) fn title(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let text = to_str(&args[0])?;
    if !text.is_ascii() {
        return Err(Stop::Unknown);
    }
    let mut out = String::with_capacity(text.len());
    let mut starts = true;
    for c in text.chars() {
        out.push(if starts { c.to_ascii_uppercase() } else { c });
        starts = !(c.is_ascii_alphanumeric() || c == '_');
    }
    known(out)
}

pub(super) fn strrev(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let text = to_str(&args[0])?;
    let letters = letters(&text).ok_or(Stop::Unknown)?;
    known(letters.into_iter().rev().collect::<String>())
}

pub(super) fn chomp(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    known(to_str(&args[0])?.trim_end_matches(['\r', '\n']).to_owned())
}

pub(super) fn trimspace(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    known(to_str(&args[0])?.trim().to_owned())
}

pub(super) fn trim(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let (text, set) = (to_str(&args[0])?, to_str(&args[1])?);
    known(text.trim_matches(|c| set.contains(c)).to_owned())
}

pub(super) fn trimprefix(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let wanted = to_str(&args[1])?;
    if begins(&args[0], &wanted)?.ok_or(Stop::Unknown)? {
        return cut(&args[0], wanted.len(), 0);
    }
    convert::text(pieces(&args[0])?)
}

pub(super) fn trimsuffix(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let wanted = to_str(&args[1])?;
    if ends(&args[0], &wanted)?.ok_or(Stop::Unknown)? {
        return cut(&args[0], 0, wanted.len());
    }
    convert::text(pieces(&args[0])?)
}

/// Takes bytes off the literals at both ends of a text; not known if they are not literal.
fn cut(node: &Node<'static>, start: usize, end: usize) -> Outcome {
    let mut pieces = pieces(node)?;
    if start > 0 {
        match pieces.first_mut() {
            Some(Piece::Literal(text)) if text.get(start..).is_some() => {
                *text = Cow::Owned(text[start..].to_owned());
            }
            _ => return Err(Stop::Unknown),
        }
    }
    if end > 0 {
        match pieces.last_mut() {
            Some(Piece::Literal(text)) if text.len() >= end => {
                let keep = text.len() - end;
                *text = Cow::Owned(text[..keep].to_owned());
            }
            _ => return Err(Stop::Unknown),
        }
    }
    convert::text(pieces)
}

/// Whether a text starts with another; `None` if that is not known.
fn begins(node: &Node<'static>, wanted: &str) -> Outcome<Option<bool>> {
    let text = Text::pieces(pieces(node)?);
    if let Some(known) = text.as_known() {
        return Ok(Some(known.starts_with(wanted)));
    }
    let start = text.prefix();
    let decided = start.starts_with(wanted).then_some(true);
    let refuted = start
        .bytes()
        .zip(wanted.bytes())
        .any(|(a, b)| a != b)
        .then_some(false);
    Ok(decided.or(refuted))
}

/// Whether a text ends with another; `None` if that is not known.
fn ends(node: &Node<'static>, wanted: &str) -> Outcome<Option<bool>> {
    let text = Text::pieces(pieces(node)?);
    if let Some(known) = text.as_known() {
        return Ok(Some(known.ends_with(wanted)));
    }
    let end = text.suffix();
    let decided = end.ends_with(wanted).then_some(true);
    let differ = end
        .bytes()
        .rev()
        .zip(wanted.bytes().rev())
        .any(|(a, b)| a != b);
    Ok(decided.or(differ.then_some(false)))
}

fn sure(answer: Option<bool>) -> Outcome {
    answer.map_or(Err(Stop::Unknown), |answer| Ok(bool_node(answer)))
}

pub(super) fn startswith(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    sure(begins(&args[0], &to_str(&args[1])?)?)
}

pub(super) fn endswith(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    sure(ends(&args[0], &to_str(&args[1])?)?)
}

pub(super) fn strcontains(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let wanted = to_str(&args[1])?;
    let text = pieces(&args[0])?;
    let literal = |piece: &Piece<'_>| match piece {
        Piece::Literal(text) => text.contains(&*wanted),
        Piece::Hole(_) => false,
    };
    let all = text.iter().all(|piece| matches!(piece, Piece::Literal(_)));
    match text.iter().any(literal) {
        true => Ok(bool_node(true)),
        false if all => Ok(bool_node(to_str(&args[0])?.contains(&*wanted))),
        false => Err(Stop::Unknown),
    }
}

pub(super) fn substr(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let (offset, length) = (to_integer(&args[1])?, to_integer(&args[2])?);
    let text = pieces(&args[0])?;
    let first = match text.first() {
        Some(Piece::Literal(first)) => first.as_ref(),
        Some(Piece::Hole(_)) => return Err(Stop::Unknown),
        None => "",
    };
    let letters = letters(first).ok_or(Stop::Unknown)?;
    let count = i64::try_from(letters.len()).map_err(|_| Stop::Unknown)?;
    let whole = text.len() <= 1;
    if !whole && (offset < 0 || length < 0 || offset.saturating_add(length) > count) {
        return Err(Stop::Unknown);
    }
    if length < -1 {
        return Err(Stop::Unknown);
    }
    let start = if offset < 0 {
        (count + offset).max(0)
    } else {
        offset
    };
    let end = if length < 0 {
        count
    } else {
        start.saturating_add(length).min(count)
    };
    if offset < -count {
        // What Terraform then does differs between versions.
        return Err(Stop::Unknown);
    }
    let part = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    let part = part.and_then(|(start, end)| letters.get(start..end));
    known(part.unwrap_or_default().iter().collect::<String>())
}

pub(super) fn indent(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let (spaces, text) = (to_integer(&args[0])?, to_str(&args[1])?);
    let Ok(spaces) = usize::try_from(spaces) else {
        return error("a text is not indented by a negative number of blanks");
    };
    let lines = text.matches('\n').count();
    if spaces.saturating_mul(lines) > convert::MAX_TEXT {
        return Err(Stop::Budget);
    }
    known(text.replace('\n', &format!("\n{}", " ".repeat(spaces))))
}

pub(super) fn join(machine: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let separator = pieces(&args[0])?;
    let (mut made, mut unknown) = (Vec::new(), false);
    for list in &args[1..] {
        let list = match to_list(list) {
            Err(Stop::Unknown) => {
                unknown = true;
                continue;
            }
            list => list?,
        };
        for node in list {
            machine.spend(1 + separator.len())?;
            if !made.is_empty() {
                made.extend(separator.iter().cloned());
            }
            // An element that is the empty text still parts what is beside it.
            let mut element = pieces(&node)?;
            element.insert(0, Piece::Literal("".into()));
            made.extend(element);
        }
    }
    if unknown {
        return Err(Stop::Unknown);
    }
    convert::text(made)
}

pub(super) fn split(machine: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let (separator, text) = (to_str(&args[0])?, to_str(&args[1])?);
    let parts: Vec<Node<'static>> = if separator.is_empty() {
        let letters = letters(&text).ok_or(Stop::Unknown)?;
        machine.spend(letters.len())?;
        letters
            .into_iter()
            .map(|c| Node::text(c.to_string()))
            .collect()
    } else {
        machine.spend(text.matches(&*separator).count())?;
        text.split(&*separator)
            .map(|part| Node::text(part.to_owned()))
            .collect()
    };
    Ok(Node::new(Kind::List(parts)))
}

pub(super) fn replace(machine: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let (text, wanted, by) = (to_str(&args[0])?, to_str(&args[1])?, to_str(&args[2])?);
    let pattern = wanted
        .strip_prefix('/')
        .and_then(|wanted| wanted.strip_suffix('/'));
    let Some(pattern) = pattern else {
        let count = if wanted.is_empty() {
            text.chars().count() + 1
        } else {
            text.matches(&*wanted).count()
        };
        if count.saturating_mul(by.len()).saturating_add(text.len()) > convert::MAX_TEXT {
            return Err(Stop::Budget);
        }
        return known(text.replace(&*wanted, &by));
    };
    let regex = compiled(pattern, &text)?;
    let found = regex.find_iter(&text).count();
    machine.spend(found)?;
    // Each reference in the replacement puts in at most the whole text.
    let most = by
        .len()
        .saturating_add(by.matches('$').count().saturating_mul(text.len()));
    if found.saturating_mul(most).saturating_add(text.len()) > convert::MAX_TEXT * 16 {
        return Err(Stop::Budget);
    }
    known(regex.replace_all(&text, &*by).into_owned())
}

/// A regular expression of Go's RE2 syntax, if it surely means the same here on this text.
fn compiled(pattern: &str, text: &str) -> Outcome<regex::Regex> {
    let differs = [
        "&&", "--", "~~", "\\<", "\\>", "\\b{", "\\C", "\\Q", "\\E", "\\p", "\\P", "(?x", "(?R",
        "(?u", "\\u", "\\U",
    ];
    let nested = pattern.replace("[[:", "").contains("[[") || pattern.contains("[^[");
    if !pattern.is_ascii()
        || !text.is_ascii()
        || text.contains('\u{b}')
        || nested
        || differs.iter().any(|part| pattern.contains(part))
    {
        return Err(Stop::Unknown);
    }
    let built = regex::RegexBuilder::new(pattern)
        .size_limit(1 << 20)
        .build();
    // What is refused here may be taken there.
    built.map_err(|_| Stop::Unknown)
}

pub(super) fn regex(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let (pattern, text) = (to_str(&args[0])?, to_str(&args[1])?);
    let regex = compiled(&pattern, &text)?;
    match regex.captures(&text) {
        Some(found) => captured(&regex, &found),
        None => error("the pattern does not match"),
    }
}

pub(super) fn regexall(machine: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let (pattern, text) = (to_str(&args[0])?, to_str(&args[1])?);
    let regex = compiled(&pattern, &text)?;
    let mut all = Vec::new();
    for found in regex.captures_iter(&text) {
        machine.spend(1 + text.len() / 64)?;
        all.push(captured(&regex, &found)?);
    }
    Ok(Node::new(Kind::List(all)))
}

/// The match itself, or a list of its groups, or a map of its named groups.
fn captured(regex: &regex::Regex, found: &regex::Captures<'_>) -> Outcome {
    let text = |found: Option<regex::Match<'_>>| match found {
        Some(found) => Node::text(found.as_str().to_owned()),
        None => Node::new(Kind::Null),
    };
    let names: Vec<Option<&str>> = regex.capture_names().skip(1).collect();
    if names.is_empty() {
        return Ok(text(found.get(0)));
    }
    if names.iter().all(Option::is_none) {
        let groups = (1..=names.len()).map(|group| text(found.get(group)));
        return Ok(Node::new(Kind::List(groups.collect())));
    }
    if names.iter().any(Option::is_none) {
        return error("groups are named, all or none");
    }
    let mut map = Map::default();
    for name in names.into_iter().flatten() {
        map.insert(name.to_owned().into(), text(found.name(name)));
    }
    Ok(Node::new(Kind::Map(map)))
}
