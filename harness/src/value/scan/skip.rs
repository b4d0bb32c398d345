//! Steps over JSON: where a value that starts at a place ends.
//!
//! Nothing is made and nothing kept but the kinds of the objects and lists around the place, a bit
//! each. What is no JSON to the letter has no end.

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
        while let Some(sixteen) = bytes.get(at..at + 16) {
            let (low, high) = sixteen.split_at(8);
            let (low, high) = (odd_bytes(low)?, odd_bytes(high)?);
            if low | high != 0 {
                let (odd, before) = if low != 0 { (low, 0) } else { (high, 8) };
                at += before + odd.trailing_zeros() as usize / 8;
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

/// The high bit of the first of eight bytes that is a quote, a backslash or a control character is
/// set, and of none before it.
#[inline]
fn odd_bytes(eight: &[u8]) -> Option<u64> {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGH: u64 = ONES * 0x80;
    let eight = u64::from_le_bytes(eight.try_into().ok()?);
    // "Hacker's Delight", 6-1: a byte that is less borrows, and only bytes above it may then too.
    let less = |bytes: u64, than: u8| bytes.wrapping_sub(ONES * than as u64) & !bytes;
    // With this bit turned the quote stands right behind the control characters, and what stood
    // there does not.
    let quote_or_control = less(eight ^ (ONES * 2), b'"' - 1);
    let backslash = less(eight ^ (ONES * b'\\' as u64), 1);
    Some((quote_or_control | backslash) & HIGH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_odd_byte() {
        for byte in 0..=u8::MAX {
            let odd = byte < 0x20 || byte == b'"' || byte == b'\\';
            for place in 0..8 {
                for beside in [b'a', 0xff, b'!', b'#', b' '] {
                    let mut eight = [beside; 8];
                    eight[place] = byte;
                    let found = odd_bytes(&eight).unwrap();
                    let first = (found != 0).then(|| found.trailing_zeros() as usize / 8);
                    assert_eq!(first, odd.then_some(place), "{byte} {place} {beside}");
                }
            }
        }
    }
}
