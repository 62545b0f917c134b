//! The binary `gate`.

fn main() {}
