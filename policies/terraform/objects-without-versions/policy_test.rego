package gate.policies.terraform.objects_without_versions_test

import data.gate.policies.terraform.objects_without_versions as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["versioning_configuration", 0, "status"], "about": "aws_s3_bucket.b", "why": "", "via": [], "days": null, "labels": {},
		"property": "versioned", "service": "storage", "holds": false, "says": "versioning_configuration.0.status is Suspended", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_s3_bucket.b keeps no earlier versions: versioning_configuration.0.status is Suspended"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["versioning_configuration", 0, "status"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_s3_bucket.b keeps no earlier versions is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["versioning_configuration", 0, "status"]]}
	count(policy.deny) == 0 with input as later
}

test_every_service_of_its_kind_is_judged if {
	every service in {"storage", "database"} {
		count(policy.deny) == 1 with input as property({"service": service})
		count(policy.unknown) == 1 with input as property({"service": service, "holds": null})
	}
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "logs"}, {"property": "backed-up"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
