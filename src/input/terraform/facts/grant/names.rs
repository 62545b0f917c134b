//! The names of what makes an administrator.

use crate::input::terraform::facts::table;

/// The table of them.
const ADMINISTRATORS: &str = include_str!("../../../../../policies/knowledge/terraform/administrators.tsv");

/// Whether a name of a kind is one. Azure does not tell names apart by their case.
pub(super) fn is_administrator(kind: &str, name: &str) -> bool {
    table::rows(ADMINISTRATORS).any(|[of, administrator, _]| {
        let same =
            if kind.starts_with("azure") { administrator.eq_ignore_ascii_case(name) } else { administrator == name };
        of == kind && same
    })
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
    use super::{ADMINISTRATORS, is_administrator, managed_policy};
    use crate::input::terraform::facts::table;

    #[test]
    fn the_tables_are_in_order() {
        assert_eq!(table::faults::<3>(ADMINISTRATORS, 2), [""; 0]);
        assert_eq!(table::faults::<4>(super::super::ARGUMENTS, 2), [""; 0]);
        let kinds = table::rows(ADMINISTRATORS).map(|[kind, _, _]| kind);
        assert!(kinds.into_iter().all(|kind| ["policy", "role", "azure-name", "azure-id"].contains(&kind)));
        let whats = table::rows(super::super::ARGUMENTS).map(|[_, _, what, _]| what);
        assert!(whats.into_iter().all(|what| ["document", "policy", "role"].contains(&what)));
    }

    #[test]
    fn a_name_counts_only_for_what_it_is() {
        assert!(is_administrator("policy", "AdministratorAccess") && is_administrator("azure-name", "owner"));
        assert!(!is_administrator("role", "AdministratorAccess") && !is_administrator("role", "roles/Owner"));
        assert_eq!(managed_policy("arn:aws-cn:iam::aws:policy/AdministratorAccess"), Some("AdministratorAccess"));
        assert_eq!(managed_policy("arn:aws:iam::123456789012:policy/AdministratorAccess"), None);
    }
}
