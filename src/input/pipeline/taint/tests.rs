//! Scripts, and where the texts of strangers go in them.
