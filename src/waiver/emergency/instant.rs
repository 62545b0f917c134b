//! A point in time as RFC 3339 has it, and in no other way.

use jiff::Timestamp;

/// Minutes that clocks on Earth are behind and ahead at most.
const BEHIND: i32 = 12 * 60;
const AHEAD: i32 = 14 * 60;

/// Digits of a second's fraction.
const FRACTION: usize = 9;

/// Reads `2026-11-28T06:00:00Z` or the same with `+01:00`. A calendar library takes much more, such as a day without a zone
/// or the 61st second of a minute, of which people see something else.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    let text = text.to_ascii_uppercase();
    let (day, time) = text.split_once('T')?;
    let (clock, zone) = time.split_at_checked(8)?;
    digits(day, &[4, 2, 2], '-')?;
    let [hour, minute, second] = digits(clock, &[2, 2, 2], ':')?[..] else { return None };
    let (fraction, zone) = match zone.strip_prefix('.') {
        Some(rest) => rest.split_at_checked(rest.find(|c: char| !c.is_ascii_digit())?)?,
        None => ("0", zone),
    };
    let plausible = hour < 24 && minute < 60 && second < 60 && (1..=FRACTION).contains(&fraction.len());
    (plausible && is_zone(zone)).then(|| text.parse().ok()).flatten()
}

/// `Z`, or the hours and minutes that a clock is ahead or behind.
fn is_zone(zone: &str) -> bool {
    if zone == "Z" {
        return true;
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let offset = zone.strip_prefix(['+', '-']).and_then(|offset| digits(offset, &[2, 2], ':'));
    let Some([hours, minutes]) = offset.as_deref() else { return false };
    let ahead = hours.saturating_mul(60).saturating_add(*minutes).saturating_mul(sign);
    *minutes < 60 && (-BEHIND..=AHEAD).contains(&ahead)
}

/// Numbers of so many digits each with a sign between them.
fn digits(text: &str, lengths: &[usize], sign: char) -> Option<Vec<i32>> {
    let parts: Vec<&str> = text.split(sign).collect();
    let fits =
        |(part, length): (&&str, &usize)| part.len() == *length && part.bytes().all(|byte| byte.is_ascii_digit());
    let all = parts.len() == lengths.len() && parts.iter().zip(lengths).all(fits);
    all.then(|| parts.iter().map(|part| part.parse().ok()).collect()).flatten()
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn a_time_is_read_as_it_is_seen() {
        for (text, expected) in [
            ("2026-11-28T06:00:00Z", "2026-11-28T06:00:00Z"),
            ("2026-11-28t06:00:00z", "2026-11-28T06:00:00Z"),
            ("2026-11-28T06:00:00+01:00", "2026-11-28T05:00:00Z"),
            ("2026-11-28T06:00:00-03:30", "2026-11-28T09:30:00Z"),
            ("2026-11-28T06:00:00-00:00", "2026-11-28T06:00:00Z"),
            ("2026-11-28T06:00:00.5Z", "2026-11-28T06:00:00.5Z"),
            ("2028-02-29T23:59:59.123456789+14:00", "2028-02-29T09:59:59.123456789Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ] {
            assert_eq!(instant(text).map(|it| it.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_means_several_times_or_none_is_refused() {
        for text in [
            "",
            "now",
            "2026-11-28",
            "2026-11-28T06:00:00",
            "2026-11-28T06:00Z",
            "2026-11-28 06:00:00Z",
            "2026-11-28T06:00:00 Z",
            " 2026-11-28T06:00:00Z",
            "2026-11-28T06:00:00Z\n",
            "2026-11-28T06:00:00CET",
            "2026-11-28T06:00:00Europe/Berlin",
            "2026-11-28T06:00:00+01:00[Europe/Berlin]",
            "2026-11-28T06:00:00Z[u-ca=hebrew]",
            "2026-11-28T06:00:00+0100",
            "2026-11-28T06:00:00+1",
            "2026-11-28T06:00:00+25:00",
            "2026-11-28T06:00:00+14:01",
            "2026-11-28T06:00:00-12:01",
            "2026-11-28T06:00:00+01:60",
            "2026-11-28T06:00:00\u{2212}01:00",
            "2026-11-28T24:00:00Z",
            "2026-11-28T06:60:00Z",
            "2026-11-28T06:00:60Z",
            "2026-02-29T06:00:00Z",
            "2026-13-01T06:00:00Z",
            "2026-00-01T06:00:00Z",
            "2026-11-31T06:00:00Z",
            "-2026-11-28T06:00:00Z",
            "+002026-11-28T06:00:00Z",
            "20261128T060000Z",
            "2026-W48-6T06:00:00Z",
            "2026-332T06:00:00Z",
            "2026-11-28T06:00:00.Z",
            "2026-11-28T06:00:00,5Z",
            "2026-11-28T06:00:00.1234567890Z",
            "\u{ff12}026-11-28T06:00:00Z",
            "\u{662}\u{660}\u{662}\u{666}-11-28T06:00:00Z",
            "2026\u{2011}11\u{2011}28T06:00:00Z",
            "1795500000",
            "2026-11-28T06:00:0\u{e9}",
        ] {
            assert_eq!(instant(text), None, "{text:?}");
        }
    }
}
