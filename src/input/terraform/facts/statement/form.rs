//! What a value of a condition key looks like when it limits a statement to somebody.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;

use super::pattern::{Pattern, settled};
use crate::knowledge::{Lookup, concepts};

/// The form of the values of each key.
static KEYS: Lookup<BTreeMap<String, Form>> = Lookup::new(&concepts::terraform::CONDITION_KEYS, |rows| {
    rows.map(|row| (row.text("key").to_owned(), Form::named(row.word("form")))).collect()
});

/// How long the id of a user or role is: `AROA` and 17 more.
const PRINCIPAL: usize = 21;

/// How long what stands before an address of IPv4 is that is written as one of IPv6.
const MAPPED: u8 = 96;

/// What S3 says is the user id of a caller who did not sign in.
const ANONYMOUS: &str = "anonymous";

/// The parts of an ARN: `arn:partition:service:region:account:resource`.
const PARTS_OF_AN_ARN: usize = 6;

/// What the values of a key look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// One name that nobody else can have.
    Identifier,
    /// The id of an organisation, then its units.
    OrganizationPath,
    /// An ARN.
    Arn,
    /// The id of a principal, then a session.
    Principal,
    /// A range of addresses.
    Address,
}

impl Form {
    fn named(name: &str) -> Self {
        match name {
            "identifier" => Self::Identifier,
            "organization-path" => Self::OrganizationPath,
            "arn" => Self::Arn,
            "principal" => Self::Principal,
            _ => Self::Address,
        }
    }

    /// The form of the values of a key, in any case; `None` when the key says nothing about who calls.
    pub(super) fn of(key: &str) -> Option<Self> {
        KEYS.built_in().get(key.to_ascii_lowercase().as_str()).copied()
    }

    /// Whether a value limits a statement to somebody. `None` for what is no value of such a key.
    pub(super) fn limits(self, text: &str, wildcards: bool) -> Option<bool> {
        let pattern = Pattern::new(text, wildcards);
        if self == Self::Address {
            return if pattern.is_settled() { is_narrow(text) } else { Some(false) };
        }
        Some(match self {
            Self::Principal if text.eq_ignore_ascii_case(ANONYMOUS) => false,
            _ if pattern.is_settled() => true,
            Self::OrganizationPath => begins_settled(&pattern, '/'),
            Self::Principal => begins_settled(&pattern, ':') || pattern.begins() >= PRINCIPAL,
            Self::Arn => arn_is_settled(&pattern),
            Self::Identifier | Self::Address => false,
        })
    }
}

/// Whether what stands before the first such character is settled.
fn begins_settled(pattern: &Pattern, at: char) -> bool {
    matches!(pattern.split(at, 2).as_slice(), [first, _] if settled(first))
}

/// Whether an ARN names one account, or one bucket, which has no account in its ARN but a name that nobody else can have.
fn arn_is_settled(pattern: &Pattern) -> bool {
    let parts = pattern.split(':', PARTS_OF_AN_ARN);
    let [_, _, _, _, account, resource] = parts.as_slice() else { return false };
    if !account.is_empty() {
        return settled(account);
    }
    let mut names = resource.split(|token| *token == super::pattern::Token::Char('/'));
    names.next().is_some_and(settled)
}

/// Whether a range is not a large part of the internet, in the sense of S3: IPv4 of less than 8 bits and IPv6 of less
/// than 32 are public, except for what is not routed.
fn is_narrow(text: &str) -> Option<bool> {
    let text = text.trim();
    let range = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))?;
    Some(match range {
        // The addresses of IPv4 as IPv6 writes them.
        IpNet::V6(range) if range.prefix_len() >= MAPPED && range.network().to_ipv4_mapped().is_some() => {
            range.prefix_len() >= MAPPED.saturating_add(8)
        }
        IpNet::V4(range) => range.prefix_len() >= 8,
        IpNet::V6(range) => range.prefix_len() >= 32 || range.prefix_len() >= 7 && is_private(range),
    })
}

/// Whether a range of IPv6 lies in what is not routed in public.
fn is_private(range: ipnet::Ipv6Net) -> bool {
    let [first, second, ..] = range.network().octets();
    first & 0xfe == 0xfc || first == 0xfe && second & 0xc0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn a_key_is_known_in_any_case() {
        assert_eq!(Form::of("aws:PrincipalOrgID"), Some(Form::Identifier));
        assert_eq!(Form::of("aws:Referer"), None);
    }
}
