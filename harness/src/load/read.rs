//! From the bytes of a file to its text.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::error::{LoadError, LoadErrorKind as Kind};
use super::text::line_column;
use crate::stack::SharedText;
#[cfg(unix)]
use crate::threads;

/// Reads a file to text.
///
/// # Errors
/// When it is not there, cannot be read, is an archive, or is no text.
pub(crate) fn read(path: &Path) -> Result<SharedText, LoadError> {
    let unreadable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => missing(path),
        _ => LoadError::new(
            path,
            Kind::Unreadable,
            format!("it cannot be read: {error}"),
        ),
    };
    let file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    if size >= u64::from(u32::MAX) {
        return Err(too_large(path));
    }
    let room = usize::try_from(size).unwrap_or(0) + 1;
    let large = (size >= LARGE).then(|| read_in_parts(&file, room - 1));
    if let Some(bytes) = large.flatten() {
        return match String::from_utf8(bytes) {
            Ok(text) if !wants_decoding(text.as_bytes()) => Ok(SharedText::from(text)),
            Ok(text) => decode(path, text.into_bytes()).map(SharedText::from),
            Err(error) => decode(path, error.into_bytes()).map(SharedText::from),
        };
    }
    // A pipe says that it is empty: the bound holds for what is really read.
    let mut file = file.take(u64::from(u32::MAX));
    let text = match read_utf8(&mut file, room).map_err(unreadable)? {
        Ok(text) if !wants_decoding(text.as_bytes()) => text,
        Ok(text) => decode(path, text.into_bytes())?,
        Err(mut bytes) => {
            file.read_to_end(&mut bytes).map_err(unreadable)?;
            decode(path, bytes)?
        }
    };
    if text.len() >= u32::MAX as usize {
        return Err(too_large(path));
    }
    Ok(SharedText::from(text))
}

/// From how many bytes on a file is read by several threads. What that takes is not the disk, but the
/// memory that the system has to find for it.
const LARGE: u64 = 16 * 1024 * 1024;

/// Reads the `size` bytes of a file, each thread a part of them. `None` says nothing: the file is no
/// longer that large, or is none that can be read from the middle.
#[cfg(unix)]
fn read_in_parts(file: &File, size: usize) -> Option<Vec<u8>> {
    use std::os::unix::fs::FileExt;
    use std::thread;

    let mut bytes = vec![0; size];
    let part = size.div_ceil(threads::cores()).max(1);
    let read = thread::scope(|scope| {
        let parts = (0u64..).step_by(part).zip(bytes.chunks_mut(part));
        let parts: Vec<_> = parts
            .map(|(at, part)| scope.spawn(move || file.read_exact_at(part, at)))
            .collect();
        parts
            .into_iter()
            .all(|part| matches!(part.join(), Ok(Ok(()))))
    });
    let ends =
        || matches!(file.read_at(&mut [0], u64::try_from(size).ok()?).ok()?, 0).then_some(());
    read.then_some(())?;
    ends()?;
    Some(bytes)
}

#[cfg(not(unix))]
fn read_in_parts(_: &File, _: usize) -> Option<Vec<u8>> {
    None
}

/// How many bytes are read at once: they are still near when they are looked at and copied.
const PIECE: usize = 128 * 1024;

/// Reads a text, piece by piece. Where it is no UTF-8, the bytes that were read so far: the end of
/// the file may be still to come.
fn read_utf8(file: &mut impl Read, room: usize) -> std::io::Result<Result<String, Vec<u8>>> {
    let mut text = String::with_capacity(room);
    let mut piece = vec![0; PIECE];
    // The start of a character whose end is in the next piece.
    let mut kept = 0;
    loop {
        let read = match file.read(&mut piece[kept..]) {
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let filled = &piece[..kept + read];
        let (good, rest) = match std::str::from_utf8(filled) {
            Ok(good) => (good, 0),
            Err(error) => {
                let good = filled
                    .utf8_chunks()
                    .next()
                    .map_or("", |chunk| chunk.valid());
                let cut = error.error_len().is_none() && read > 0;
                (
                    good,
                    if cut {
                        filled.len() - good.len()
                    } else {
                        usize::MAX
                    },
                )
            }
        };
        if rest == usize::MAX {
            let mut bytes = text.into_bytes();
            bytes.extend_from_slice(filled);
            return Ok(Err(bytes));
        }
        text.push_str(good);
        if read == 0 {
            return Ok(Ok(text));
        }
        let start = kept + read - rest;
        piece.copy_within(start..start + rest, 0);
        kept = rest;
    }
}

/// Whether a text that is UTF-8 may be another thing all the same, by its first bytes.
fn wants_decoding(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK")
        || bytes.starts_with(b"\xef\xbb\xbf")
        || bytes.iter().take(2).any(|byte| *byte == 0)
}

/// The error for a path where nothing is.
pub(crate) fn missing(path: &Path) -> LoadError {
    let error = LoadError::new(path, Kind::Missing, "there is nothing at this path");
    match path.to_string_lossy().contains(['*', '?', '[']) {
        true => error.help(
            "an input is no glob, since one that is not made yet would not be missed: name each, or let the shell \
             find them",
        ),
        false => error,
    }
}

fn too_large(path: &Path) -> LoadError {
    LoadError::new(path, Kind::TooLarge, "the file is larger than 4 GiB")
}

fn decode(path: &Path, mut bytes: Vec<u8>) -> Result<String, LoadError> {
    let encoding = |what: &str| LoadError::new(path, Kind::Encoding, what);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        // `tfplan` is the name of the first entry of a saved plan.
        let plan = bytes.windows(6).any(|window| window == b"tfplan");
        return Err(if plan {
            let what = "this is a binary plan (a zip archive)";
            LoadError::new(path, Kind::BinaryPlan, what)
        } else {
            LoadError::new(path, Kind::Archive, "this is a zip archive")
        });
    }
    if bytes.starts_with(b"\x1f\x8b") {
        return Err(LoadError::new(
            path,
            Kind::Archive,
            "this is a gzip archive",
        ));
    }
    let utf16 = match bytes.get(..2) {
        Some([0xff, 0xfe]) => Some(u16::from_le_bytes as fn([u8; 2]) -> u16),
        Some([0xfe, 0xff]) => Some(u16::from_be_bytes as fn([u8; 2]) -> u16),
        _ => None,
    };
    if let Some(unit) = utf16 {
        let (pairs, odd) = bytes[2..].as_chunks::<2>();
        if !odd.is_empty() {
            return Err(encoding(
                "this UTF-16 text ends in the middle of a character",
            ));
        }
        return char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
            .collect::<Result<String, _>>()
            .map_err(|_| encoding("this starts as UTF-16 and is not UTF-16 throughout"));
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    if matches!(bytes.get(..2), Some([0, _] | [_, 0])) {
        return Err(encoding(
            "this is binary, or UTF-16 without a byte order mark",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let good = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
        encoding("this is not UTF-8 text").at(Some(line_column(&good, valid)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that gives so many bytes at a time.
    struct Few<'b>(&'b [u8], usize);

    impl Read for Few<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let few = self.1.min(into.len()).min(self.0.len());
            let (now, later) = self.0.split_at(few);
            into[..few].copy_from_slice(now);
            self.0 = later;
            Ok(few)
        }
    }

    #[track_caller]
    fn reads(bytes: &[u8]) {
        for few in 1..7 {
            let mut file = Few(bytes, few);
            match (read_utf8(&mut file, 0).unwrap(), std::str::from_utf8(bytes)) {
                (Ok(text), Ok(expected)) => assert_eq!(text, expected),
                (Err(mut read), Err(_)) => {
                    file.read_to_end(&mut read).unwrap();
                    assert_eq!(read, bytes);
                }
                (read, _) => panic!("{few} at a time: {read:?}"),
            }
        }
    }

    #[test]
    #[cfg(unix)]
    fn parts_make_the_whole() {
        use std::io::Write;

        let bytes: Vec<u8> = (0..100_003u32).map(|it| (it % 251) as u8).collect();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&bytes).unwrap();
        assert_eq!(read_in_parts(&file, bytes.len()), Some(bytes.clone()));
        // A file that grew or shrank while it was read.
        assert_eq!(read_in_parts(&file, bytes.len() - 1), None);
        assert_eq!(read_in_parts(&file, bytes.len() + 1), None);
        let (pipe, _end) = std::io::pipe().unwrap();
        let pipe = File::from(std::os::fd::OwnedFd::from(pipe));
        assert_eq!(read_in_parts(&pipe, 1), None);
    }

    #[test]
    fn pieces_may_cut_characters() {
        reads(b"");
        reads(b"plain");
        reads("\u{e9}a\u{20ac}\u{10ffff}z\u{20ac}".as_bytes());
        reads(b"a\xff");
        reads(b"a\xe2\x82");
        reads(b"a\xe2\x82b\xe2\x82\xac");
        reads(b"\xf4\x8f\xbf");
    }
}
