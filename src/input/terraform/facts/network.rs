//! Ranges of addresses, and which of them mean everybody.

use ipnet::{IpNet, Ipv4Net};

/// The fewest bits of a range that is not a large part of the internet: two halves are the whole.
pub(super) const FEWEST_BITS: u8 = 8;

/// Half of the addresses of IPv4.
const HALF: u64 = 1 << 31;

/// Words for everybody.
const WORDS: &[&str] = &["*", "any", "internet"];

/// Whether a source is a word for everybody.
pub(super) fn is_word_for_everybody(source: &str) -> bool {
    WORDS.iter().any(|word| source.trim().eq_ignore_ascii_case(word))
}

/// Whether a source is the whole internet or a large part of it. IPv6 from `f000::` on is not routed in public.
pub(super) fn is_everybody(source: &str) -> bool {
    if is_word_for_everybody(source) {
        return true;
    }
    match source.trim().parse::<IpNet>() {
        Ok(range) if range.prefix_len() >= FEWEST_BITS => false,
        Ok(IpNet::V4(_)) => true,
        Ok(IpNet::V6(range)) => range.network().octets().first().is_some_and(|first| *first < 0xf0),
        Err(_) => false,
    }
}

/// Whether ranges of IPv4 that may each be narrow are half of the internet or more together.
pub(super) fn are_everybody<'a>(sources: impl Iterator<Item = &'a str>) -> bool {
    let ranges = sources.filter_map(|source| match source.trim().parse::<IpNet>() {
        Ok(IpNet::V4(range)) => Some(range),
        Ok(IpNet::V6(_)) | Err(_) => None,
    });
    let ranges = Ipv4Net::aggregate(&ranges.collect());
    let size = |range: &Ipv4Net| 1_u64 << u32::from(range.max_prefix_len().saturating_sub(range.prefix_len()));
    ranges.iter().map(size).sum::<u64>() >= HALF
}

#[cfg(test)]
mod tests {
    use super::is_everybody;

    #[test]
    fn halves_are_the_whole() {
        for everybody in [
            "0.0.0.0/0",
            "203.0.113.7/0",
            "0.0.0.0/1",
            "128.0.0.0/1",
            "64.0.0.0/7",
            "::/0",
            "0::0/0",
            "::/1",
            "8000::/1",
            "2000::/3",
            "fc00::/0",
            "*",
            "Internet",
            "any",
            " 0.0.0.0/0",
        ] {
            assert!(is_everybody(everybody), "{everybody}");
        }
        for somebody in [
            "10.0.0.0/8",
            "203.0.113.7/32",
            "fc00::/7",
            "f000::/4",
            "2001:db8::/32",
            "0.0.0.0",
            "VirtualNetwork",
            "sg-1",
            "",
        ] {
            assert!(!is_everybody(somebody), "{somebody}");
        }
    }
}
