package gate.policies.terraform.short_data_retention_test

import data.gate.policies.terraform.short_data_retention as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["message_retention_duration"], "about": "google_pubsub_topic.t", "why": "", "via": [], "days": null, "labels": {},
		"property": "retained", "service": "storage", "holds": false, "says": "message_retention_duration is left out", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"google_pubsub_topic.t keeps what it holds for too short a time: message_retention_duration is left out"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["message_retention_duration"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether google_pubsub_topic.t keeps what it holds long enough is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["message_retention_duration"]]}
	count(policy.deny) == 0 with input as later
}

test_every_service_of_its_kind_is_judged if {
	every service in {"storage", "backup", "database", "warehouse", "streaming", "messaging", "compute", "network", "orchestration", "keys", "secrets"} {
		count(policy.deny) == 1 with input as property({"service": service})
		count(policy.unknown) == 1 with input as property({"service": service, "holds": null})
		count(policy.deny) == 1 with input as property({"service": service, "holds": true, "days": 1})
		count(policy.unknown) == 1 with input as property({"service": service, "holds": true})
	}
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "logs"}, {"property": "logged"}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
		count(policy.deny) == 0 with input as property(object.union({"holds": true, "days": 1}, fields))
		count(policy.unknown) == 0 with input as property(object.union({"holds": true}, fields))
	}
}

test_a_length_that_is_not_known_is_unknown if {
	open := property({"holds": true, "days": null})
	found := policy.unknown with input as open
	messages(found) == {"how long google_pubsub_topic.t keeps what it holds cannot be told"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["message_retention_duration"]]}
	count(policy.deny) == 0 with input as open
}

test_a_length_that_is_too_short_is_said if {
	found := policy.deny with input as property({"days": 6, "holds": true})
	messages(found) == {"google_pubsub_topic.t keeps what it holds for 6 days, not for 7"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["message_retention_duration"]]}
	count(policy.deny) == 0 with input as property({"days": 7, "holds": true})
	count(policy.unknown) == 0 with input as property({"days": 6, "holds": true})
}

test_less_than_its_kind_asks_for_is_said_once_whatever_the_parameter if {
	parameters := {"short-data-retention": {"days": 1}}
	every days in [null, 0, 1, 5, 30] {
		found := policy.deny with input as property({"days": days})
		messages(found) == {"google_pubsub_topic.t keeps what it holds for too short a time: message_retention_duration is left out"}
		count(policy.deny) == 1 with input as property({"days": days}) with data.gate.parameters as parameters
	}
}

test_the_days_are_a_parameter if {
	parameters := {"short-data-retention": {"days": 3}}
	count(policy.deny) == 0 with input as property({"days": 3, "holds": true}) with data.gate.parameters as parameters
	messages(policy.deny) == {"google_pubsub_topic.t keeps what it holds for 2 days, not for 3"} with input as property({"days": 2, "holds": true}) with data.gate.parameters as parameters
}
