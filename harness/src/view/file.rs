//! `file`: a file that the stack names.

use super::make::Maker;
use crate::stack::BlockKind;
use crate::value::Node;

/// What its rows hold.
pub(super) const MEMBERS: [&str; 4] = ["attribute", "function", "made_by", "path"];

/// Whether a kind of block may name files.
pub(super) fn reads(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Resource | BlockKind::Data | BlockKind::Output | BlockKind::Provider
    )
}

/// The rows of a block.
pub(super) fn read<'s>(maker: &mut Maker<'_, 's>, body: &Node<'s>) {
    let _ = (maker, body);
}
