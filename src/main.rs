//! The binary `gate`; its command line is being wired.

fn main() {}
