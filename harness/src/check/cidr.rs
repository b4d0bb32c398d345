//! Ranges of addresses: whether two of them overlap.

use std::net::IpAddr;

use super::aggregate::Item;
use crate::value::{Kind, Node};
use crate::verdict::Truth;

/// A range: its first address as a number, how many bits are fixed, whether it is of IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Range {
    first: u128,
    fixed: u32,
    six: bool,
}

/// Whether a value may be a range of addresses.
///
/// # Errors
/// When it is known and is none.
pub(super) fn check(node: &Node<'_>) -> Result<(), String> {
    match &node.kind {
        Kind::Text(text) => match text.as_known() {
            Some(known) if range(known).is_none() => Err(format!(
                "`disjoint` wants ranges of addresses as `10.0.0.0/24`, and this is {}",
                node.render()
            )),
            _ => Ok(()),
        },
        Kind::Unknown(_) => Ok(()),
        _ => Err(format!(
            "`disjoint` wants ranges of addresses as `10.0.0.0/24`, and this is {}",
            node.noun()
        )),
    }
}

/// Whether two ranges have an address in common.
pub(super) fn overlap(a: &Item<'_>, b: &Item<'_>) -> Truth {
    let of = |item: &Item<'_>| item.node.as_str().and_then(range);
    let (Some(a), Some(b)) = (of(a), of(b)) else {
        // One expression is one range; whether two of them overlap is not known.
        return super::aggregate::same(a, b).map_or(Truth::Unknown, |same| match same {
            Truth::True => Truth::True,
            _ => Truth::Unknown,
        });
    };
    let width = if a.six { 128 } else { 32 };
    let shift = width - a.fixed.min(b.fixed);
    let cut = |first: u128| first.checked_shr(shift).unwrap_or(0);
    Truth::from(a.six == b.six && cut(a.first) == cut(b.first))
}

fn range(text: &str) -> Option<Range> {
    let (address, fixed) = text.split_once('/')?;
    if fixed.is_empty() || !fixed.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fixed: u32 = fixed.parse().ok()?;
    let (first, width, six) = match address.parse().ok()? {
        IpAddr::V4(address) => (u128::from(u32::from(address)), 32, false),
        IpAddr::V6(address) => (u128::from(address), 128, true),
    };
    (fixed <= width).then_some(Range { first, fixed, six })
}
