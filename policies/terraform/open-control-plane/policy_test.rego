package gate.policies.terraform.open_control_plane_test

import data.gate.policies.terraform.open_control_plane as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["vpc_config", 0, "endpoint_public_access"], "about": "aws_eks_cluster.c",
		"property": "private-control-plane", "service": "containers", "holds": false, "says": "vpc_config.endpoint_public_access is true",
		"only_if": "", "why": "", "via": [], "days": null, "labels": {},
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_a_wrong_value_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_eks_cluster.c leaves its control plane open: vpc_config.endpoint_public_access is true"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["vpc_config", 0, "endpoint_public_access"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_eks_cluster.c leaves its control plane open is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["vpc_config", 0, "endpoint_public_access"]]}
	count(policy.deny) == 0 with input as later
}

test_what_hangs_on_a_condition_is_unknown_with_the_condition if {
	depends := property({"holds": null, "only_if": "it is used", "says": ""})
	message := "whether aws_eks_cluster.c leaves its control plane open hangs on whether it is used, which the plan does not say"
	messages(policy.unknown) == {message} with input as depends
	count(policy.deny) == 0 with input as depends
}

test_each_of_its_services_is_judged if {
	every service in ["containers", "orchestration"] {
		count(policy.deny) == 1 with input as property({"service": service})
		count(policy.unknown) == 1 with input as property({"service": service, "holds": null})
	}
}

test_other_properties_are_judged_elsewhere if {
	every fields in [{"property": "private"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
