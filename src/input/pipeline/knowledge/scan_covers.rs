//! What a scan looks at besides its own category.

use std::collections::BTreeMap;

use crate::input::pipeline::model::Role;
use crate::knowledge::{Lookup, concepts};

static COVERS: Lookup<BTreeMap<String, Vec<Row>>> = Lookup::new(&concepts::shipping::SCAN_COVERS, |rows| {
    let mut covers: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows {
        covers.entry(row.text("tool").to_owned()).or_default().push(Row {
            category: row.word("category"),
            covers: row.word("covers"),
            options: row.list("options").map(str::to_owned).collect(),
            values: row.list("values").map(str::to_owned).collect(),
            by_itself: row.flag("by_itself"),
        });
    }
    covers
});

#[derive(Debug)]
struct Row {
    category: &'static str,
    covers: &'static str,
    options: Vec<String>,
    values: Vec<String>,
    by_itself: bool,
}

/// Whether a scan looks at something: by its category, or besides.
pub(in crate::input::pipeline) fn covers(scan: &Role, kind: &str) -> bool {
    if scan.category == kind {
        return true;
    }
    let rows = COVERS.built_in().get(&scan.tool).into_iter().flatten();
    let mut rows = rows.filter(|row| row.category == scan.category && row.covers == kind);
    rows.any(|row| row.holds(&scan.subject))
}

impl Row {
    /// Whether it holds for a call: by its options, or by itself where none of them is given.
    fn holds(&self, subject: &str) -> bool {
        let words = || subject.split(' ');
        let given = words().zip(words().skip(1).map(Some).chain([None])).find_map(|(word, next)| {
            let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
            self.options.iter().any(|option| option == name).then(|| value.or(next).unwrap_or_default())
        });
        given.map_or(self.by_itself, |value| value.split(',').any(|one| self.values.iter().any(|it| it == one)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Role, covers};

    #[test]
    fn a_scan_looks_at_more_than_its_category_unless_it_is_told_otherwise() {
        let scan = |tool: &str, category, subject: &str| Role {
            loc: String::new(),
            role: "scan",
            category,
            tool: tool.to_owned(),
            subject: subject.to_owned(),
            toothless: None,
            ignored: None,
            signs: Vec::new(),
            unsure: None,
            via: Vec::new(),
        };
        for (tool, category, subject, kind, expected) in [
            ("trivy", "image", "trivy image x", "image", true),
            ("trivy", "image", "trivy image x", "sca", true),
            ("trivy", "image", "trivy image x", "secret", true),
            ("trivy", "image", "trivy image x", "iac", false),
            ("trivy", "image", "trivy image --scanners vuln x", "secret", false),
            ("trivy", "image", "trivy image --scanners vuln x", "sca", true),
            ("trivy", "image", "trivy image --scanners=vuln,secret x", "secret", true),
            ("trivy", "image", "exit-code=1 scanners=vuln", "secret", false),
            ("trivy", "sca", "trivy fs .", "secret", true),
            ("trivy", "sca", "trivy fs .", "iac", false),
            ("trivy", "sca", "trivy fs --scanners misconfig,vuln .", "iac", true),
            ("grype", "image", "grype x", "sca", true),
            ("grype", "image", "grype x", "secret", false),
            ("checkov", "iac", "checkov -d .", "secret", true),
            ("checkov", "iac", "checkov -d . --framework terraform", "secret", false),
            ("semgrep", "sast", "semgrep ci", "secret", false),
            ("semgrep", "sast", "semgrep scan --config p/secrets --error", "secret", true),
        ] {
            assert_eq!(covers(&scan(tool, category, subject), kind), expected, "{subject}: {kind}");
        }
    }
}
