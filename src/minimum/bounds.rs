//! One minimum beside the configuration of one repository.

use super::{By, Minimum};
use crate::config::{Config, ConfigError, Places, Way};

/// What a repository says, and what it may say.
pub(super) struct Bounds<'a> {
    /// The configuration as the repository wrote it, before any minimum.
    pub(super) config: &'a Config,
    /// Its file.
    pub(super) written: &'a Places,
    pub(super) minimum: &'a Minimum,
}

impl Bounds<'_> {
    /// An error at a value of the repository that is looser than what the minimum says at `by`.
    pub(super) fn looser(&self, at: &Way, said: &str, by: &Way, asked: &str) -> ConfigError {
        let (name, line) = (self.minimum.name(), self.minimum.line(by));
        let help = format!("{line} asks for {asked}: write that, something stricter, or nothing");
        self.written.wrong(at, format!("{said} is looser than {name} allows"), help)
    }

    /// An error at a value of the repository that the minimum does not let anybody write.
    pub(super) fn refused(&self, at: &Way, message: &str, by: &By, help: &str) -> ConfigError {
        self.written.wrong(at, message, format!("{}: {help}", self.minimum.by(by)))
    }
}
