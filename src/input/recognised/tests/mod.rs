//! The table, and what it says of files.

mod rows;
