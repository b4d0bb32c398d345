//! Networks: CIDR blocks and addresses, IPv4 and IPv6.
//!
//! A text is read as the network that it denotes: bits of the host are dropped (`10.0.0.5/8` is
//! `10.0.0.0/8`) and a length may have leading zeros (`0.0.0.0/00` is everything). Providers refuse
//! some of these spellings, others pass them on, and the service reads them like this; to read them
//! as less than they open would be a green that means nothing. A lone address is a network of one.

use ipnet::IpNet;

use super::judge::{Expected, WrongType, wrong};
use crate::value::{Kind, Node, PieceRef, Text};
use crate::verdict::Truth;

const JUDGES: &str = "an IP address or a network, as \"10.0.0.0/16\"";

/// Whether a text is a network, as a right side wants it.
pub(crate) fn is_network(text: &str) -> bool {
    read(text).is_some()
}

/// Whether the network lies as a whole in one of those on the right.
pub(super) fn within(actual: &Node<'_>, expected: &Expected<'_>) -> Result<Truth, WrongType> {
    let (nodes, open) = expected.nodes();
    let actual = partly(actual)?;
    let mut truth = Truth::False;
    for node in nodes {
        truth = truth.or(lies_in(&actual, &partly_right(node)?));
    }
    Ok(if open {
        truth.or(Truth::Unknown)
    } else {
        truth
    })
}

/// Whether the network shares no address with any of those on the right.
pub(super) fn disjoint(actual: &Node<'_>, expected: &Expected<'_>) -> Result<Truth, WrongType> {
    let (nodes, open) = expected.nodes();
    let actual = partly(actual)?;
    let mut truth = Truth::True;
    for node in nodes {
        truth = truth.and(!overlap(&actual, &partly_right(node)?));
    }
    Ok(if open {
        truth.and(Truth::Unknown)
    } else {
        truth
    })
}

/// Whether two values are networks with an address in common.
///
/// # Errors
/// When one of them is no network.
pub(crate) fn overlapping(a: &Node<'_>, b: &Node<'_>) -> Result<Truth, WrongType> {
    let (read_a, read_b) = (partly(a)?, partly(b)?);
    // The same expression is the same network, whatever it is.
    if super::same(a, b, false) == Truth::True {
        return Ok(Truth::True);
    }
    Ok(overlap(&read_a, &read_b))
}

/// A network, or what is known of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Partly {
    /// All of it.
    Known(IpNet),
    /// The leading bits of an IPv4 network: how many, and its length if that is known.
    Begins {
        /// The bits, from the top.
        bits: u32,
        /// How many of them are known.
        known: u8,
        /// The length of the prefix.
        length: Option<u8>,
    },
    /// Nothing.
    Unknown,
}

fn partly_right(node: &Node<'_>) -> Result<Partly, WrongType> {
    partly(node).map_err(|wrong| WrongType {
        wants: "a network to compare with".into(),
        ..wrong
    })
}

fn partly(node: &Node<'_>) -> Result<Partly, WrongType> {
    match &node.kind {
        Kind::Unknown(hole) if hole.starts_with.is_none() => Ok(Partly::Unknown),
        Kind::Text(text) => match text.as_known() {
            Some(known) => match read(known) {
                Some(network) => Ok(Partly::Known(network)),
                None => Err(WrongType {
                    wants: JUDGES.into(),
                    is: "some other text",
                }),
            },
            None => Ok(begins(text)),
        },
        _ => wrong(node, JUDGES),
    }
}

/// Reads a network or an address.
fn read(text: &str) -> Option<IpNet> {
    let Some((address, length)) = text.split_once('/') else {
        return Some(IpNet::from(text.parse::<std::net::IpAddr>().ok()?));
    };
    let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    let length = digits.then(|| length.parse().ok())??;
    Some(IpNet::new(address.parse().ok()?, length).ok()?.trunc())
}

/// What the literal pieces at the ends of a text say of an IPv4 network: `10.${x}.0.0/16`.
fn begins(text: &Text<'_>) -> Partly {
    let Some(PieceRef::Literal(head)) = text.iter().next() else {
        return Partly::Unknown;
    };
    // The octet that the hole may go on with is not known.
    let whole = head.rfind('.').map_or("", |dot| &head[..dot]);
    let octets: Vec<&str> = whole.split('.').filter(|it| !it.is_empty()).collect();
    let mut bits = 0u32;
    for (place, octet) in octets.iter().enumerate() {
        match octet.parse::<u8>() {
            Ok(octet) if place < 4 => bits |= u32::from(octet) << (24 - 8 * place),
            _ => return Partly::Unknown,
        }
    }
    let length = match text.iter().next_back() {
        Some(PieceRef::Literal(tail)) => tail
            .rsplit_once('/')
            .and_then(|(_, length)| length.parse().ok())
            .filter(|length| *length <= 32),
        _ => None,
    };
    match octets.len() {
        0 => Partly::Unknown,
        count => Partly::Begins {
            bits,
            known: (8 * count.min(4)) as u8,
            length,
        },
    }
}

/// Whether one network lies in another.
fn lies_in(inner: &Partly, outer: &Partly) -> Truth {
    match (inner, outer) {
        (Partly::Known(inner), Partly::Known(outer)) => Truth::from(outer.contains(inner)),
        (
            Partly::Begins {
                bits,
                known,
                length,
            },
            Partly::Known(IpNet::V4(outer)),
        ) => {
            let common = outer.prefix_len().min(*known);
            let agrees = top(*bits, common) == top(outer.network().into(), common);
            match length {
                Some(length) if *length < outer.prefix_len() => Truth::False,
                // It is as long as the other, or longer, or too wide for it: the bits decide.
                _ if !agrees => Truth::False,
                Some(_) if outer.prefix_len() <= *known => Truth::True,
                _ => Truth::Unknown,
            }
        }
        (Partly::Begins { .. }, Partly::Known(IpNet::V6(_))) => Truth::False,
        _ => Truth::Unknown,
    }
}

/// Whether two networks have an address in common.
fn overlap(a: &Partly, b: &Partly) -> Truth {
    match (a, b) {
        (Partly::Known(a), Partly::Known(b)) => Truth::from(a.contains(b) || b.contains(a)),
        (Partly::Begins { .. }, Partly::Known(IpNet::V6(_)))
        | (Partly::Known(IpNet::V6(_)), Partly::Begins { .. }) => Truth::False,
        (
            Partly::Begins {
                bits,
                known,
                length,
            },
            Partly::Known(IpNet::V4(net)),
        )
        | (
            Partly::Known(IpNet::V4(net)),
            Partly::Begins {
                bits,
                known,
                length,
            },
        ) => ends_apart(
            (*bits, *known, *length),
            (net.network().into(), 32, Some(net.prefix_len())),
        ),
        (
            Partly::Begins {
                bits,
                known,
                length,
            },
            Partly::Begins {
                bits: other,
                known: of_other,
                length: other_length,
            },
        ) => ends_apart((*bits, *known, *length), (*other, *of_other, *other_length)),
        _ => Truth::Unknown,
    }
}

type Bits = (u32, u8, Option<u8>);

/// Two networks are apart if they differ in a bit that counts in both. One of unknown length may
/// be all there is.
fn ends_apart(a: Bits, b: Bits) -> Truth {
    let counts = |(_, known, length): Bits| length.map(|length| length.min(known));
    let (Some(of_a), Some(of_b)) = (counts(a), counts(b)) else {
        return Truth::Unknown;
    };
    let common = of_a.min(of_b);
    let whole = |(_, known, length): Bits| length.is_some_and(|length| length <= known);
    if top(a.0, common) != top(b.0, common) {
        Truth::False
    } else if whole(a) && of_b >= of_a || whole(b) && of_a >= of_b {
        Truth::True
    } else {
        Truth::Unknown
    }
}

/// The first bits of an address.
fn top(bits: u32, count: u8) -> u32 {
    match count {
        0 => 0,
        count => bits >> (32 - u32::from(count.min(32))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template;
    use crate::value::{Held, parse};

    fn node(text: &'static str) -> Node<'static> {
        template::read(text.into())
    }

    fn fill(text: &str, with: &str) -> String {
        text.replace("${var.x}", with)
    }

    fn to(text: &'static str) -> Expected<'static> {
        Expected::Value(Held::Own(node(text)))
    }

    /// Every answer about a partly known network against its fillings: what is proved holds of all
    /// of them, and where they differ nothing is proved.
    #[test]
    fn partly_known_networks_agree_with_their_fillings() {
        let texts = [
            "10.${var.x}.0.0/16",
            "10.${var.x}.0.0/8",
            "10.${var.x}.0.0/4",
            "10.1.${var.x}.0/24",
            "10.1.${var.x}.0/12",
            "10.${var.x}",
            "10.0.${var.x}/16",
            "1${var.x}.0.0.0/8",
            "10.0.0.0/${var.x}",
            "10.0.0.0/1${var.x}",
            "10.1.2.${var.x}/32",
        ];
        let rights = [
            "10.0.0.0/8",
            "10.0.0.0/9",
            "10.1.0.0/16",
            "11.0.0.0/8",
            "0.0.0.0/0",
            "10.1.2.0/24",
            "12.0.0.0/6",
            "8.0.0.0/5",
            "::/0",
            "10.64.0.0/10",
        ];
        let fillings = [
            "0",
            "1",
            "2",
            "8",
            "9",
            "16",
            "24",
            "32",
            "64",
            "128",
            "255",
            "0.0",
            "1.0",
            "1.0.0/16",
            "0.0.0/8",
            "0.0.0/1",
            "64.0.0/10",
            "4",
        ];
        let mut checked = 0;
        for text in texts {
            for right in rights {
                type Ask = fn(&Node<'_>, &Expected<'_>) -> Result<Truth, WrongType>;
                for ask in [within as Ask, disjoint as Ask] {
                    let said = ask(&node(text), &to(right)).unwrap();
                    for filling in fillings {
                        let filled = Node::text(fill(text, filling));
                        let Ok(truth) = ask(&filled, &to(right)) else {
                            continue;
                        };
                        checked += 1;
                        let agrees = said == Truth::Unknown || said == truth;
                        assert!(
                            agrees,
                            "{text} with {filling}, {right}: {said:?}, is {truth:?}"
                        );
                    }
                }
            }
        }
        assert!(checked > 1000, "{checked}");
    }

    #[test]
    fn pairs() {
        use Truth::{False, True, Unknown};
        for (a, b, expected) in [
            ("10.0.0.0/24", "10.0.1.0/24", False),
            ("10.0.0.0/16", "10.0.1.0/24", True),
            ("10.0.0.0/24", "10.0.0.0/24", True),
            ("10.0.0.0/24", "fd00::/8", False),
            ("${var.x}", "10.0.0.0/24", Unknown),
            ("${var.x}", "${var.x}", True),
            ("10.${var.x}.0.0/16", "10.${var.y}.0.0/16", Unknown),
            ("10.${var.x}.0.0/16", "11.${var.y}.0.0/16", False),
            ("10.1.${var.x}.0/24", "10.2.${var.y}.0/24", False),
            ("10.${var.x}.0.0/16", "10.0.0.0/8", True),
        ] {
            for (a, b) in [(a, b), (b, a)] {
                assert_eq!(overlapping(&node(a), &node(b)), Ok(expected), "{a} {b}");
            }
        }
    }

    #[test]
    fn what_is_no_network() {
        for text in [
            "",
            "10.0.0.0/33",
            "10.0.0/8",
            "010.0.0.0/8",
            "10.0.0.0/",
            "10.0.0.0/+8",
            "sg-1",
            " 10.0.0.0/8",
            "::/129",
        ] {
            assert!(!is_network(text), "{text}");
        }
        for text in ["0.0.0.0/00", "10.0.0.5/8", "10.0.0.1", "::1", "::/0"] {
            assert!(is_network(text), "{text}");
        }
        let list = parse("[\"10.0.0.0/8\"]").unwrap();
        assert!(within(&list, &to("10.0.0.0/8")).is_err());
    }
}
