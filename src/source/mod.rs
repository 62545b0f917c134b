//! The only module that opens files and repositories.
//!
//! Everything else sees [`RepoPath`], [`Source`] and the [`Files`] trait: a judged tree can be a folder, the git
//! index or a commit, and no parser can tell the difference or reach outside it.

pub mod files;
pub mod path;
pub mod secret;
pub mod text;
pub mod visible;

pub use files::{Files, Unreadable};
pub use path::RepoPath;
pub use text::{Position, Source, Span};
