package gate.policies.terraform.cluster_without_audit_log_test

import data.gate.policies.terraform.cluster_without_audit_log as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["enabled_cluster_log_types"], "about": "aws_eks_cluster.c", "why": "", "via": [], "days": null, "labels": {},
		"property": "logged", "service": "containers", "holds": false, "says": "enabled_cluster_log_types has no audit", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_eks_cluster.c runs containers without a complete log: enabled_cluster_log_types has no audit"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["enabled_cluster_log_types"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_eks_cluster.c runs containers without a complete log is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["enabled_cluster_log_types"]]}
	count(policy.deny) == 0 with input as later
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "compute"}, {"property": "retained"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
