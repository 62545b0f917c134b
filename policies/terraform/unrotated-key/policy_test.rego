package gate.policies.terraform.unrotated_key_test

import data.gate.policies.terraform.unrotated_key as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["rotation_period"], "about": "google_kms_crypto_key.k", "why": "", "via": [], "days": null, "labels": {},
		"property": "rotated", "service": "keys", "holds": false, "says": "rotation_period is left out", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"google_kms_crypto_key.k is used without rotation: rotation_period is left out"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["rotation_period"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether google_kms_crypto_key.k is used without rotation is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["rotation_period"]]}
	count(policy.deny) == 0 with input as later
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "secrets"}, {"property": "customer-key"}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
		count(policy.deny) == 0 with input as property(object.union({"holds": true, "days": 1000}, fields))
		count(policy.unknown) == 0 with input as property(object.union({"holds": true}, fields))
	}
}

test_a_length_that_is_not_known_is_unknown if {
	open := property({"holds": true, "days": null})
	found := policy.unknown with input as open
	messages(found) == {"how often google_kms_crypto_key.k is rotated cannot be told"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["rotation_period"]]}
	count(policy.deny) == 0 with input as open
}

test_a_time_that_is_too_long_is_said if {
	found := policy.deny with input as property({"days": 366, "holds": true})
	messages(found) == {"google_kms_crypto_key.k is rotated every 366 days, not every 365"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["rotation_period"]]}
	count(policy.deny) == 0 with input as property({"days": 365, "holds": true})
	count(policy.unknown) == 0 with input as property({"days": 366, "holds": true})
}

test_none_at_all_is_said_once_in_the_words_of_the_plan if {
	every days in [null, 0, 366] {
		found := policy.deny with input as property({"days": days})
		messages(found) == {"google_kms_crypto_key.k is used without rotation: rotation_period is left out"}
	}
}

test_the_days_are_a_parameter if {
	parameters := {"unrotated-key": {"days": 30}}
	count(policy.deny) == 0 with input as property({"days": 30, "holds": true}) with data.gate.parameters as parameters
	messages(policy.deny) == {"google_kms_crypto_key.k is rotated every 31 days, not every 30"} with input as property({"days": 31, "holds": true}) with data.gate.parameters as parameters
}
