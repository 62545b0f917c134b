//! What contexts of GitHub say.

use std::collections::BTreeMap;

use crate::knowledge::{Lookup, concepts};

/// Whose repository or account something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input::pipeline) enum Side {
    /// That of the run.
    Own,
    /// That of the code that is proposed.
    Head,
}

#[derive(Debug, Default)]
struct Contexts {
    text: Vec<Vec<String>>,
    /// Those of `text` that can have line ends.
    lines: Vec<Vec<String>>,
    head: Vec<Vec<String>>,
    /// What holds the fields of a repository, with what stands before their names: `owner.` for those of an account.
    holders: BTreeMap<String, (Side, &'static str)>,
    /// Contexts that are such a field.
    fields: BTreeMap<String, (Side, String)>,
}

static CONTEXTS: Lookup<Contexts> = Lookup::new(&concepts::pipeline::CONTEXTS, |rows| {
    let mut contexts = Contexts::default();
    for row in rows {
        let context = row.text("context");
        let segments = || context.split('.').map(str::to_owned).collect();
        let mut holds = |side, before| {
            contexts.holders.insert(context.to_owned(), (side, before));
        };
        match row.text("says") {
            "text" => contexts.text.push(segments()),
            "lines" => contexts.lines.push(segments()),
            "head" => contexts.head.push(segments()),
            "own-repository" => holds(Side::Own, ""),
            "head-repository" => holds(Side::Head, ""),
            "own-owner" => holds(Side::Own, "owner."),
            "head-owner" => holds(Side::Head, "owner."),
            other => {
                let field = other.strip_prefix("own-repository.").unwrap_or_default();
                contexts.fields.insert(context.to_owned(), (Side::Own, field.to_owned()));
            }
        }
    }
    contexts
});

/// Whether anybody can fill a context, something in it, or what it lies in. It is given as a pattern in small letters.
pub(in crate::input::pipeline) fn is_free_text(pattern: &str) -> bool {
    pattern.starts_with("github") && CONTEXTS.built_in().text.iter().any(|known| meets(pattern, known))
}

/// Whether such a text can have line ends.
pub(in crate::input::pipeline) fn has_lines(pattern: &str) -> bool {
    pattern.starts_with("github") && CONTEXTS.built_in().lines.iter().any(|known| meets(pattern, known))
}

/// Whether a pattern is a context, something in it, or what it lies in.
fn meets(pattern: &str, known: &[String]) -> bool {
    let mut pattern = pattern.split('.');
    let mut known = known.iter();
    loop {
        match (pattern.next(), known.next()) {
            (Some(one), Some(other)) if is_same(one, other) => {}
            (Some(_), Some(_)) => return false,
            (None, _) | (_, None) => return true,
        }
    }
}

/// Where GitHub keeps the heads of pull requests. A value in which that is written out counts as made of it, as of a
/// context, whatever the number is behind it.
pub(in crate::input::pipeline) const PULLS: &str = "refs/pull";

/// Whether a context names the code of a pull request.
pub(in crate::input::pipeline) fn is_head(pattern: &str) -> bool {
    pattern == PULLS
        || pattern.starts_with("github.")
            && CONTEXTS.built_in().head.iter().any(|known| {
                let mut pattern = pattern.split('.');
                known.iter().all(|other| pattern.next().is_some_and(|one| is_same(one, other)))
                    && pattern.next().is_none()
            })
}

/// Whether what names the code of a pull request is a part of this context, such as `github.event`.
pub(in crate::input::pipeline) fn holds_head(pattern: &str) -> bool {
    pattern.starts_with("github")
        && CONTEXTS.built_in().head.iter().any(|known| {
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
    if let Some((side, field)) = CONTEXTS.built_in().fields.get(pattern) {
        return Some((*side, field.clone()));
    }
    let mut dots = pattern.rmatch_indices('.');
    dots.find_map(|(dot, _)| {
        let (side, before) = CONTEXTS.built_in().holders.get(pattern.get(..dot)?)?;
        Some((*side, format!("{before}{}", pattern.get(dot.saturating_add(1)..)?)))
    })
}

#[cfg(test)]
mod tests {
    use super::{Side, field, holds_head, is_free_text, is_head};

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
