package gate.policies.terraform.platform_easily_deleted_test

import data.gate.policies.terraform.platform_easily_deleted as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["enable_deletion_protection"], "about": "aws_lb.l", "why": "", "via": [], "days": null, "labels": {},
		"property": "deletion-protected", "service": "analytics", "holds": false, "says": "enable_deletion_protection is false", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_lb.l can be deleted by mistake: enable_deletion_protection is false"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["enable_deletion_protection"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_lb.l can be deleted by mistake is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["enable_deletion_protection"]]}
	count(policy.deny) == 0 with input as later
}

test_every_service_of_its_kind_is_judged if {
	every service in {"analytics", "compute", "containers", "delivery", "identity", "ml", "network", "orchestration", "registry"} {
		count(policy.deny) == 1 with input as property({"service": service})
		count(policy.unknown) == 1 with input as property({"service": service, "holds": null})
	}
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "storage"}, {"property": "backed-up"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
