//! Steps over JSON: where a value that starts at a place ends.
//!
//! Nothing is made and nothing kept but the kinds of the objects and lists around the place, a bit
//! each. What is no JSON to the letter has no end.

use wide::u8x16;

/// Where the value at `at`, or behind the blanks there, ends. It may have so many levels of objects
/// and lists, 128 at most.
pub(super) fn value(bytes: &[u8], mut at: usize, levels: usize) -> Option<usize> {
    // Whether the place is in an object, a bit for each level, the innermost lowest.
    let (mut kinds, mut level) = (0_u128, 0);
    loop {
        at = blank(bytes, at);
        let first = *bytes.get(at)?;
        match first {
            b'"' => at = string(bytes, at + 1)?,
            b'{' | b'[' => {
                level += 1;
                if level > levels {
                    return None;
                }
                let object = first == b'{';
                kinds = kinds << 1 | u128::from(object);
                at = blank(bytes, at + 1);
                match (object, *bytes.get(at)?) {
                    (true, b'}') | (false, b']') => {
                        at += 1;
                        level -= 1;
                        kinds >>= 1;
                    }
                    (true, _) => {
                        at = name(bytes, at)?;
                        continue;
                    }
                    (false, _) => continue,
                }
            }
            b't' => at = word(bytes, at, b"true")?,
            b'f' => at = word(bytes, at, b"false")?,
            b'n' => at = word(bytes, at, b"null")?,
            _ => at = number(bytes, at)?,
        }
        // Behind a value: up to where the next one starts.
        loop {
            if level == 0 {
                return Some(at);
            }
            at = blank(bytes, at);
            let object = kinds & 1 == 1;
            match (*bytes.get(at)?, object) {
                (b',', true) => {
                    at = name(bytes, blank(bytes, at + 1))?;
                    break;
                }
                (b',', false) => {
                    at += 1;
                    break;
                }
                (b'}', true) | (b']', false) => {
                    at += 1;
                    level -= 1;
                    kinds >>= 1;
                }
                _ => return None,
            }
        }
    }
}

/// Where the value of the member starts whose name is at `at`, or the blanks before it.
fn name(bytes: &[u8], at: usize) -> Option<usize> {
    let quote = *bytes.get(at)?;
    let end = blank(bytes, string(bytes, at + 1)?);
    (quote == b'"' && *bytes.get(end)? == b':').then_some(end + 1)
}

/// The end of a string, behind its last quote; `at` is behind its first one.
#[inline]
fn string(bytes: &[u8], at: usize) -> Option<usize> {
    text(bytes, at).map(|(end, _)| end)
}

/// The same, and whether anything in it is escaped.
#[inline]
pub(super) fn text(bytes: &[u8], mut at: usize) -> Option<(usize, bool)> {
    let mut escaped = false;
    loop {
        // Most are short: what ends one is found without asking byte by byte.
        while let Some(sixteen) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
            let odd = odd_bytes(*sixteen);
            if odd != 0 {
                at += odd.trailing_zeros() as usize;
                break;
            }
            at += 16;
        }
        match bytes.get(at)? {
            b'"' => return Some((at + 1, escaped)),
            b'\\' => match bytes.get(at + 1)? {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {
                    escaped = true;
                    at += 2;
                }
                b'u' => {
                    let digits = bytes.get(at + 2..at + 6)?;
                    if !digits.iter().all(u8::is_ascii_hexdigit) {
                        return None;
                    }
                    escaped = true;
                    at += 6;
                }
                _ => return None,
            },
            0..0x20 => return None,
            _ => at += 1,
        }
    }
}

/// The end of a number. RFC 8259, `number`; of those that are no `f64`, none.
pub(super) fn number(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    at = match bytes.get(at)? {
        b'0' => at + 1,
        _ => digits(bytes, at)?,
    };
    if bytes.get(at) == Some(&b'.') {
        at = digits(bytes, at + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        let exponent = at;
        at = digits(bytes, at)?;
        if at - exponent > 2 {
            return None;
        }
    }
    (at - start < 100).then_some(at)
}

/// The end of at least one digit.
fn digits(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = bytes.get(start..)?;
    let count = rest.iter().take_while(|it| it.is_ascii_digit()).count();
    (count > 0).then_some(start + count)
}

fn word(bytes: &[u8], at: usize, word: &[u8]) -> Option<usize> {
    let end = at + word.len();
    (bytes.get(at..end)? == word).then_some(end)
}

#[inline]
fn blank(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}

/// The bits of those bytes that are a quote, a backslash or a control character; the first byte's is
/// the lowest.
#[inline]
fn odd_bytes(sixteen: [u8; 16]) -> u32 {
    let bytes = u8x16::new(sixteen);
    let is = |byte| bytes.simd_eq(u8x16::splat(byte));
    // What is no more than the last control character is one.
    let control = bytes.min(u8x16::splat(0x1f)).simd_eq(bytes);
    (control | is(b'"') | is(b'\\')).to_bitmask()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_odd_byte() {
        for byte in 0..=u8::MAX {
            let odd = byte < 0x20 || byte == b'"' || byte == b'\\';
            for place in 0..16 {
                for beside in [b'a', 0x80, 0xff, b'!', b'#', b' '] {
                    let mut sixteen = [beside; 16];
                    sixteen[place] = byte;
                    let expected = u32::from(odd) << place;
                    assert_eq!(odd_bytes(sixteen), expected, "{byte} {place} {beside}");
                }
            }
        }
    }
}
