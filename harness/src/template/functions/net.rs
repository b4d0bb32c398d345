//! Networks: `cidrsubnet`, `cidrhost`, `cidrnetmask`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::super::convert::{known, to_integer, to_str};
use super::super::machine::Machine;
use super::super::outcome::{Outcome, Stop, error};
use crate::value::Node;

type Args<'a> = &'a [Node<'static>];

/// A network as a number: its first address, how long its prefix is, how long an address.
struct Network {
    first: u128,
    prefix: u32,
    bits: u32,
}

impl Network {
    fn parse(node: &Node<'static>) -> Outcome<Network> {
        let text = to_str(node)?;
        let Ok(network) = text.parse::<IpNet>() else {
            let octets = text.split(['.', '/']);
            // Terraform takes octets such as "010", which are refused elsewhere.
            if octets
                .clone()
                .any(|octet| octet.len() > 1 && octet.starts_with('0'))
            {
                return Err(Stop::Unknown);
            }
            return error("this is no network such as 10.0.0.0/16");
        };
        let (first, bits) = match network.network() {
            IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
            IpAddr::V6(address) => (address.to_bits(), 128),
        };
        Ok(Network {
            first,
            prefix: u32::from(network.prefix_len()),
            bits,
        })
    }

    /// An address of this kind of network, as text.
    fn address(&self, address: u128) -> Outcome<String> {
        if self.bits == 32 {
            let address = u32::try_from(address).map_err(|_| Stop::Unknown)?;
            return Ok(Ipv4Addr::from_bits(address).to_string());
        }
        let address = Ipv6Addr::from_bits(address);
        // Written in another way by Go.
        if address.to_ipv4().is_some() {
            return Err(Stop::Unknown);
        }
        Ok(address.to_string())
    }

    /// How many addresses `bits` bits count; `None` if that is more than can be counted.
    fn count(bits: u32) -> Option<u128> {
        1u128.checked_shl(bits)
    }
}

pub(super) fn cidrsubnet(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let network = Network::parse(&args[0])?;
    let (bits, number) = (to_integer(&args[1])?, to_integer(&args[2])?);
    let Ok(bits) = u32::try_from(bits) else {
        return error("a network is not extended by a negative number of bits");
    };
    let prefix = network.prefix.saturating_add(bits);
    if prefix > network.bits {
        return error("there are not so many bits left in the network");
    }
    let Ok(number) = u128::try_from(number) else {
        return Err(Stop::Unknown);
    };
    if Network::count(bits).is_some_and(|count| number >= count) {
        return error("the number of the subnet needs more bits");
    }
    let offset = number.checked_shl(network.bits - prefix).unwrap_or(0);
    let first = network.address(network.first | offset)?;
    known(format!("{first}/{prefix}"))
}

pub(super) fn cidrhost(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let network = Network::parse(&args[0])?;
    let host = to_integer(&args[1])?;
    let left = network.bits - network.prefix;
    let (count, wanted) = (Network::count(left), u128::from(host.unsigned_abs()));
    let fits = match (count, host < 0) {
        (None, _) => true,
        (Some(count), true) => wanted <= count,
        (Some(count), false) => wanted < count,
    };
    if !fits {
        return error("the network has not so many hosts");
    }
    let offset = match (count, host < 0) {
        (_, false) => wanted,
        (Some(count), true) => count - wanted,
        (None, true) => return Err(Stop::Unknown),
    };
    known(network.address(network.first + offset)?)
}

pub(super) fn cidrnetmask(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let network = Network::parse(&args[0])?;
    if network.bits != 32 {
        return error("only an IPv4 network has a netmask");
    }
    let mask = u32::MAX.checked_shl(32 - network.prefix).unwrap_or(0);
    known(Ipv4Addr::from_bits(mask).to_string())
}
