package gate.policies.terraform.unscanned_image_test

import data.gate.policies.terraform.unscanned_image as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["image_scanning_configuration", 0, "scan_on_push"], "about": "aws_ecr_repository.r", "why": "", "via": [], "days": null, "labels": {},
		"property": "scanned-image", "service": "registry", "holds": false, "says": "image_scanning_configuration.0.scan_on_push is false", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_ecr_repository.r lets unscanned images through: image_scanning_configuration.0.scan_on_push is false"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["image_scanning_configuration", 0, "scan_on_push"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_ecr_repository.r lets unscanned images through is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["image_scanning_configuration", 0, "scan_on_push"]]}
	count(policy.deny) == 0 with input as later
}

test_every_service_of_its_kind_is_judged if {
	every service in {"registry", "containers", "functions"} {
		count(policy.deny) == 1 with input as property({"service": service})
		count(policy.unknown) == 1 with input as property({"service": service, "holds": null})
	}
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "compute"}, {"property": "immutable-image"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
