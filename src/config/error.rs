//! What is wrong with one of gate's own files, and where.

use crate::source::{Position, RepoPath, Source, Span, Unreadable};

/// A place in one of gate's own files, for an error with a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The file.
    pub source: Source,
    /// What is wrong in it.
    pub span: Span,
}

/// Why one of gate's own files cannot be used. All of them end with exit code 2.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A key, value or type that the format does not have.
    #[error("{path}:{position}: {message}")]
    Invalid {
        /// The file.
        path: RepoPath,
        /// Line and column.
        position: Position,
        /// What is wrong.
        message: String,
        /// What to write instead.
        help: String,
        /// For the frame.
        frame: Box<Frame>,
    },
    /// The file exists and cannot be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file.
        path: RepoPath,
        /// Why.
        source: Unreadable,
    },
}

impl ConfigError {
    /// An error about a span of a file; [`super::Places`] knows the spans of keys and values.
    #[must_use]
    pub fn invalid(source: &Source, span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Invalid {
            path: source.path().clone(),
            position: source.position(span.start),
            message: message.into(),
            help: help.into(),
            frame: Box::new(Frame { source: source.clone(), span }),
        }
    }
}
