//! Schemes of URIs that name data: `schemes.tsv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::rows;

/// The table.
const TEXT: &str = include_str!("../../../../policies/knowledge/airflow/schemes.tsv");

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

static TABLE: LazyLock<BTreeMap<&'static str, Names>> = LazyLock::new(|| rows(TEXT, row).flatten().collect());

fn row([scheme, names]: [&'static str; 2]) -> Result<(&'static str, Names), String> {
    let names = match names {
        "bucket" => Names::Bucket,
        "container" => Names::Container,
        "table" => Names::Table,
        "uri" => Names::Uri,
        other => return Err(format!("`{other}` is nothing that a URI names")),
    };
    Ok((scheme, names))
}

/// What a URI of a scheme, in small letters, names.
pub(crate) fn names(scheme: &str) -> Option<Names> {
    TABLE.get(scheme).copied()
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::{Names, TABLE, TEXT, names, row};

    #[test]
    fn every_row_is_well_formed() {
        assert_eq!(faults(TEXT, row), [""; 0]);
        let rows = TEXT.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(TABLE.len(), rows, "a scheme has one row");
        assert!(
            TABLE.keys().all(|scheme| scheme.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
        );
        assert!(row(["s3", "heap"]).is_err());
        assert_eq!((names("gs"), names("abfss"), names("https")), (Some(Names::Bucket), Some(Names::Container), None));
    }
}
