//! Secrets planted wherever people leave them, in every shape and disguise: none may appear in any output.
//!
//! The files of `trees` are planted as they are, except that each `§…§` in them becomes a value of its own. What comes
//! out is searched for every value, for any eight characters of it, and for these in base64, hexadecimal and escapes.
//! `cargo test --test canaries -- --nocapture` prints the figures.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::panic,
    clippy::string_slice,
    clippy::format_push_string,
    clippy::disallowed_methods,
    reason = "a test that cannot be set up fails"
)]

mod alike;
mod leaks;
mod old;
mod outputs;
mod own;
mod places;
mod plant;
#[path = "../support/mod.rs"]
mod support;
mod values;
mod vendors;
