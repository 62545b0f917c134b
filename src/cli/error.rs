//! Why gate cannot begin. Every one of these ends with exit code 2 and says what to do next.

use std::path::PathBuf;

use crate::config::ConfigError;
use crate::engine::supervise::SuperviseError;
use crate::exit::Exit;
use crate::policy::PolicyError;
use crate::source::SourceError;

/// An error of a command.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum CliError {
    /// One of gate's own files is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A policy cannot be used.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The judged tree or the base revision cannot be opened.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// No child.
    #[error(transparent)]
    Supervise(#[from] SuperviseError),
    /// The call asks for something that does not go.
    #[error("{message}")]
    Usage {
        /// What.
        message: String,
        /// What to do instead.
        help: String,
    },
    /// A report could not be written.
    #[error("{path}: cannot be written: {source}", path = path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Something outside of the judging process does not end.
    #[error("{what} took longer than {seconds} s; nothing was judged")]
    Overrun {
        /// What.
        what: &'static str,
        /// How long it was waited for.
        seconds: u64,
    },
    /// Something that gate promises itself does not hold.
    #[error("gate has a bug: {0}")]
    Bug(String),
}

impl CliError {
    /// A wrong call.
    pub(crate) fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: help.into() }
    }

    /// The exit code.
    pub(crate) const fn exit(&self) -> Exit {
        match self {
            Self::Bug(_) => Exit::Bug,
            Self::Overrun { .. } => Exit::Incomplete,
            _ => Exit::Usage,
        }
    }

    /// How the command ends, in the last line.
    pub(crate) fn sentence(&self) -> String {
        let (word, why) = match self {
            Self::Config(_) | Self::Policy(_) => {
                ("ERROR", "one of gate's own files cannot be used, so nothing was judged")
            }
            Self::Source(_) | Self::Supervise(_) | Self::Usage { .. } => {
                ("ERROR", "this call cannot be carried out, so nothing was judged")
            }
            Self::Write { .. } => ("ERROR", "what should have been written is missing"),
            Self::Overrun { .. } => ("INCOMPLETE", "nothing was judged, so nothing was approved"),
            Self::Bug(_) => ("ERROR", "nothing was approved"),
        };
        format!("gate: {word} — {why} (exit {})", self.exit().code())
    }

    /// What to do next, if it can be said in a line.
    pub(crate) fn help(&self) -> Option<&str> {
        match self {
            Self::Usage { help, .. } | Self::Config(ConfigError::Invalid { help, .. }) => Some(help),
            Self::Overrun { .. } => Some("look for a file system that does not answer, or judge a smaller folder"),
            Self::Bug(_) => Some("nothing was approved; please report it with the command that you ran"),
            _ => None,
        }
    }
}
