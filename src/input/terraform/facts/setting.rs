//! A value of a fact that stands at a place of its own.

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::Segment;
use crate::input::terraform::model::Resource;

/// A value, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Setting<T> {
    /// The resource that says it.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The path of it there, empty when the code does not write it.
    pub path: Vec<Segment>,
    /// The value; null when it cannot be known.
    pub value: Option<T>,
    /// Why it is null, as a fragment that follows "because"; else empty.
    pub why: &'static str,
}

impl<T> Setting<T> {
    /// What a resource says at a path.
    pub(super) fn of(resource: &Resource, path: &[Segment], value: Result<T, &'static str>) -> Self {
        let why = value.as_ref().err().copied().unwrap_or_default();
        Self { loc: resource.loc.clone(), path: resource.place(path), value: value.ok(), why }
    }
}
