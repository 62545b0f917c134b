//! What gate knows about pipelines beside their formats: tables of `policies/knowledge/pipeline`, one thing a row.

pub(super) mod action_inputs;
pub(super) mod cloud_keys;
pub(super) mod contexts;
pub(super) mod events;
pub(super) mod gitlab_variables;

/// The rows of a table, without its comments.
fn rows<const COLUMNS: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; COLUMNS]> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut fields = line.split('\t');
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    })
}

#[cfg(test)]
fn assert_whole<const COLUMNS: usize>(table: &'static str) {
    let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    let mut seen = std::collections::BTreeSet::new();
    for line in &lines {
        let fields: Vec<&str> = line.split('\t').collect();
        assert_eq!(fields.len(), COLUMNS, "{line}");
        assert!(fields.iter().all(|field| !field.is_empty() && field.trim() == *field), "{line}");
        assert!(seen.insert(line), "{line}: twice");
    }
    assert!(!lines.is_empty());
    assert!(table.contains("# Source"), "a table says where it was read");
}
