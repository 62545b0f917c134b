//! The names of images, with variables and expressions in them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::model::{Image, Ref};

/// The parts of an image name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ImageParts {
    pub(super) repository: String,
    pub(super) tag: Option<String>,
    pub(super) digest: Option<String>,
    pub(super) pin: &'static str,
}

impl ImageParts {
    /// What is fetched for a job from where `raw` stands, under the key `at`: as a reference, and as an image.
    pub(super) fn fetched(self, loc: String, raw: &str, (at, job): (&str, &str)) -> (Ref, Image) {
        let Self { repository, tag, digest, pin } = self;
        let reference = Ref {
            loc: loc.clone(),
            raw: raw.to_owned(),
            kind: "image",
            owner: String::new(),
            name: repository.clone(),
            path: at.to_owned(),
            reference: digest.clone().or_else(|| tag.clone()),
            pin,
            comment: String::new(),
            job: job.to_owned(),
        };
        (reference, Image { loc, raw: raw.to_owned(), repository, tag, digest, pin })
    }
}

/// What stands for a character of a variable that may hold any part of a name.
const OPEN: char = '$';

/// What stands for one of a variable that holds neither a tag nor a word such as `latest`.
const PLAIN: char = 'x';

/// Variables of GitLab that hold an address or a path without a tag, and those that say which commit, change or run it is; all
/// that begin so where `_` is the end. See <https://docs.gitlab.com/ci/variables/predefined_variables/>.
const PREDEFINED: &[&str] = &[
    "CI_REGISTRY",
    "CI_REGISTRY_IMAGE",
    "CI_DEPENDENCY_PROXY_",
    "CI_TEMPLATE_REGISTRY_HOST",
    "CI_SERVER_",
    "CI_PROJECT_",
    "CI_COMMIT_",
    "CI_MERGE_REQUEST_",
    "CI_PIPELINE_",
    "CI_DEFAULT_BRANCH",
    "CI_JOB_ID",
];

/// The same contexts of GitHub.
const CONTEXTS: &[&str] = &[
    "github.sha",
    "github.repository",
    "github.repository_owner",
    "github.run_id",
    "github.run_number",
    "github.ref_name",
    "github.head_ref",
    "github.base_ref",
    "github.event.number",
    "github.event.release.tag_name",
    "github.event.pull_request.number",
    "github.event.pull_request.head.sha",
];

/// Reads the name of an image. What is written out decides as far as it can: a registry in a variable says nothing about the
/// tag behind it.
pub(super) fn image(name: &str) -> ImageParts {
    let masked = masked(name);
    let part = |range: Range<usize>| name.get(range).unwrap_or_default().to_owned();
    let end = masked.find('@').unwrap_or(name.len());
    let digest = (end < name.len()).then(|| part(end.saturating_add(1)..name.len()));
    let rest = masked.get(..end).unwrap_or_default();
    let (until, tag) = match rest.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => (repository.len(), Some(tag)),
        _ => (end, None),
    };
    // The last part of a name in a variable may bring a tag along.
    let is_open = |repository: &str| repository.rsplit('/').next().is_some_and(|last| last.contains(OPEN));
    let pin = match (masked.get(end..).unwrap_or_default(), tag) {
        (digest, _) if digest.starts_with("@sha256:") || digest.starts_with("@$") => "digest",
        (_, Some(tag)) => of_tag(tag),
        (_, None) if is_open(rest) => "unknown",
        (_, None) => "none",
    };
    let tag = tag.map(|_| part(until.saturating_add(1)..end));
    ImageParts { repository: part(0..until), tag, digest, pin }
}

/// The image of which these are all the names that it can have: the one that is pinned the least.
pub(super) fn least_pinned(names: &BTreeSet<String>) -> Option<ImageParts> {
    let strength = |image: &ImageParts| match image.pin {
        "latest" | "none" => 0,
        "unknown" => 1,
        "tag" => 2,
        _ => 3,
    };
    names.iter().filter(|name| !name.is_empty()).map(|name| image(name)).min_by_key(strength)
}

/// What a tag with open parts is: one that begins or ends otherwise is not `latest`, whatever is put in.
fn of_tag(tag: &str) -> &'static str {
    match (tag.split_once(OPEN), tag.rsplit_once(OPEN)) {
        (Some((begins, _)), Some((_, ends))) if "latest".starts_with(begins) && "latest".ends_with(ends) => "unknown",
        _ if tag == "latest" => "latest",
        _ => "tag",
    }
}

/// A name in which every byte of a variable or expression is replaced, so that what is left stands where it stood.
fn masked(name: &str) -> String {
    let mut masked = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, behind)) = rest.split_once('$') {
        masked.push_str(before);
        let (what, length) = variable(behind);
        let sign = if is_plain(what) { PLAIN } else { OPEN };
        masked.extend(std::iter::repeat_n(sign, length.saturating_add(1)));
        rest = behind.get(length..).unwrap_or_default();
    }
    masked.push_str(rest);
    masked
}

/// The name of a variable or the expression behind a `$`, and how long it is with its brackets.
fn variable(behind: &str) -> (&str, usize) {
    for (open, close) in [("{{", "}}"), ("[[", "]]"), ("{", "}")] {
        let Some(inside) = behind.strip_prefix(open) else { continue };
        let inner = inside.split_once(close).map_or(inside, |(inner, _)| inner);
        let length = open.len().saturating_add(inner.len()).saturating_add(close.len());
        return (inner.trim(), length.min(behind.len()));
    }
    let end = behind.find(|it: char| !it.is_ascii_alphanumeric() && it != '_').unwrap_or(behind.len());
    (behind.get(..end).unwrap_or_default(), end)
}

fn is_plain(what: &str) -> bool {
    PREDEFINED.iter().any(|known| what == *known || known.ends_with('_') && what.starts_with(known))
        || CONTEXTS.contains(&what)
}

#[cfg(test)]
mod tests {
    use super::{BTreeSet, image, least_pinned};

    #[test]
    fn an_image_with_a_port_has_no_tag() {
        let read = |name: &str| {
            let parts = image(name);
            (parts.repository, parts.tag, parts.pin)
        };
        assert_eq!(read("host:5000/a"), ("host:5000/a".to_owned(), None, "none"));
        assert_eq!(read("a:1@sha256:00"), ("a".to_owned(), Some("1".to_owned()), "digest"));
        assert_eq!(read("a:latest"), ("a".to_owned(), Some("latest".to_owned()), "latest"));
        assert_eq!(read("$R/a:1"), ("$R/a".to_owned(), Some("1".to_owned()), "tag"));
        assert_eq!(read("${{ x }}/é:${{ y }}"), ("${{ x }}/é".to_owned(), Some("${{ y }}".to_owned()), "unknown"));
    }

    #[test]
    fn what_is_written_out_decides_how_firmly_an_image_is_pinned() {
        for (name, pin) in [
            ("$REGISTRY/a:1", "tag"),
            ("${REGISTRY}/a:latest", "latest"),
            ("${MIRROR}/library/docker", "none"),
            ("${MIRROR}:5000/library/docker", "none"),
            ("$IMAGE@sha256:00", "digest"),
            ("a@${DIGEST}", "digest"),
            ("a:${VERSION}-alpine", "tag"),
            ("a:1.$MINOR", "tag"),
            ("a:v${{ matrix.version }}", "tag"),
            ("a:${VERSION}", "unknown"),
            ("a:$A$B", "unknown"),
            ("a:la${REST}", "unknown"),
            ("$IMAGE", "unknown"),
            ("$IMAGE:1", "tag"),
            ("$IMAGE:latest", "latest"),
            ("$REGISTRY/$NAME", "unknown"),
            ("$PREFIX-alpine", "unknown"),
            ("${{ inputs.image }}", "unknown"),
            ("$[[ inputs.image ]]", "unknown"),
            ("a:$[[ inputs.tag ]]", "unknown"),
            ("${{ broken", "unknown"),
            ("$CI_REGISTRY_IMAGE", "none"),
            ("$CI_REGISTRY_IMAGE:latest", "latest"),
            ("${CI_REGISTRY_IMAGE}/build:$CI_COMMIT_REF_SLUG", "tag"),
            ("$CI_REGISTRY_IMAGE:${CI_PIPELINE_ID}", "tag"),
            ("$CI_IMAGE", "unknown"),
            ("ghcr.io/${{ github.repository }}:${{ github.sha }}", "tag"),
            ("ghcr.io/${{ github.repository }}", "none"),
            ("", "none"),
            ("$", "unknown"),
        ] {
            assert_eq!(image(name).pin, pin, "{name}");
        }
    }

    #[test]
    fn of_several_names_the_one_that_is_pinned_the_least_counts() {
        let least = |names: &[&str]| {
            let names: BTreeSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
            least_pinned(&names).map(|image| (image.repository, image.pin))
        };
        assert_eq!(least(&["a:1", "b"]), Some(("b".to_owned(), "none")));
        assert_eq!(least(&["a:$X", "b:latest"]), Some(("b".to_owned(), "latest")));
        assert_eq!(least(&["a@sha256:00", "b:$X", "c:1"]), Some(("b".to_owned(), "unknown")));
        assert_eq!(least(&["", "c:1"]), Some(("c".to_owned(), "tag")));
        assert_eq!(least(&[""]), None);
    }
}
