//! The only module that opens files and repositories.
//!
//! Everything else sees [`RepoPath`], [`Source`] and the [`Files`] trait: a judged tree can be a folder, the git
//! index or a commit, and no parser can tell the difference or reach outside it.

pub mod base;
pub mod codeowners;
pub mod commit;
pub mod compared;
mod decode;
mod disk;
pub mod entry;
pub mod error;
pub mod evidence;
pub mod files;
mod folder;
pub mod fork;
mod git;
mod git_folder;
pub mod history;
mod ignore;
pub mod overlay;
mod packed;
pub mod path;
pub mod pinned;
pub mod piped;
pub mod recorded;
pub mod remote;
pub mod revision;
pub mod same;
pub mod secret;
pub mod staged;
pub mod submodule;
#[cfg(test)]
#[cfg(unix)]
mod tests;
pub mod text;
pub mod visible;
pub mod wildmatch;
mod wildset;
pub mod worktree;

pub use base::{Standing, head_commit};
pub use commit::CommitTree;
pub use compared::{Compared, Others};
pub use entry::Entry;
pub use error::SourceError;
pub use evidence::{tracked_below, tracked_step};
pub use files::{Files, Skip, Unreadable};
pub use folder::{Folder, FolderError, Listing};
pub use fork::Forks;
pub use git::Owner;
pub use overlay::Overlay;
pub use path::RepoPath;
pub use pinned::{AtCommit, Beside, Pinned};
pub use piped::Piped;
pub use recorded::Recorded;
pub use remote::{Origin, origin};
pub use revision::Revision;
pub use staged::Staged;
pub use text::{Position, Source, Span};
pub use worktree::WorkTree;
