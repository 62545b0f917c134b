//! How a script or a part of it may end.

/// How a command or a whole script may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Ends {
    pub(super) may_succeed: bool,
    pub(super) may_fail: bool,
}

impl Ends {
    pub(super) const EITHER: Self = Self { may_succeed: true, may_fail: true };
    pub(super) const WELL: Self = Self { may_succeed: true, may_fail: false };
    pub(super) const BADLY: Self = Self { may_succeed: false, may_fail: true };
    pub(super) const NOT: Self = Self { may_succeed: false, may_fail: false };

    /// That of a truth value.
    pub(super) const fn of(succeeds: Option<bool>) -> Self {
        match succeeds {
            Some(true) => Self::WELL,
            Some(false) => Self::BADLY,
            None => Self::EITHER,
        }
    }

    /// Either of two.
    pub(super) const fn or(self, other: Self) -> Self {
        Self { may_succeed: self.may_succeed || other.may_succeed, may_fail: self.may_fail || other.may_fail }
    }

    /// Behind `!`.
    pub(super) const fn not(self) -> Self {
        Self { may_succeed: self.may_fail, may_fail: self.may_succeed }
    }

    /// Whether it ends at all.
    pub(super) const fn any(self) -> bool {
        self.may_succeed || self.may_fail
    }
}

/// How a part of a script goes on: with a status, or by ending the script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Flow {
    /// The status with which what follows runs; nothing follows when it is none.
    pub(super) goes: Ends,
    /// How the script may have ended.
    pub(super) ended: Ends,
}

impl Flow {
    pub(super) const fn goes(goes: Ends) -> Self {
        Self { goes, ended: Ends::NOT }
    }

    pub(super) const fn ends(ended: Ends) -> Self {
        Self { goes: Ends::NOT, ended }
    }

    /// Either of two.
    pub(super) const fn or(self, other: Self) -> Self {
        Self { goes: self.goes.or(other.goes), ended: self.ended.or(other.ended) }
    }
}
