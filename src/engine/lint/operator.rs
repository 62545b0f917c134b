//! The operators that something is concluded about.

/// Which operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Operator {
    /// `==`.
    Equals,
    /// `!=`.
    Differs,
    /// `*`.
    Times,
    /// `in`.
    In,
    /// Any other.
    Other,
}

impl Operator {
    /// The operator that the engine's tree calls by this name.
    pub(super) fn named(name: Option<&str>) -> Self {
        match name {
            Some("Eq") => Self::Equals,
            Some("Ne") => Self::Differs,
            Some("Mul") => Self::Times,
            _ => Self::Other,
        }
    }
}
