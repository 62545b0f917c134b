//! Credentials that are written in base64 or hexadecimal.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, Encoding, HEXLOWER_PERMISSIVE};

use super::{RANDOM, credentials, pieces};
use crate::source::Span;

/// How often one text is encoded inside another.
const DEPTH: usize = 3;

/// Runs that hold a credential when they are decoded, each as a whole.
pub(super) fn find(text: &str) -> Vec<Span> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"+/_-".contains(&byte);
    let runs = pieces(text, 0, is_part).into_iter();
    runs.filter(|(_, run)| holds_credential(run, 0))
        .map(|(at, run)| Span::new(at, at.saturating_add(run.len())))
        .collect()
}

fn holds_credential(run: &str, depth: usize) -> bool {
    decoded(run).is_some_and(|text| {
        let inner = || text.split(|c: char| !(c.is_ascii_alphanumeric() || "+/_-".contains(c)));
        !credentials(&text).is_empty()
            || (depth < DEPTH
                && inner().any(|inner| inner.len() >= RANDOM && holds_credential(inner, depth.saturating_add(1))))
    })
}

/// The readable text that a run says.
fn decoded(run: &str) -> Option<String> {
    let readable = |encoding: &Encoding, length: usize| {
        let text = String::from_utf8(encoding.decode(run.get(..length)?.as_bytes()).ok()?).ok()?;
        text.chars().all(|c| !c.is_control() || c.is_ascii_whitespace()).then_some(text)
    };
    if run.bytes().all(|byte| byte.is_ascii_hexdigit()) && run.len().is_multiple_of(2) {
        return readable(&HEXLOWER_PERMISSIVE, run.len());
    }
    let encoding = if run.contains(['-', '_']) { &BASE64URL_NOPAD } else { &BASE64_NOPAD };
    // What is cut off in the middle of a group is said as far as it goes.
    [run.len(), run.len().saturating_sub(run.len() % 4)].into_iter().find_map(|length| readable(encoding, length))
}

#[cfg(test)]
mod tests {
    use data_encoding::{BASE64, HEXLOWER};

    use super::find;

    #[test]
    fn a_credential_is_found_however_often_it_is_encoded() {
        let token = format!("ghp_{}", "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY2zA4");
        let once = BASE64.encode(format!("Authorization: Bearer {token}").as_bytes());
        for text in [once.clone(), BASE64.encode(once.as_bytes()), HEXLOWER.encode(token.as_bytes())] {
            assert_eq!(find(&format!("x = {text}")).len(), 1, "{text}");
        }
    }

    #[test]
    fn other_texts_and_digests_are_none() {
        let prose = BASE64.encode(b"a long sentence about nothing in particular");
        for text in [
            prose.as_str(),
            "5f957b2a08d223e48133e1a914ed046bea12e578fe2f6ae4de47fdbe691a2468",
            "AirflowKubernetesExecutor",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }
}
