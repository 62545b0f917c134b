package gate.policies.terraform.store_easily_deleted_test

import data.gate.policies.terraform.store_easily_deleted as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["force_destroy"], "about": "aws_s3_bucket.b", "why": "", "via": [], "days": null, "labels": {},
		"property": "deletion-protected", "service": "storage", "holds": false, "says": "force_destroy is true", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_s3_bucket.b can lose its data by one deletion: force_destroy is true"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["force_destroy"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_s3_bucket.b can lose its data by one deletion is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["force_destroy"]]}
	count(policy.deny) == 0 with input as later
}

test_every_service_of_its_kind_is_judged if {
	every service in {"storage", "backup", "logs"} {
		count(policy.deny) == 1 with input as property({"service": service})
		count(policy.unknown) == 1 with input as property({"service": service, "holds": null})
	}
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "database"}, {"property": "backed-up"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
