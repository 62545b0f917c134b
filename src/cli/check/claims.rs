//! Which format a file of the judged tree belongs to.

use super::judged::{Judged, SNAPSHOT};
use crate::finding::Kind;
use crate::input::{Claim, FORMATS, Format, Options};
use crate::source::{RepoPath, Unreadable};

/// The format of a file that was named, by the end of the way to it: `elsewhere/.github/workflows/ci.yml` is a workflow
/// to whoever names it, although this repository has it at a place where nothing runs it.
pub(super) fn by_place(judged: &Judged, path: &RepoPath) -> Option<&'static dyn Format> {
    let lies = judged.external.iter().find(|(shown, _)| shown == path).map(|(_, lies)| lies);
    let lies = lies.map_or_else(|| path.as_str().to_owned(), |lies| lies.to_string_lossy().into_owned());
    let ends = lies.match_indices('/').filter_map(|(at, _)| lies.get(at.saturating_add(1)..));
    ends.filter_map(RepoPath::new).find_map(|end| {
        let claims = |format: &&dyn Format| format.kind() == Kind::Pipeline && format.claims(&end) == Claim::Yes;
        FORMATS.iter().copied().find(claims)
    })
}

/// The first format that claims a file, by its path or after a look at its beginning.
pub(super) fn claimed(judged: &Judged, path: &RepoPath, options: &Options) -> Option<&'static dyn Format> {
    let mut head = None;
    FORMATS.iter().copied().find(|format| match format.claims(path) {
        Claim::No => {
            format.kind() == Kind::Forge && format.name() == SNAPSHOT && options.snapshot.as_ref() == Some(path)
        }
        Claim::Yes => true,
        Claim::Maybe => {
            let head = head.get_or_insert_with(|| judged.files.head(path));
            match head {
                Ok(head) => format.confirms(head),
                // A link to nothing has no content by which a format could claim it.
                Err(Unreadable::Missing | Unreadable::LinkLoop) => false,
                // Any other file that cannot be opened is left to the reader, which says why.
                Err(_) => true,
            }
        }
    })
}
