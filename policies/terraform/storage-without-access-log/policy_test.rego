package gate.policies.terraform.storage_without_access_log_test

import data.gate.policies.terraform.storage_without_access_log as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": [], "about": "aws_s3_bucket.b", "why": "", "via": [], "days": null, "labels": {},
		"property": "logged", "service": "storage", "holds": false, "says": "no aws_s3_bucket_logging refers to it", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_s3_bucket.b is used without an access log: no aws_s3_bucket_logging refers to it"}
	{[finding.loc, finding.path] | some finding in found} == {["r", []]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_s3_bucket.b is used without an access log is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", []]}
	count(policy.deny) == 0 with input as later
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "database"}, {"property": "retained"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
