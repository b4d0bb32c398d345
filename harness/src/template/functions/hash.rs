//! Hashes of known text, as lowercase hexadecimal digits.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::Digest as _;

use super::super::convert::{known, to_str};
use super::super::machine::Machine;
use super::super::outcome::Outcome;
use crate::value::Node;

type Args<'a> = &'a [Node<'static>];

fn hex(bytes: &[u8]) -> Outcome {
    known(
        bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>(),
    )
}

pub(super) fn md5(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    hex(&md5::Md5::digest(to_str(&args[0])?.as_bytes()))
}

pub(super) fn sha1(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    hex(&sha1::Sha1::digest(to_str(&args[0])?.as_bytes()))
}

pub(super) fn sha256(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    hex(&sha2::Sha256::digest(to_str(&args[0])?.as_bytes()))
}

pub(super) fn sha512(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    hex(&sha2::Sha512::digest(to_str(&args[0])?.as_bytes()))
}

pub(super) fn base64sha256(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let digest = sha2::Sha256::digest(to_str(&args[0])?.as_bytes());
    known(STANDARD.encode(digest))
}
