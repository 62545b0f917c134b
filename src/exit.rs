//! The exit codes of `gate`: a contract with whoever calls it, the same for every output format.

/// How a run of `gate` ends. The numbers are stable and documented in the README.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Everything that applies was judged and nothing at or above `fail-on` is left open.
    Pass = 0,
    /// At least one open finding at or above `fail-on`.
    Violations = 1,
    /// The call, gate's own files or the base revision cannot be used; nothing was judged.
    Usage = 2,
    /// Something could not be read, parsed, evaluated or known. Wins over [`Exit::Violations`].
    Incomplete = 3,
    /// No file that gate judges was found.
    NothingChecked = 4,
    /// gate itself has a bug; nothing may be concluded.
    Bug = 70,
}

impl Exit {
    /// The number that the process returns to its caller.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Pass => 0,
            Self::Violations => 1,
            Self::Usage => 2,
            Self::Incomplete => 3,
            Self::NothingChecked => 4,
            Self::Bug => 70,
        }
    }
}

impl Exit {
    /// The end that a number stands for.
    #[must_use]
    pub fn of(code: i32) -> Option<Self> {
        let all = [Self::Pass, Self::Violations, Self::Usage, Self::Incomplete, Self::NothingChecked, Self::Bug];
        all.into_iter().find(|exit| i32::from(exit.code()) == code)
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
