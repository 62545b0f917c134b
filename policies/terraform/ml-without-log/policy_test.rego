package gate.policies.terraform.ml_without_log_test

import data.gate.policies.terraform.ml_without_log as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["data_capture_config", 0, "enable_capture"], "about": "aws_sagemaker_endpoint_configuration.e", "why": "", "via": [], "days": null, "labels": {},
		"property": "logged", "service": "ml", "holds": false, "says": "data_capture_config.0.enable_capture is false", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_sagemaker_endpoint_configuration.e is used without a full record: data_capture_config.0.enable_capture is false"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["data_capture_config", 0, "enable_capture"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_sagemaker_endpoint_configuration.e is used without a full record is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["data_capture_config", 0, "enable_capture"]]}
	count(policy.deny) == 0 with input as later
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "analytics"}, {"property": "retained"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
