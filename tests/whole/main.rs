//! What a reader needs is taken away from it, piece by piece: whatever is lost with it is said, on the entity that
//! needed it, and no violation turns into a pass.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot be set up fails")]

mod altered;
mod files;
mod forge;
mod inside;
mod limits;
mod plans;
mod reading;
#[path = "../support/mod.rs"]
mod support;
mod trees;
