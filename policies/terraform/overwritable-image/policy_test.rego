package gate.policies.terraform.overwritable_image_test

import data.gate.policies.terraform.overwritable_image as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["image_tag_mutability"], "about": "aws_ecr_repository.r", "why": "", "via": [], "days": null, "labels": {},
		"property": "immutable-image", "service": "registry", "holds": false, "says": "image_tag_mutability is MUTABLE", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_ecr_repository.r lets its images be overwritten: image_tag_mutability is MUTABLE"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["image_tag_mutability"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_ecr_repository.r lets its images be overwritten is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["image_tag_mutability"]]}
	count(policy.deny) == 0 with input as later
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "containers"}, {"property": "scanned-image"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
