//! Who may answer a step that asks for an approval.

use std::collections::BTreeMap;

/// The inputs of the action that asks.
const APPROVERS: &str = "approvers";
const ENOUGH: &str = "minimum-approvals";
const OTHERS_ONLY: &str = "exclude-workflow-initiator-as-approver";

/// Expressions that are whoever starts the run.
const STARTER: [&str; 2] = ["github.actor", "github.triggering_actor"];

/// Whether whoever starts the run may answer alone, by the inputs of the action. Null where an expression decides.
pub(super) fn by_starter(with: &BTreeMap<String, String>) -> Option<bool> {
    let given = |name: &str| {
        with.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).unwrap_or_default()
    };
    let (others_only, approvers, enough) = (given(OTHERS_ONLY), given(APPROVERS), given(ENOUGH));
    if others_only.eq_ignore_ascii_case("true") {
        return Some(false);
    }
    if others_only.contains("${{") {
        return None;
    }
    let names: Vec<&str> = approvers.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    // All of those who are asked have to agree unless a number says otherwise.
    let is_one_enough = match enough {
        "" => names.len() == 1,
        number => number.parse::<u32>().ok()? <= 1,
    };
    match names.as_slice() {
        [] => Some(false),
        [one] => match expression(one) {
            Some(inner) if STARTER.contains(&inner.as_str()) || inner.starts_with("inputs.") => Some(true),
            Some(inner) if inner.starts_with("github.event.inputs.") => Some(true),
            // It may hold many, all of whom have to agree.
            Some(_) if enough.is_empty() => None,
            _ => Some(is_one_enough),
        },
        _ => Some(is_one_enough),
    }
}

/// The expression that a value consists of, in small letters.
fn expression(value: &str) -> Option<String> {
    let inner = value.strip_prefix("${{")?.strip_suffix("}}")?.trim();
    Some(inner.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::by_starter;

    #[test]
    fn one_account_is_enough_where_the_starter_may_answer_alone() {
        for (inputs, expected) in [
            (&[("approvers", "${{ github.actor }}")][..], Some(true)),
            (&[("approvers", "${{ inputs.approver }}")], Some(true)),
            (&[("approvers", "${{ github.event.inputs.who }}"), ("minimum-approvals", "1")], Some(true)),
            (&[("approvers", "ann")], Some(true)),
            (&[("approvers", "ann,bob")], Some(false)),
            (&[("approvers", "ann, bob"), ("minimum-approvals", "1")], Some(true)),
            (&[("approvers", "ann,bob"), ("minimum-approvals", "2")], Some(false)),
            (&[("approvers", "ann,bob"), ("minimum-approvals", "${{ vars.N }}")], None),
            (&[("approvers", "${{ vars.APPROVERS }}")], None),
            (&[("approvers", "${{ vars.APPROVERS }}"), ("minimum-approvals", "1")], Some(true)),
            (&[("Approvers", "${{ github.actor }}"), ("exclude-workflow-initiator-as-approver", "true")], Some(false)),
            (&[("approvers", "ann"), ("exclude-workflow-initiator-as-approver", "${{ vars.X }}")], None),
            (&[("approvers", "ann"), ("exclude-workflow-initiator-as-approver", "false")], Some(true)),
            (&[], Some(false)),
        ] {
            let with = inputs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            assert_eq!(by_starter(&with), expected, "{inputs:?}");
        }
    }
}
