//! What the options of `BuildKit` say of the attestations of an image.

use super::in_job::InJob;
use crate::input::pipeline::model::Role;

/// The variable by which `BuildKit` is told to attest nothing on its own.
const NONE: &str = "BUILDX_NO_DEFAULT_ATTESTATIONS";

/// What comes with an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Attestations {
    /// Whether it is attested how it was built.
    pub(super) provenance: bool,
    /// Whether there is a list of what is in it.
    pub(super) sbom: bool,
}

impl Attestations {
    /// Those of an image that an action builds: `BuildKit` says how it was built unless it is told not to.
    pub(super) fn of_action(at: InJob<'_>) -> Self {
        let given = |input: &str| at.handed(input).next().map(|(_, value)| is_on(value));
        let lines = || at.handed("attests").flat_map(|(_, value)| value.lines());
        let attested = |kind: &str| lines().find_map(|line| attest(line, kind));
        Self {
            provenance: given("provenance").or_else(|| attested("provenance")).unwrap_or_else(|| by_itself(at)),
            sbom: given("sbom").or_else(|| attested("sbom")).unwrap_or(false),
        }
    }

    /// Those of an image that a command builds or pushes.
    pub(super) fn of_command(at: InJob<'_>, role: &Role) -> Self {
        let words: Vec<&str> = role.subject.split(' ').collect();
        let attested = |kind: &str| values(&words, "--attest").find_map(|value| attest(value, kind));
        let said = |kind: &str, name: &str| values(&words, name).next().map(is_on).or_else(|| attested(kind));
        Self {
            provenance: said("provenance", "--provenance")
                .unwrap_or_else(|| words.contains(&"buildx") && by_itself(at)),
            sbom: said("sbom", "--sbom").unwrap_or(false),
        }
    }
}

/// Whether a command is given an option, and not with `false`.
pub(super) fn is_given(role: &Role, name: &str) -> bool {
    let words: Vec<&str> = role.subject.split(' ').collect();
    values(&words, name).next().is_some_and(is_on)
}

/// Whether `BuildKit` attests how an image was built when nobody says anything.
fn by_itself(at: InJob<'_>) -> bool {
    let set = at.variable(NONE).map(|(value, _)| value.trim().to_ascii_lowercase());
    !matches!(set.as_deref(), Some("1" | "true"))
}

/// The values of an option: what is joined to it by a sign, and the next word that is no option.
fn values<'w>(words: &'w [&'w str], name: &'w str) -> impl Iterator<Item = &'w str> {
    let next = words.iter().skip(1).copied().chain([""]);
    words.iter().copied().zip(next).filter_map(move |(word, next)| {
        let rest = word.strip_prefix(name)?;
        if rest.is_empty() {
            return Some(if next.starts_with('-') { "" } else { next });
        }
        rest.strip_prefix('=')
    })
}

/// Whether the value of a switch turns it on; anything but `false` does, and so does nothing.
fn is_on(value: &str) -> bool {
    let value = value.trim().trim_matches(['"', '\'']);
    let disabled = value.split(',').any(|part| part.trim().eq_ignore_ascii_case("disabled=true"));
    !value.eq_ignore_ascii_case("false") && !disabled
}

/// Whether `type=provenance,mode=max` attests something of a kind; `None` where it is of another.
fn attest(value: &str, kind: &str) -> Option<bool> {
    let value = value.trim().trim_matches(['"', '\'']);
    let named = value.split(',').any(|part| part.trim().strip_prefix("type=").is_some_and(|it| it == kind));
    named.then(|| is_on(value))
}

#[cfg(test)]
mod tests {
    use super::{attest, is_on, values};

    #[test]
    fn an_option_has_its_value_behind_a_sign_or_a_blank() {
        for (line, expected) in [
            ("buildx build --sbom false .", Some("false")),
            ("buildx build --sbom=false .", Some("false")),
            ("buildx build --sbom --push .", Some("")),
            ("buildx build --push --sbom", Some("")),
            ("buildx build --sboms x", None),
        ] {
            let words: Vec<&str> = line.split(' ').collect();
            assert_eq!(values(&words, "--sbom").next(), expected, "{line}");
        }
    }

    #[test]
    fn an_attestation_says_what_it_is_of_and_whether_it_is_made() {
        assert!(is_on("") && is_on("mode=max") && is_on("true") && !is_on("false") && !is_on("mode=max,disabled=true"));
        assert_eq!(attest("type=provenance,disabled=true", "provenance"), Some(false));
        assert_eq!(attest("type=sbom", "sbom"), Some(true));
        assert_eq!(attest("type=sbom", "provenance"), None);
    }
}
