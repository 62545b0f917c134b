//! The names of what makes an administrator.

use std::collections::BTreeSet;

use crate::knowledge::{Lookup, concepts};

/// Those of a run.
pub(super) static ADMINISTRATORS: Lookup<Administrators> = Lookup::new(&concepts::terraform::ADMINISTRATORS, |rows| {
    Administrators(rows.map(|row| key(row.word("kind"), row.text("name"))).collect())
});

/// What makes an administrator, by kind and name.
#[derive(Debug)]
pub(super) struct Administrators(BTreeSet<(&'static str, String)>);

impl Administrators {
    /// Whether a name of a kind is one.
    pub(super) fn has(&self, kind: &'static str, name: &str) -> bool {
        self.0.contains(&key(kind, name))
    }
}

/// Azure does not tell names apart by their case.
fn key(kind: &'static str, name: &str) -> (&'static str, String) {
    (kind, if kind.starts_with("azure") { name.to_ascii_lowercase() } else { name.to_owned() })
}

/// The name of a policy that AWS manages itself, from its ARN: `arn:aws:iam::aws:policy/ReadOnlyAccess`.
pub(super) fn managed_policy(arn: &str) -> Option<&str> {
    let parts: Vec<&str> = arn.split(':').collect();
    match parts.as_slice() {
        ["arn", partition, "iam", "", "aws", policy] if partition.starts_with("aws") => policy.strip_prefix("policy/"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{ADMINISTRATORS, managed_policy};
    use crate::knowledge::Knowledge;

    #[test]
    fn a_name_counts_only_for_what_it_is() {
        let administrators = ADMINISTRATORS.of(&Knowledge::default());
        assert!(administrators.has("policy", "AdministratorAccess") && administrators.has("azure-name", "owner"));
        assert!(!administrators.has("role", "AdministratorAccess") && !administrators.has("role", "roles/Owner"));
        assert_eq!(managed_policy("arn:aws-cn:iam::aws:policy/AdministratorAccess"), Some("AdministratorAccess"));
        assert_eq!(managed_policy("arn:aws:iam::123456789012:policy/AdministratorAccess"), None);
    }
}
