//! The table, and what it says of files.

mod files;
mod real;
mod rows;
mod spellings;
