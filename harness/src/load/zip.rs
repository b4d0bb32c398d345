//! The directory of a zip archive: the names of its entries and nothing else.
//!
//! Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.12 (central directory), 4.3.14 and 4.3.15
//! (zip64) and 4.3.16 (its end). The directory is read within bounds that are checked before
//! anything is allocated, which is why this is no library: those read it first.

use std::io::{Read, Seek, SeekFrom};

/// The most entries.
const MAX_ENTRIES: u64 = 100_000;
/// The most bytes of a directory.
const MAX_BYTES: u64 = 64 << 20;
/// The end of the directory without its comment.
const END: usize = 22;
/// An entry of the directory without its name.
const ENTRY: usize = 46;

/// The names of the entries, folders left out.
///
/// # Errors
/// Why it is none that can be listed, as a sentence that follows "it".
pub(super) fn entries(file: &mut (impl Read + Seek)) -> Result<Vec<String>, String> {
    let directory = directory(file)?;
    let mut names = Vec::new();
    let mut rest = directory.as_slice();
    while let Some(entry) = rest.get(..ENTRY) {
        if !entry.starts_with(b"PK\x01\x02") {
            break;
        }
        if names.len() as u64 >= MAX_ENTRIES {
            return Err(too_many());
        }
        let long = |at: usize| usize::from(u16_at(entry, at));
        let (name, others) = (long(28), long(30) + long(32));
        let bytes = rest.get(ENTRY..ENTRY + name).ok_or_else(broken)?;
        let name_of = String::from_utf8_lossy(bytes).into_owned();
        if !name_of.ends_with('/') {
            names.push(name_of);
        }
        rest = rest.get(ENTRY + name + others..).ok_or_else(broken)?;
    }
    if rest.starts_with(b"PK\x05\x05") || rest.is_empty() {
        Ok(names)
    } else {
        Err(broken())
    }
}

/// The bytes of the central directory.
fn directory(file: &mut (impl Read + Seek)) -> Result<Vec<u8>, String> {
    let length = file
        .seek(SeekFrom::End(0))
        .map_err(|error| unreadable(&error))?;
    // The comment behind the end has at most 65,535 bytes; a zip64 locator stands before it.
    let tail_start = length.saturating_sub((END + 0xffff + 20) as u64);
    let tail = read(file, tail_start, length - tail_start)?;
    let end = (0..=tail.len().saturating_sub(END))
        .rev()
        .find(|at| is_end(&tail[*at..]))
        .ok_or_else(|| "does not end as one".to_owned())?;
    let record = &tail[end..];
    let (mut count, mut size, mut start) = (
        u64::from(u16_at(record, 10)),
        u64::from(u32_at(record, 12)),
        u64::from(u32_at(record, 16)),
    );
    let mut behind = tail_start + end as u64;
    let locator = end.checked_sub(20).and_then(|at| tail.get(at..end));
    if let Some(locator) = locator.filter(|it| it.starts_with(b"PK\x06\x07")) {
        let at = u64_at(locator, 8);
        let record = read(file, at, 56)?;
        if !record.starts_with(b"PK\x06\x06") {
            return Err(broken());
        }
        (count, size, start) = (
            u64_at(&record, 32),
            u64_at(&record, 40),
            u64_at(&record, 48),
        );
        behind = at;
    }
    if count > MAX_ENTRIES {
        return Err(too_many());
    }
    if size > MAX_BYTES {
        return Err("has a directory of more than 64 MiB".to_owned());
    }
    // Something may stand before the archive (a program that unpacks itself): then offsets are too
    // small, and the directory is what stands right before its end.
    let place = match start.checked_add(size) {
        Some(end) if end <= behind => behind - size,
        _ => return Err(broken()),
    };
    read(file, place, size)
}

/// The end of a directory whose comment is as long as it says.
fn is_end(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x05\x06")
        && bytes.len() >= END
        && bytes.len() >= END + usize::from(u16_at(bytes, 20))
}

fn read(file: &mut (impl Read + Seek), start: u64, count: u64) -> Result<Vec<u8>, String> {
    file.seek(SeekFrom::Start(start))
        .map_err(|error| unreadable(&error))?;
    let mut bytes = Vec::new();
    file.take(count)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(&error))?;
    match bytes.len() as u64 == count {
        true => Ok(bytes),
        false => Err(broken()),
    }
}

fn unreadable(error: &std::io::Error) -> String {
    format!("cannot be read: {}", error.kind())
}

fn broken() -> String {
    "has a broken directory".to_owned()
}

fn too_many() -> String {
    "has more than 100,000 entries".to_owned()
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    let mut out = [0; 2];
    out.copy_from_slice(bytes.get(at..at + 2).unwrap_or(&[0; 2]));
    u16::from_le_bytes(out)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// A zip archive of empty files that are stored.
    fn archive(names: &[&str], before: &[u8], comment: &[u8]) -> Vec<u8> {
        let (mut out, mut directory) = (before.to_vec(), Vec::new());
        for name in names {
            let at = (out.len() - before.len()) as u32;
            out.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0");
            out.extend([0; 12]);
            out.extend((name.len() as u16).to_le_bytes());
            out.extend([0; 2]);
            out.extend(name.as_bytes());
            directory.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0");
            directory.extend([0; 12]);
            directory.extend((name.len() as u16).to_le_bytes());
            directory.extend([0; 12]);
            directory.extend(at.to_le_bytes());
            directory.extend(name.as_bytes());
        }
        let start = (out.len() - before.len()) as u32;
        out.extend(&directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend((names.len() as u16).to_le_bytes());
        out.extend((names.len() as u16).to_le_bytes());
        out.extend((directory.len() as u32).to_le_bytes());
        out.extend(start.to_le_bytes());
        out.extend((comment.len() as u16).to_le_bytes());
        out.extend(comment);
        out
    }

    #[track_caller]
    fn lists(bytes: Vec<u8>, expected: Result<&[&str], &str>) {
        let found = entries(&mut Cursor::new(bytes));
        let found = found
            .as_ref()
            .map(|all| all.iter().map(String::as_str).collect::<Vec<_>>());
        let found = found
            .as_ref()
            .map(Vec::as_slice)
            .map_err(|why| why.as_str());
        assert_eq!(found, expected);
    }

    #[test]
    fn names_of_entries() {
        lists(
            archive(&["index.js", "lib/", "lib/a.js"], b"", b""),
            Ok(&["index.js", "lib/a.js"]),
        );
        lists(archive(&["a"], b"#!/bin/sh\n", b"a comment"), Ok(&["a"]));
        lists(archive(&[], b"", b""), Ok(&[]));
    }

    #[test]
    fn what_is_no_archive() {
        lists(Vec::new(), Err("does not end as one"));
        lists(b"exports.handler = 1".to_vec(), Err("does not end as one"));
        let mut cut = archive(&["index.js"], b"", b"");
        let end = cut.len() - END;
        cut[end + 12] = 0xff;
        lists(cut, Err("has a broken directory"));
    }

    /// What an archive says of itself is never allocated.
    #[test]
    fn bounds_are_checked_first() {
        let mut many = archive(&["a"], b"", b"");
        let end = many.len() - END;
        let locator_at = many.len() - END;
        let mut zip64 = b"PK\x06\x06".to_vec();
        zip64.extend([0; 28]);
        zip64.extend(100_001u64.to_le_bytes());
        zip64.extend([0; 16]);
        zip64.extend(b"PK\x06\x07\0\0\0\0");
        zip64.extend((locator_at as u64).to_le_bytes());
        zip64.extend([0; 4]);
        many.splice(end..end, zip64);
        lists(many, Err("has more than 100,000 entries"));
        let mut large = archive(&["a"], b"", b"");
        let end = large.len() - END;
        large[end + 12..end + 16].copy_from_slice(&u32::MAX.to_le_bytes());
        lists(large, Err("has a directory of more than 64 MiB"));
    }
}
