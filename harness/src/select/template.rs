//! What a text with holes can and cannot be.

use crate::value::{Hole, PieceRef, Text};

/// Whether some value of the text may be `known`: its literal pieces occur in it in their order,
/// the first at the start, the last at the end.
pub(super) fn may_be(text: &Text<'_>, known: &str) -> bool {
    let pieces: Vec<PieceRef<'_>> = text.iter().collect();
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return known.is_empty();
    };
    if !known.starts_with(text.prefix().as_str()) {
        return false;
    }
    if pieces.len() == 1 {
        return match first {
            PieceRef::Literal(literal) => *literal == known,
            PieceRef::Hole(_) => true,
        };
    }
    let (mut rest, mut middle) = (known, pieces.as_slice());
    if let PieceRef::Literal(literal) = first {
        let Some(after) = rest.strip_prefix(literal) else {
            return false;
        };
        (rest, middle) = (after, &middle[1..]);
    }
    if let PieceRef::Literal(literal) = last {
        let Some(before) = rest.strip_suffix(literal) else {
            return false;
        };
        (rest, middle) = (before, &middle[..middle.len() - 1]);
    }
    // Holes may be empty and hold anything, so the leftmost place is as good as any.
    middle.iter().all(|piece| match piece {
        PieceRef::Hole(_) => true,
        PieceRef::Literal(literal) => match rest.find(literal) {
            Some(at) => {
                rest = &rest[at + literal.len()..];
                true
            }
            None => false,
        },
    })
}

/// Whether two texts, one with holes at least, may be equal: neither their starts nor their ends
/// contradict one another.
pub(super) fn may_equal(a: &Text<'_>, b: &Text<'_>) -> bool {
    match (a.as_known(), b.as_known()) {
        (Some(a), Some(b)) => return a == b,
        (Some(a), None) => return may_be(b, a),
        (None, Some(b)) => return may_be(a, b),
        (None, None) => {}
    }
    let (start_a, start_b) = (a.prefix(), b.prefix());
    let (end_a, end_b) = (a.suffix(), b.suffix());
    (start_a.starts_with(&start_b) || start_b.starts_with(&start_a))
        && (end_a.ends_with(end_b) || end_b.ends_with(end_a))
}

/// Whether two texts are the same whatever the holes come to: the same literals and the same pure
/// expressions.
pub(super) fn must_equal(a: &Text<'_>, b: &Text<'_>) -> bool {
    a.iter().eq(b.iter()) && a.holes().all(is_pure)
}

/// Whether two holes surely hold the same value.
pub(super) fn same_hole(a: &Hole, b: &Hole) -> bool {
    is_pure(a) && is_pure(b) && a.expression == b.expression
}

fn is_pure(hole: &Hole) -> bool {
    hole.pure && !hole.expression.is_empty()
}

/// Whether a text with holes may spell a number: its literal pieces hold nothing else.
pub(super) fn may_be_number(text: &Text<'_>) -> bool {
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    text.iter().all(|piece| match piece {
        PieceRef::Literal(literal) => literal.chars().all(digits),
        PieceRef::Hole(hole) => hole.starts_with.is_none_or(|s| s.chars().all(digits)),
    })
}
