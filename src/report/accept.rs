//! The lines that accept what cannot be known or read.

use std::fmt::Write;

use crate::finding::Finding;
use crate::source::visible;
use crate::waiver::{MAX_DAYS, placeholder};

/// The entry of `.gate/waivers.yaml` that would accept an unknown: complete but for the people, the reason and the day.
/// It is bound to this finding and to no other.
#[must_use]
pub fn accept_lines(finding: &Finding) -> Vec<String> {
    let acceptance = finding.acceptance.as_deref().unwrap_or(&finding.fingerprint);
    let short: String = acceptance.chars().take(8).collect();
    entry(
        &format!("W-{short}"),
        &[
            "answer: unknown".to_owned(),
            format!("policy: {}", finding.policy),
            format!("where: {}", scalar(finding.location.path.as_str())),
            format!("finding: \"{acceptance}\""),
            format!("reason: {}", placeholder::WHY_UNKNOWN),
        ],
    )
}

/// The entry of `.gate/waivers.yaml` that would accept a file without a reader, on the same terms.
#[must_use]
pub fn accept_unread_lines(path: &str) -> Vec<String> {
    entry(
        &scalar(&format!("unread/{path}")),
        &[
            "answer: unread".to_owned(),
            format!("where: {}", scalar(path)),
            format!("reason: {}", placeholder::WHY_UNREAD),
        ],
    )
}

fn entry(id: &str, fields: &[String]) -> Vec<String> {
    let (owner, approver, expires) = (placeholder::OWNER, placeholder::APPROVER, placeholder::EXPIRES);
    let people = [
        format!("owner: \"{owner}\""),
        format!("approver: \"{approver}\""),
        format!("expires: {expires} # at most {MAX_DAYS} days ahead"),
    ];
    let fields = fields.iter().chain(&people).map(|field| format!("  {field}"));
    std::iter::once(format!("- id: {id}")).chain(fields).collect()
}

/// A text as YAML: as it is where it can only be text, otherwise in double quotes. What a reader of YAML refuses, or a
/// terminal acts on, is escaped.
#[must_use]
pub fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '.');
    // A number, a date or a word such as `true` holds no slash.
    if starts && text.contains('/') && text.chars().all(plain) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for character in text.chars() {
        // Writing to a `String` cannot fail.
        let _ = match character {
            '"' | '\\' => write!(quoted, "\\{character}"),
            '\n' => write!(quoted, "\\n"),
            // The second sign of what a runner would act on.
            '#' if quoted.ends_with('#') => write!(quoted, "\\x23"),
            '\u{fffe}' | '\u{ffff}' => write!(quoted, "\\u{:04x}", u32::from(character)),
            _ if visible::is_deceptive(character) => write!(quoted, "\\U{:08x}", u32::from(character)),
            _ => write!(quoted, "{character}"),
        };
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{accept_lines, accept_unread_lines};
    use crate::finding::{Answer, Confidence, Disposition, Finding, Location, PolicyId, Severity, Text};
    use crate::source::RepoPath;

    fn unknown(path: &str) -> Finding {
        Finding {
            policy: PolicyId::new("TF004").unwrap(),
            answer: Answer::Unknown,
            severity: Severity::High,
            confidence: Confidence::High,
            message: Text::new("m"),
            location: Location::start_of(RepoPath::new(path).unwrap()),
            related: Vec::new(),
            fingerprint: "f".to_owned(),
            acceptance: Some("0123456789012345".to_owned()),
            line_hash: String::new(),
            identity: None,
            once: None,
            disposition: Disposition::Open,
        }
    }

    #[test]
    fn the_lines_are_one_entry_of_yaml_that_names_the_finding() {
        for path in [
            "infra/main.tf",
            "Jenkinsfile",
            "true",
            "2026-01-01",
            "a: b/c #d",
            "-/x",
            "p/\u{1b}[2J\n\"é\\##[error]",
            "\u{ffff}\u{fffe}\u{feff}\u{85}\u{2028}\u{7f}",
            "\u{e0041}\u{10ffff}𝒳",
            "{{ x }}",
        ] {
            let lines = accept_lines(&unknown(path));
            let unread: serde_yaml::Value = serde_yaml::from_str(&accept_unread_lines(path).join("\n")).unwrap();
            assert_eq!(unread.get(0).and_then(|entry| entry.get("where")?.as_str()), Some(path), "{path:?}");
            let entries: serde_yaml::Value = serde_yaml::from_str(&lines.join("\n")).unwrap();
            let entry = entries.get(0).unwrap();
            let text = |key: &str| entry.get(key).and_then(serde_yaml::Value::as_str).unwrap();
            assert_eq!(
                (text("where"), text("finding"), text("answer")),
                (path, "0123456789012345", "unknown"),
                "{path:?}"
            );
            let keys = ["id", "policy", "reason", "owner", "approver", "expires"];
            assert!(keys.iter().all(|key| !text(key).is_empty()), "{lines:?}");
            assert!(lines.iter().all(|line| !line.contains(['\n', '\u{1b}']) && !line.contains("##[")), "{lines:?}");
        }
    }
}
