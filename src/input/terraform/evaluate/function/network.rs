//! Ranges of addresses.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::super::operator::as_number;
use super::super::{Invalid, Outcome};
use super::{argument, text_of};
use crate::input::terraform::value::{Is, Open, Value};

fn whole(value: &Value) -> Option<i128> {
    let number = as_number(value).filter(|number| number.fract() == 0.0)?;
    format!("{number:.0}").parse().ok()
}

fn net(value: &Value) -> Option<IpNet> {
    text_of(value)?.parse().ok()
}

/// The first address of a range as a number, and how many bits an address has.
fn first(net: &IpNet) -> (u128, u8) {
    match net.network() {
        IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
        IpAddr::V6(address) => (u128::from(address), 128),
    }
}

fn address(number: u128, bits: u8) -> Option<IpAddr> {
    Some(match bits {
        32 => IpAddr::V4(Ipv4Addr::from(u32::try_from(number).ok()?)),
        _ => IpAddr::V6(Ipv6Addr::from(number)),
    })
}

fn of(number: u128, bits: u8, prefix: u8) -> Option<IpNet> {
    Some(match address(number, bits)? {
        IpAddr::V4(address) => IpNet::V4(Ipv4Net::new(address, prefix).ok()?.trunc()),
        IpAddr::V6(address) => IpNet::V6(Ipv6Net::new(address, prefix).ok()?.trunc()),
    })
}

/// The range of a number among those that are so many bits longer.
fn part(net: &IpNet, more: i128, number: i128) -> Option<IpNet> {
    let (start, bits) = first(net);
    let prefix = u8::try_from(i128::from(net.prefix_len()).checked_add(more)?).ok().filter(|prefix| *prefix <= bits)?;
    let number = u128::try_from(number).ok()?;
    let shift = u32::from(bits.checked_sub(prefix)?);
    let offset = if shift >= 128 { 0 } else { number.checked_shl(shift)? };
    let fits = more >= 127 || number < 1_u128.checked_shl(u32::try_from(more).ok()?)?;
    if fits { of(start.checked_add(offset)?, bits, prefix) } else { None }
}

/// Addresses of the old version written as new ones, which the tool counts in a way of its own.
fn is_odd(net: &IpNet) -> bool {
    matches!(net, IpNet::V6(net) if net.addr().to_ipv4().is_some())
}

pub(super) fn host(arguments: &[Value]) -> Option<Value> {
    let net = net(arguments.first()?)?;
    if is_odd(&net) {
        return Some(Value::open());
    }
    let (start, bits) = first(&net);
    let number = whole(arguments.get(1)?)?;
    let size = 1_u128.checked_shl(u32::from(bits.checked_sub(net.prefix_len())?)).unwrap_or(u128::MAX);
    let offset = if number < 0 { size.checked_sub(number.unsigned_abs())? } else { u128::try_from(number).ok()? };
    (offset < size).then(|| address(start.checked_add(offset)?, bits))?.map(|address| Value::text(address.to_string()))
}

pub(super) fn netmask(arguments: &[Value]) -> Option<Value> {
    match net(arguments.first()?)? {
        IpNet::V4(net) => Some(Value::text(net.netmask().to_string())),
        IpNet::V6(_) => None,
    }
}

/// A part of a range. Of one that is not known, at least how long it is may be.
pub(super) fn subnet(arguments: &[Value]) -> Outcome {
    let (range, more) = (argument(arguments, 0)?, argument(arguments, 1)?);
    if arguments.iter().all(Value::is_known) {
        let made = || part(&net(range)?, whole(more)?, whole(arguments.get(2)?)?);
        return made().map(|net| Value::text(net.to_string())).ok_or(Invalid);
    }
    let bits = whole(more).and_then(|more| u8::try_from(more).ok());
    let least = net(range).map_or(0, |net| net.prefix_len());
    let bits = bits.map(|bits| bits.saturating_add(least));
    Ok(Value::new(Is::Open(Open { bits, ..Open::of(arguments) }), None))
}

/// Parts of a range one after the other, each so many bits longer.
pub(super) fn subnets(arguments: &[Value]) -> Option<Value> {
    let (range, lengths) = arguments.split_first()?;
    let range = net(range)?;
    if is_odd(&range) || range.prefix_len() == 0 || range.addr() != range.network() {
        return Some(Value::open());
    }
    let (mut next, bits) = first(&range);
    let end =
        next.checked_add(1_u128.checked_shl(u32::from(bits.checked_sub(range.prefix_len())?)).unwrap_or(u128::MAX));
    let mut found = Vec::new();
    for length in lengths {
        let prefix = u8::try_from(i128::from(range.prefix_len()).checked_add(whole(length)?)?).ok()?;
        let size = 1_u128.checked_shl(u32::from(bits.checked_sub(prefix)?))?;
        let start = next.div_ceil(size).checked_mul(size)?;
        next = start.checked_add(size)?;
        if end.is_some_and(|end| next > end) {
            return None;
        }
        found.push(Value::text(of(start, bits, prefix)?.to_string()));
    }
    Some(Value::list(found))
}
