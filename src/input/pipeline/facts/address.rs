//! Addresses in the net, as commands name them.

use super::in_job::InJob;

/// Hosts that are no others.
const OWN: &[&str] = &["localhost", "127.0.0.1", "0.0.0.0", "[::1]", "host.docker.internal", "169.254.169.254"];

/// Variables of a vendor that hold the commit of the run.
const COMMITS: &[&str] = &["GITHUB_SHA", "CI_COMMIT_SHA", "github.sha", "github.workflow_sha", "github.event.after"];

/// What stands for a commit of the run in an address.
const COMMIT: &str = "0000000000000000000000000000000000000000";

/// An address.
pub(super) struct Address {
    /// The host; empty where a variable holds it.
    pub(super) host: String,
    /// Whether what it names stays what it is, because it names a commit or a digest; `None` where a variable may.
    pub(super) pinned: Option<bool>,
}

/// A word as an address; `None` for one that is none, or that names a machine of the job.
pub(super) fn of(at: InJob<'_>, word: &str) -> Option<Address> {
    let text = filled(at, word);
    let (scheme, rest) = text.split_once("://").unwrap_or(("", &text));
    let whole = rest.split(['?', '#']).next().unwrap_or(rest);
    let host = whole.split('/').next().unwrap_or(whole);
    let host = host.rsplit('@').next().unwrap_or(host).to_ascii_lowercase();
    let name = host.split(':').next().unwrap_or(&host);
    if scheme == "file" {
        return None;
    }
    if host.contains('$') {
        let pinned = if names_commit(&text) { Some(true) } else { Some(false).filter(|_| names_tag(whole)) };
        return Some(Address { host: String::new(), pinned });
    }
    // A name without a dot is that of a container beside the job.
    let is_own = OWN.contains(&name) || name.rsplit('.').next() == Some("local") || !name.contains('.');
    if is_own || host.starts_with(['.', '-']) || host.contains(['(', ' ', '=', '{', '"']) {
        return None;
    }
    let by_variable = |part: &str| part.starts_with('$') && part.ends_with(|last: char| last != '/');
    let pinned = match names_commit(&text) {
        true => Some(true),
        false if names_tag(whole) => Some(false),
        false if keeps_commits(name) && text.split(['/', '@']).skip(1).any(by_variable) => None,
        false => Some(false),
    };
    Some(Address { host, pinned })
}

/// Whether a part of a text is a commit or a digest.
pub(super) fn names_commit(text: &str) -> bool {
    let parts = text.split(|it: char| !it.is_ascii_alphanumeric());
    parts.into_iter().any(|part| matches!(part.len(), 40 | 64) && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether the form of an address says that it names a release or a tag, which is never a commit: an asset of a release, the
/// archive of a tag, a package of a registry.
fn names_tag(path: &str) -> bool {
    const FORMS: &[&str] = &["/releases/download/", "/releases/latest/", "/refs/tags/", "/refs/heads/", "/-/releases/"];
    FORMS.iter().any(|form| path.contains(form))
        || path.contains("/packages/generic/")
        || path.contains("jsdelivr.net/npm/")
}

/// Whether addresses of a host may name a commit.
fn keeps_commits(host: &str) -> bool {
    ["github", "gitlab", "bitbucket", "jsdelivr", "codeberg", "gitea"].iter().any(|forge| host.contains(forge))
}

/// A word with the values of the variables that the pipeline sets.
pub(super) fn filled(at: InJob<'_>, word: &str) -> String {
    let mut text = String::new();
    let mut rest = word;
    while let Some((before, behind)) = rest.split_once('$') {
        text.push_str(before);
        let (name, after) = variable(behind);
        if let Some(value) = value(at, name) {
            text.push_str(value);
        } else {
            text.push('$');
            // An expression has characters in it that end a part of an address.
            text.extend(name.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }));
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The name behind a `$`, and what follows.
fn variable(behind: &str) -> (&str, &str) {
    if let Some(inner) = behind.strip_prefix("{{") {
        let (name, after) = inner.split_once("}}").unwrap_or((inner, ""));
        return (name.trim(), after);
    }
    if let Some(inner) = behind.strip_prefix('{') {
        return inner.split_once('}').unwrap_or((inner, ""));
    }
    let end = behind.find(|it: char| !it.is_ascii_alphanumeric() && it != '_').unwrap_or(behind.len());
    behind.split_at_checked(end).unwrap_or((behind, ""))
}

fn value<'a>(at: InJob<'a>, name: &str) -> Option<&'a str> {
    if COMMITS.contains(&name) {
        return Some(COMMIT);
    }
    let (value, _) = at.variable(name.strip_prefix("env.").unwrap_or(name))?;
    (!value.contains('$')).then_some(value)
}
