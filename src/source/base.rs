//! Which commit a base names, and how it stands to the commit that is judged.
//!
//! Git resolves a short name to whatever fits first: a tag called `origin/main` wins over the remote branch, a tag of
//! eight digits over the commit that begins with them. A change can bring such tags, so only names that mean one thing
//! are taken here, and each is looked up where it says and nowhere else.

use std::path::Path;

use git2::{Commit, ErrorCode, Oid, Repository};

use super::SourceError;
use super::git::{Git, Owner, canonical};

/// The most first parents that `HEAD~N` goes back.
const GENERATIONS: usize = 10_000;

/// Digits of a commit in a repository with SHA-1 commits, the only ones that can be read.
const DIGITS: usize = 40;

/// A name that means one commit.
#[derive(Debug, PartialEq, Eq)]
enum Name {
    /// A full reference: `refs/heads/main`.
    Reference(String),
    /// `HEAD`, or so many first parents before it.
    Head(usize),
    /// All digits of a commit.
    Commit(Oid),
}

impl Name {
    fn read(text: &str) -> Option<Self> {
        if let Some(back) = text.strip_prefix("HEAD") {
            let generations = match back {
                "" => Some(0),
                "~" | "^" => Some(1),
                _ => back.strip_prefix('~')?.parse().ok().filter(|back| *back <= GENERATIONS),
            };
            return generations.map(Self::Head);
        }
        if text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Oid::from_str(text).ok().map(Self::Commit);
        }
        let reference = match text.split_once('/')? {
            ("refs", _) => text.to_owned(),
            // `origin/main` is the branch of a remote, whatever else has that name.
            (remote, branch) if !remote.is_empty() && !branch.is_empty() => format!("refs/remotes/{text}"),
            _ => return None,
        };
        git2::Reference::is_valid_name(&reference).then_some(Self::Reference(reference))
    }
}

/// How a base stands to the commit that is checked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The judged commit is not part of the base: it is the change, or holds it.
    Apart,
    /// The base is the judged commit itself.
    Same,
    /// The base holds the judged commit: it was merged already.
    Holds,
}

/// The commit that a name means.
pub(super) fn find<'git>(git: &'git Git, revision: &str) -> Result<Commit<'git>, SourceError> {
    let repository = git.repository();
    let name = Name::read(revision).ok_or_else(|| SourceError::NotACommit { revision: revision.to_owned() })?;
    if let Name::Reference(name) = &name {
        git.look_at(name)?;
    }
    let found = match name {
        Name::Reference(name) => repository.find_reference(&name).and_then(|reference| reference.peel_to_commit()),
        Name::Head(back) => ancestor(repository, back),
        Name::Commit(id) => repository.find_commit(id),
    };
    found.map_err(|error| match error.code() {
        ErrorCode::NotFound | ErrorCode::UnbornBranch => {
            let shallow = repository.is_shallow();
            SourceError::UnknownRevision { revision: revision.to_owned(), shallow, fix: fix(revision, shallow) }
        }
        ErrorCode::InvalidSpec | ErrorCode::Peel => SourceError::NotACommit { revision: revision.to_owned() },
        _ => error.into(),
    })
}

/// The first parent of the checked out commit, if that is the forge's merge of `merged` into the branch that it goes to.
///
/// The second parent must be the very commit that the forge says is merged, or a merge commit that the author made
/// would choose its own rules.
pub(super) fn first_parent<'git>(git: &'git Git, merged: &str) -> Option<Commit<'git>> {
    let Some(Name::Commit(merged)) = Name::read(merged) else { return None };
    let head = git.repository().head().ok()?.peel_to_commit().ok()?;
    let parents = (head.parent_count() == 2).then(|| (head.parent_id(0), head.parent_id(1)))?;
    if parents.1.ok()? == merged { git.repository().find_commit(parents.0.ok()?).ok() } else { None }
}

/// How a commit stands to the one that is checked out; without any commit there is nothing that could be the same.
pub(super) fn standing(git: &Git, base: Oid) -> Result<Standing, SourceError> {
    let repository = git.repository();
    let head = match repository.head().and_then(|head| head.peel_to_commit()) {
        Ok(head) => head.id(),
        Err(error) if error.code() == ErrorCode::UnbornBranch => return Ok(Standing::Apart),
        // Nobody can say what is judged, so nobody can say that the base is something else.
        Err(error) => return Err(error.into()),
    };
    Ok(if head == base {
        Standing::Same
    } else if repository.graph_descendant_of(base, head)? {
        Standing::Holds
    } else {
        Standing::Apart
    })
}

/// The commits at which the judged commit left the base: best common ancestors, none where they are not in this clone.
pub(super) fn forks(git: &Git, base: Oid) -> Vec<Oid> {
    let repository = git.repository();
    let bases = head(repository).and_then(|head| repository.merge_bases(head, base).ok());
    bases.map(|bases| bases.iter().copied().collect()).unwrap_or_default()
}

/// The commit that is checked out, in hexadecimal digits; `None` without a repository that can be read.
#[must_use]
pub fn head_commit(root: &Path, owner: Owner) -> Option<String> {
    let git = Git::around(&canonical(root).ok()?, owner).ok()??;
    head(git.repository()).map(|commit| commit.to_string())
}

/// The commit that is checked out.
pub(super) fn head(repository: &Repository) -> Option<Oid> {
    Some(repository.head().ok()?.peel_to_commit().ok()?.id())
}

/// Whether tracked files differ from the commit that is checked out. A status that cannot be had is no difference.
pub(super) fn is_edited(git: &Git) -> bool {
    let repository = git.repository();
    let tree = || repository.head()?.peel_to_tree();
    let Ok(tree) = tree() else { return false };
    let difference = repository.diff_tree_to_workdir_with_index(Some(&tree), None);
    difference.is_ok_and(|difference| difference.deltas().len() > 0)
}

fn ancestor(repository: &Repository, back: usize) -> Result<Commit<'_>, git2::Error> {
    let head = repository.head()?.peel_to_commit()?;
    (0..back).try_fold(head, |commit, _| commit.parent(0))
}

/// The command that brings a revision into this clone.
fn fix(revision: &str, shallow: bool) -> String {
    let deepen = "or set `fetch-depth: 0` on actions/checkout";
    match Name::read(revision) {
        Some(Name::Commit(id)) => format!("run `git fetch origin {id}`"),
        Some(Name::Reference(name)) => {
            let (remote, branch) =
                name.strip_prefix("refs/remotes/").and_then(|name| name.split_once('/')).unwrap_or(("origin", &name));
            let branch = branch.strip_prefix("refs/heads/").unwrap_or(branch);
            let fetch = format!("git fetch {remote} +refs/heads/{branch}:refs/remotes/{remote}/{branch}");
            if shallow { format!("run `{fetch}`, {deepen}") } else { format!("run `{fetch}`") }
        }
        _ if shallow => format!("run `git fetch --deepen=200`, {deepen}"),
        _ => "the history does not go back that far; name a branch such as origin/main".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn a_name_means_one_commit_or_is_refused() {
        let reference = |name: &str| Some(Name::Reference(name.to_owned()));
        let digits = "0123456789012345678901234567890123456789";
        let cases = [
            ("HEAD", Some(Name::Head(0))),
            ("HEAD~", Some(Name::Head(1))),
            ("HEAD^", Some(Name::Head(1))),
            ("HEAD~12", Some(Name::Head(12))),
            ("HEAD~10001", None),
            ("HEAD~-1", None),
            ("HEAD^2", None),
            ("HEAD~1^2", None),
            ("HEAD@{1}", None),
            ("HEAD:main.tf", None),
            ("origin/main", reference("refs/remotes/origin/main")),
            ("origin/release/1.2", reference("refs/remotes/origin/release/1.2")),
            ("refs/heads/main", reference("refs/heads/main")),
            ("refs/tags/v1", reference("refs/tags/v1")),
            ("refs/heads/a..b", None),
            ("refs/heads/main~1", None),
            ("origin/main^{tree}", None),
            ("origin/", None),
            ("/main", None),
            ("main", None),
            ("v1.2.3", None),
            ("FETCH_HEAD", None),
            ("@", None),
            ("@{u}", None),
            (":/fix", None),
            ("", None),
            ("8d848227", None),
            ("0123456789012345678901234567890123456789012345678901234567890123", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Name::read(text), expected, "{text}");
        }
        assert!(matches!(Name::read(digits), Some(Name::Commit(id)) if id.to_string() == digits));
    }
}
