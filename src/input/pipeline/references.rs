//! What is fetched from somewhere else, and how firmly it is pinned.

use super::image_name::image;
use super::model::Ref;
use crate::source::{Source, Span};

/// The parts of a reference, before it has a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) kind: &'static str,
    pub(super) owner: String,
    pub(super) name: String,
    pub(super) path: String,
    pub(super) reference: Option<String>,
    pub(super) pin: &'static str,
}

impl Parts {
    /// The reference that stands at a place of a job; `raw` is how it is written.
    pub(super) fn at(self, loc: String, raw: &str, job: &str) -> Ref {
        let Self { kind, owner, name, path, reference, pin } = self;
        let comment = String::new();
        Ref { loc, raw: raw.to_owned(), kind, owner, name, path, reference, pin, comment, job: job.to_owned() }
    }
}

/// The most bytes behind a value in which its comment begins and ends.
const COMMENT: usize = 200;

/// The comment behind a value that stands on one line, without its `#`; empty where there is none.
pub(super) fn comment(source: &Source, value: Span) -> String {
    let rest = source.text().get(value.end..).unwrap_or_default();
    let mut end = rest.len().min(COMMENT);
    while !rest.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    let line = rest.get(..end).unwrap_or_default().split(['\n', '\r']).next().unwrap_or_default();
    // Only white space may stand between a value and its comment; the quote that ends it is a part of it.
    let behind = line.trim_start_matches([' ', '\t']);
    let said = behind.strip_prefix('#').filter(|_| behind.len() < line.len());
    said.map_or_else(String::new, |said| said.trim().to_owned())
}

/// Reads the `uses` of a step or job of GitHub. `None` when it is not of a form that GitHub accepts.
pub(super) fn github(uses: &str, kind: &'static str) -> Option<Parts> {
    // `$/` is the root of the repository that the file stands in.
    if ["./", "../", "$/", ".\\"].iter().any(|root| uses.starts_with(root)) {
        let path = uses.strip_prefix("$/").unwrap_or(uses);
        let path = inside(path).unwrap_or_else(|| path.to_owned());
        let [owner, name] = [String::new(), String::new()];
        return Some(Parts { kind: "local", owner, name, path, reference: None, pin: "local" });
    }
    if let Some(name) = docker(uses) {
        let image = image(name);
        let reference = image.digest.or(image.tag);
        let [owner, path] = [String::new(), String::new()];
        return Some(Parts { kind: "docker", owner, name: image.repository, path, reference, pin: image.pin });
    }
    let (what, reference) = match uses.split_once('@') {
        Some((what, reference)) => (what, Some(reference.to_owned())),
        None => (uses, None),
    };
    let mut segments = what.splitn(3, '/');
    let (owner, name) = (segments.next()?.to_owned(), segments.next()?.to_owned());
    let path = segments.next().unwrap_or_default().to_owned();
    let pin = reference.as_deref().map_or("none", pin);
    (!owner.is_empty() && !name.is_empty()).then_some(Parts { kind, owner, name, path, reference, pin })
}

/// The image behind `docker://`, which counts in any case.
pub(super) fn docker(uses: &str) -> Option<&str> {
    let (scheme, image) = uses.split_at_checked("docker://".len())?;
    scheme.eq_ignore_ascii_case("docker://").then_some(image)
}

/// A path of the repository without `.`, `..` and slashes that say nothing; empty for its root, `None` when it leads
/// out. A backslash separates too, as it does for runners.
pub(super) fn inside(path: &str) -> Option<String> {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split(['/', '\\']) {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            other => segments.push(other),
        }
    }
    Some(segments.join("/"))
}

/// How firmly a git revision is pinned by the way it is written.
///
/// A branch and a tag look alike; what begins like a version is taken for a tag, anything else for a branch. Both can be
/// moved.
pub(super) fn pin(reference: &str) -> &'static str {
    if reference.contains("${{") || reference.contains('$') {
        return "unknown";
    }
    if matches!(reference.len(), 40 | 64) && reference.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return "sha";
    }
    if matches!(reference, "latest" | "~latest") {
        return "latest";
    }
    let name = reference.strip_prefix("refs/tags/").unwrap_or(reference);
    let version = name.strip_prefix(['v', 'V']).unwrap_or(name);
    if version.starts_with(|first: char| first.is_ascii_digit()) {
        let core = version.split(['-', '+']).next().unwrap_or(version);
        let numbers = core.split('.').filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty());
        return if numbers.count() >= 3 { "semver" } else { "tag" };
    }
    if reference.starts_with("refs/tags/") { "tag" } else { "branch" }
}

#[cfg(test)]
mod tests {
    use super::{github, pin};

    #[test]
    fn a_revision_is_as_firm_as_it_looks() {
        let cases = [
            ("8f4b7f84864484a7bf31766abe9204da3cbe65b3", "sha"),
            ("v4", "tag"),
            ("4.1", "tag"),
            ("v4.1.2", "semver"),
            ("1.2.3-rc.1", "semver"),
            ("main", "branch"),
            ("release/v1", "branch"),
            ("refs/tags/stable", "tag"),
            ("8f4b7f8", "tag"),
            ("~latest", "latest"),
            ("$REF", "unknown"),
        ];
        for (reference, expected) in cases {
            assert_eq!(pin(reference), expected, "{reference}");
        }
    }

    #[test]
    fn uses_is_read_in_every_form() {
        let short = |uses: &str| {
            github(uses, "action").map(|it| (it.kind, format!("{}|{}|{}", it.owner, it.name, it.path), it.pin))
        };
        let cases = [
            ("actions/checkout@v4", Some(("action", "actions|checkout|", "tag"))),
            ("a/b/c/d@main", Some(("action", "a|b|c/d", "branch"))),
            ("a/b", Some(("action", "a|b|", "none"))),
            ("./.github/actions/x", Some(("local", "||.github/actions/x", "local"))),
            ("$/.github/actions/x", Some(("local", "||.github/actions/x", "local"))),
            ("./", Some(("local", "||", "local"))),
            ("./a/../.github//x/", Some(("local", "||.github/x", "local"))),
            (".\\tools\\x", Some(("local", "||tools/x", "local"))),
            ("../x", Some(("local", "||../x", "local"))),
            ("Docker://a/b", Some(("docker", "|a/b|", "none"))),
            ("docker://ghcr.io/a/b:1", Some(("docker", "|ghcr.io/a/b|", "tag"))),
            ("checkout@v4", None),
        ];
        for (uses, expected) in cases {
            let expected = expected.map(|(kind, parts, pin)| (kind, parts.to_owned(), pin));
            assert_eq!(short(uses), expected, "{uses}");
        }
    }
}
