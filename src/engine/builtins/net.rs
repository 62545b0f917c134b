//! Networks in CIDR notation.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;

use super::super::rego::Value;
use super::string;

/// `net.cidr_contains(network, network or address)`.
pub(super) fn contains(arguments: &[Value]) -> Result<Value, String> {
    const NAME: &str = "net.cidr_contains";
    let [outer, inner] = arguments else { return Err(format!("`{NAME}` expects two arguments")) };
    let (outer, inner) = (network(NAME, outer)?, network_or_address(NAME, string(NAME, inner)?)?);
    Ok(Value::from(outer.contains(&inner)))
}

/// `net.cidr_intersects(a, b)`: whether two networks share an address.
pub(super) fn intersects(arguments: &[Value]) -> Result<Value, String> {
    const NAME: &str = "net.cidr_intersects";
    let [a, b] = arguments else { return Err(format!("`{NAME}` expects two arguments")) };
    let (a, b) = (network(NAME, a)?, network(NAME, b)?);
    Ok(Value::from(a.contains(&b.network()) || b.contains(&a.network())))
}

/// `net.cidr_merge(list or set)`: the fewest networks with the same addresses. A bare address is refused, because OPA
/// takes it as a network of its historic class.
pub(super) fn merge(arguments: &[Value]) -> Result<Value, String> {
    const NAME: &str = "net.cidr_merge";
    let networks: Vec<IpNet> = match arguments {
        [Value::Array(items)] => items.iter().map(|item| network(NAME, item)).collect::<Result<_, _>>()?,
        [Value::Set(items)] => items.iter().map(|item| network(NAME, item)).collect::<Result<_, _>>()?,
        _ => return Err(format!("`{NAME}` expects a list or a set of networks")),
    };
    let merged = IpNet::aggregate(&networks).into_iter().map(|network| Value::from(network.to_string()));
    Ok(Value::from(merged.collect::<BTreeSet<_>>()))
}

/// `net.cidr_contains_matches(networks, networks or addresses)`: the set of pairs of which the first contains the
/// second. A member of a list is named by its index, of an object by its key, of a set by itself; text by itself.
pub(super) fn contains_matches(arguments: &[Value]) -> Result<Value, String> {
    const NAME: &str = "net.cidr_contains_matches";
    let [outer, inner] = arguments else { return Err(format!("`{NAME}` expects two arguments")) };
    let mut pairs = BTreeSet::new();
    let inner = members(NAME, inner)?
        .into_iter()
        .map(|(name, text)| Ok((name, network_or_address(NAME, text)?)))
        .collect::<Result<Vec<_>, String>>()?;
    for (outer_name, text) in members(NAME, outer)? {
        let outer = parse(NAME, text)?;
        for (inner_name, inner) in &inner {
            if outer.contains(inner) {
                pairs.insert(Value::from(vec![outer_name.clone(), inner_name.clone()]));
            }
        }
    }
    Ok(Value::from(pairs))
}

/// Name and text of every member of an operand.
fn members<'a>(builtin: &str, operand: &'a Value) -> Result<Vec<(Value, &'a str)>, String> {
    let term = |value: &'a Value| match value {
        // A list inside a collection holds the network first, then what the caller wants to keep with it.
        Value::Array(items) => items
            .first()
            .ok_or_else(|| format!("`{builtin}` found an empty list"))
            .and_then(|first| string(builtin, first)),
        other => string(builtin, other),
    };
    match operand {
        Value::String(text) => Ok(vec![(operand.clone(), text)]),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| Ok((Value::from(index), term(item)?))).collect()
        }
        Value::Set(items) => items.iter_sorted().map(|item| Ok((item.clone(), term(item)?))).collect(),
        Value::Object(fields) => fields.iter_sorted().map(|(key, item)| Ok((key.clone(), term(item)?))).collect(),
        _ => Err(format!("`{builtin}` expects text, a list, a set or an object")),
    }
}

fn network(builtin: &str, value: &Value) -> Result<IpNet, String> {
    parse(builtin, string(builtin, value)?)
}

/// A network; host bits are dropped as OPA does.
fn parse(builtin: &str, text: &str) -> Result<IpNet, String> {
    text.parse::<IpNet>()
        .map(|network| network.trunc())
        .map_err(|_| format!("`{builtin}` expects a network with its prefix length, such as 10.0.0.0/8"))
}

fn network_or_address(builtin: &str, text: &str) -> Result<IpNet, String> {
    // An address of IPv4 in the form of IPv6 is one of IPv4 in Go.
    text.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical())).or_else(|_| parse(builtin, text))
}
