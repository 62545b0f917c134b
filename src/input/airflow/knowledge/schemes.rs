//! Schemes of URIs that name data: `schemes.tsv`.

use std::collections::BTreeMap;

use crate::knowledge::{Lookup, concepts};

/// What a URI of a scheme names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// A bucket: the authority.
    Bucket,
    /// A container: what stands before the `@` of the authority.
    Container,
    /// A table: all behind the scheme.
    Table,
    /// A place of no other kind: all behind the scheme.
    Uri,
}

static SCHEMES: Lookup<BTreeMap<String, Names>> = Lookup::new(&concepts::airflow::SCHEMES, |rows| {
    rows.map(|row| {
        let names = match row.word("names") {
            "bucket" => Names::Bucket,
            "container" => Names::Container,
            "table" => Names::Table,
            _ => Names::Uri,
        };
        (row.text("scheme").to_owned(), names)
    })
    .collect()
});

/// What a URI of a scheme, in small letters, names.
pub(crate) fn names(scheme: &str) -> Option<Names> {
    SCHEMES.built_in().get(scheme).copied()
}

#[cfg(test)]
mod tests {
    use super::{Names, names};

    #[test]
    fn a_scheme_is_known_by_what_it_names() {
        assert_eq!((names("gs"), names("abfss"), names("https")), (Some(Names::Bucket), Some(Names::Container), None));
    }
}
