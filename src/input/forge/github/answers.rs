//! The raw answers of a snapshot, and what a refusal means.

use std::collections::BTreeMap;

use crate::input::forge::model::Reason;
use crate::input::forge::reader::{Gap, Reader, given, text};
use crate::input::tree::Node;
use crate::source::Span;

/// One answer of the forge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer<'t> {
    /// The request, as one line.
    pub(super) at: Span,
    /// The status, if it can be read.
    pub(super) status: Option<u16>,
    /// The body; `None` where a status such as 204 has none.
    pub(super) body: Option<&'t Node>,
}

/// Every answer, by a path that begins with `repo` or `org` instead of the name, without query.
pub(super) struct Answers<'t> {
    repository: String,
    at: Span,
    by_path: BTreeMap<String, Answer<'t>>,
}

impl<'t> Answers<'t> {
    /// Reads the `answers` of an envelope about `repository` (`owner/name`).
    pub(super) fn read(reader: &mut Reader<'_>, repository: &str, entry: (Span, &'t Node)) -> Self {
        let mut answers: BTreeMap<String, Answer<'t>> = BTreeMap::new();
        for entry in entry.1.entries() {
            let at = entry.key.span;
            let request = entry.name().unwrap_or_default();
            let Some(path) = canonical(request, repository) else {
                reader.problem(at, "an answer about another repository; a snapshot is about one");
                continue;
            };
            let status = entry.value.get("status").and_then(|node| reader.count(node));
            if status.is_none() {
                reader.problem(entry.value.span, "an answer needs `status`, the number of the HTTP status, and `body`");
            }
            let status = status.and_then(|status| u16::try_from(status).ok());
            let answer = Answer { at, status, body: given(&entry.value, "body") };
            if answers.insert(path, answer).is_some() {
                reader.problem(at, "the same request is answered twice; keep one answer");
            }
        }
        Self { repository: repository.to_owned(), at: entry.0, by_path: answers }
    }

    /// The paths that are answered, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.by_path.keys().map(String::as_str)
    }

    /// The place of an answer.
    pub(super) fn at(&self, path: &str) -> Option<Span> {
        self.by_path.get(path).map(|answer| answer.at)
    }

    /// The place of the list of answers, for what is not in it.
    pub(super) const fn list_at(&self) -> Span {
        self.at
    }

    /// A successful answer.
    pub(super) fn ask(&self, path: &str, needs: &'static str) -> Result<Answer<'t>, Gap> {
        let Some(answer) = self.by_path.get(path) else {
            let message = format!("not in the snapshot; add the answer of: gh api {}", self.request(path));
            return Err(Gap { at: self.at, reason: Reason::NotCollected, http_status: None, message, needs: None });
        };
        match answer.status {
            Some(200..=299) => Ok(*answer),
            status => Err(refusal(answer, status, needs)),
        }
    }

    /// A successful answer whose body is an object.
    pub(super) fn object(&self, reader: &mut Reader<'_>, path: &str, needs: &'static str) -> Result<Found<'t>, Gap> {
        self.body(reader, path, needs, "an object", Node::is_mapping)
    }

    /// A successful answer whose body is a list.
    pub(super) fn list(&self, reader: &mut Reader<'_>, path: &str, needs: &'static str) -> Result<Found<'t>, Gap> {
        self.body(reader, path, needs, "a list", |node| node.as_sequence().is_some())
    }

    fn body(
        &self,
        reader: &mut Reader<'_>,
        path: &str,
        needs: &'static str,
        expected: &str,
        is_expected: fn(&Node) -> bool,
    ) -> Result<Found<'t>, Gap> {
        let answer = self.ask(path, needs)?;
        if let Some(body) = answer.body.filter(|body| is_expected(body)) {
            return Ok(Found { at: answer.at, body });
        }
        let message = format!("the body of this answer is not {expected}");
        reader.problem(answer.body.map_or(answer.at, |body| body.span), &message);
        Err(Gap { at: answer.at, reason: Reason::Unreadable, http_status: answer.status, message, needs: None })
    }

    /// The request as `gh api` takes it.
    fn request(&self, path: &str) -> String {
        let owner = self.repository.split('/').next().unwrap_or_default();
        match path.split_once('/') {
            Some(("repo", rest)) => format!("repos/{}/{}", self.repository, encoded(rest)),
            Some(("org", rest)) => format!("orgs/{owner}/{rest}"),
            _ if path == "org" => format!("orgs/{owner}"),
            _ => format!("repos/{}", self.repository),
        }
    }
}

/// A body of the expected form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'t> {
    /// The request, as one line.
    pub(super) at: Span,
    /// The body.
    pub(super) body: &'t Node,
}

/// What an answer that is no success means. GitHub answers 404 as well as 403 to a token that may not see something,
/// so the message has to tell them apart.
fn refusal(answer: &Answer<'_>, status: Option<u16>, needs: &'static str) -> Gap {
    let message = answer.body.and_then(|body| body.get("message")).and_then(text).unwrap_or_default();
    let lower = message.to_ascii_lowercase();
    let (reason, needs) = match status {
        Some(429) => (Reason::RateLimited, None),
        Some(403) if lower.contains("rate limit") => (Reason::RateLimited, None),
        Some(403) if lower.starts_with("upgrade to ") => (Reason::NotLicensed, Some("a paid plan of GitHub")),
        Some(401 | 403 | 404) => (Reason::Forbidden, Some(needs)),
        Some(410 | 501) => (Reason::Unsupported, None),
        _ => (Reason::Unreadable, None),
    };
    let message = match (message, status) {
        ("", Some(status)) => format!("the forge answered with status {status}"),
        ("", None) => "the answer has no status".to_owned(),
        (message, _) => message.to_owned(),
    };
    Gap { at: answer.at, reason, http_status: status, message, needs }
}

/// `repos/acme/pay/x?y=z` as `repo/x`; `None` when it is about another repository or organization.
fn canonical(request: &str, repository: &str) -> Option<String> {
    let request = request.trim_start_matches('/');
    let path = decoded(request.split('?').next().unwrap_or_default());
    let mut parts = path.splitn(4, '/');
    let owner = repository.split('/').next().unwrap_or_default();
    let (kind, first) = (parts.next()?, parts.next()?);
    let (stem, rest) = match kind {
        "repos" => {
            let name = parts.next()?;
            let same = format!("{first}/{name}").eq_ignore_ascii_case(repository);
            (same.then_some("repo")?, parts.next().map(str::to_owned))
        }
        "orgs" => {
            let rest: Vec<&str> = parts.collect();
            (first.eq_ignore_ascii_case(owner).then_some("org")?, (!rest.is_empty()).then(|| rest.join("/")))
        }
        _ => return Some(path),
    };
    Some(rest.map_or_else(|| stem.to_owned(), |rest| format!("{stem}/{}", rest.trim_end_matches('/'))))
}

/// Replaces `%2F` and the like, which branch names with a slash are written with.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

/// Writes the slashes of a branch or environment name as `%2F`, as the endpoint wants it.
fn encoded(rest: &str) -> String {
    for stem in ["rules/branches/", "branches/", "environments/"] {
        if let Some(name) = rest.strip_prefix(stem) {
            let (name, tail) = match name.strip_suffix("/protection") {
                Some(name) => (name, "/protection"),
                None => (name, ""),
            };
            return format!("{stem}{}{tail}", name.replace('/', "%2F"));
        }
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{canonical, decoded, encoded};

    #[test]
    fn requests_about_the_same_repository_are_one() {
        for (request, path) in [
            ("repos/acme/pay", Some("repo")),
            ("/repos/Acme/Pay/rulesets?includes_parents=true", Some("repo/rulesets")),
            ("repos/acme/pay/branches/release%2F1/protection", Some("repo/branches/release/1/protection")),
            ("orgs/acme", Some("org")),
            ("orgs/acme/rulesets/7", Some("org/rulesets/7")),
            ("repos/acme/payments", None),
            ("repos/acme", None),
            ("orgs/other", None),
            ("user/repos", Some("user/repos")),
        ] {
            assert_eq!(canonical(request, "acme/pay").as_deref(), path, "{request}");
        }
    }

    #[test]
    fn a_percent_sign_alone_is_kept() {
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("a%2fb%zz"), "a/b%zz");
        assert_eq!(encoded("branches/a/b/protection"), "branches/a%2Fb/protection");
    }
}
