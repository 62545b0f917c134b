//! What contexts of GitHub say.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::rows;

const TABLE: &str = include_str!("../../../../policies/knowledge/pipeline/contexts.tsv");

/// Whose repository or account something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input::pipeline) enum Side {
    /// That of the run.
    Own,
    /// That of the code that is proposed.
    Head,
}

#[derive(Default)]
struct Contexts {
    text: Vec<Vec<&'static str>>,
    head: Vec<Vec<&'static str>>,
    /// What holds the fields of a repository, with what stands before their names: `owner.` for those of an account.
    holders: BTreeMap<&'static str, (Side, &'static str)>,
    /// Contexts that are such a field.
    fields: BTreeMap<&'static str, (Side, &'static str)>,
}

static CONTEXTS: LazyLock<Contexts> = LazyLock::new(|| {
    let mut contexts = Contexts::default();
    for [context, says] in rows(TABLE) {
        let segments = || context.split('.').collect();
        match says {
            "text" => contexts.text.push(segments()),
            "head" => contexts.head.push(segments()),
            "own-repository" => drop(contexts.holders.insert(context, (Side::Own, ""))),
            "head-repository" => drop(contexts.holders.insert(context, (Side::Head, ""))),
            "own-owner" => drop(contexts.holders.insert(context, (Side::Own, "owner."))),
            "head-owner" => drop(contexts.holders.insert(context, (Side::Head, "owner."))),
            other => {
                let field = other.strip_prefix("own-repository.").unwrap_or_default();
                contexts.fields.insert(context, (Side::Own, field));
            }
        }
    }
    contexts
});

/// Whether anybody can fill a context, something in it, or what it lies in. It is given as a pattern in small letters.
pub(in crate::input::pipeline) fn is_free_text(pattern: &str) -> bool {
    pattern.starts_with("github")
        && CONTEXTS.text.iter().any(|known| {
            let mut pattern = pattern.split('.');
            let mut known = known.iter();
            loop {
                match (pattern.next(), known.next()) {
                    (Some(one), Some(other)) if is_same(one, other) => {}
                    (Some(_), Some(_)) => return false,
                    (None, _) | (_, None) => return true,
                }
            }
        })
}

/// Whether a context names the code of a pull request.
pub(in crate::input::pipeline) fn is_head(pattern: &str) -> bool {
    pattern.starts_with("github.")
        && CONTEXTS.head.iter().any(|known| {
            let mut pattern = pattern.split('.');
            known.iter().all(|other| pattern.next().is_some_and(|one| is_same(one, other))) && pattern.next().is_none()
        })
}

/// Whether what names the code of a pull request is a part of this context, such as `github.event`.
pub(in crate::input::pipeline) fn holds_head(pattern: &str) -> bool {
    pattern.starts_with("github")
        && CONTEXTS.head.iter().any(|known| {
            let mut known = known.iter();
            pattern.split('.').all(|one| known.next().is_some_and(|other| is_same(one, other)))
                && known.next().is_some()
        })
}

fn is_same(one: &str, other: &str) -> bool {
    one == other || one == "*" || other == "*"
}

/// Whose repository a context is a field of, and the path of the field: `owner.login`.
pub(in crate::input::pipeline) fn field(pattern: &str) -> Option<(Side, String)> {
    if let Some((side, field)) = CONTEXTS.fields.get(pattern) {
        return Some((*side, (*field).to_owned()));
    }
    let mut dots = pattern.rmatch_indices('.');
    dots.find_map(|(dot, _)| {
        let (side, before) = CONTEXTS.holders.get(pattern.get(..dot)?)?;
        Some((*side, format!("{before}{}", pattern.get(dot.saturating_add(1)..)?)))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{assert_whole, rows};
    use super::{Side, TABLE, field, holds_head, is_free_text, is_head};

    #[test]
    fn every_row_is_whole() {
        assert_whole::<2>(TABLE);
        let says =
            ["text", "head", "own-repository", "head-repository", "own-owner", "head-owner", "own-repository.FIELD"];
        for [context, said] in rows(TABLE) {
            let known = said.strip_prefix("own-repository.").map_or(said, |_| "own-repository.FIELD");
            assert!(says.contains(&known), "{context}: {said}");
            assert!(context.starts_with("github.") && context == context.to_ascii_lowercase(), "{context}");
        }
    }

    #[test]
    fn contexts_are_known_with_what_they_hold() {
        for (pattern, text, head, holds) in [
            ("github.head_ref", true, true, false),
            ("github.event.pull_request.head.sha", false, true, false),
            ("github.event.pull_request.head.repo.clone_url", false, true, false),
            ("github.event.pull_request.head.repo.owner.id", false, false, false),
            ("github.event.pull_request.head", true, false, true),
            ("github.event", true, false, true),
            ("github.event.workflow_run.pull_requests.*.head.sha", false, true, false),
            ("github.event.issue.number", false, false, false),
            ("github.event.commits.*.message", true, false, false),
            ("github.sha", false, false, false),
            ("githubby", false, false, false),
            ("env.x", false, false, false),
        ] {
            assert_eq!(
                (is_free_text(pattern), is_head(pattern), holds_head(pattern)),
                (text, head, holds),
                "{pattern}"
            );
        }
    }

    #[test]
    fn a_repository_is_told_by_its_fields() {
        let cases = [
            ("github.repository", Some((Side::Own, "full_name"))),
            ("github.event.pull_request.base.repo.id", Some((Side::Own, "id"))),
            ("github.event.pull_request.head.repo.owner.login", Some((Side::Head, "owner.login"))),
            ("github.event.pull_request.head.user.login", Some((Side::Head, "owner.login"))),
            ("github.event.workflow_run.head_repository.full_name", Some((Side::Head, "full_name"))),
            ("github.event.pull_request.head.sha", None),
        ];
        for (pattern, expected) in cases {
            assert_eq!(field(pattern), expected.map(|(side, name)| (side, name.to_owned())), "{pattern}");
        }
    }
}
