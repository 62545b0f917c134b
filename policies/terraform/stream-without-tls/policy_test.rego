package gate.policies.terraform.stream_without_tls_test

import data.gate.policies.terraform.stream_without_tls as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["encryption_info", 0, "encryption_in_transit", 0, "client_broker"],
		"about": "aws_msk_cluster.k", "why": "", "via": [], "days": null, "labels": {},
		"property": "in-transit", "service": "streaming", "holds": false,
		"says": "encryption_info.encryption_in_transit.client_broker is PLAINTEXT", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_a_stream_without_tls_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {concat(" ", [
		"aws_msk_cluster.k allows connections that are weakly encrypted or not at all:",
		"encryption_info.encryption_in_transit.client_broker is PLAINTEXT",
	])}
	{finding.loc | some finding in found} == {"r"}
	{finding.path | some finding in found} == {["encryption_info", 0, "encryption_in_transit", 0, "client_broker"]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	message := concat(" ", [
		"whether aws_msk_cluster.k allows connections that are weakly encrypted or not at all",
		"is known only after apply",
	])
	messages(policy.unknown) == {message} with input as later
	count(policy.deny) == 0 with input as later
}

test_what_hangs_on_something_else_says_on_what if {
	copy := property({"holds": null, "says": "", "only_if": "what it is copied from is"})
	message := concat(" ", [
		"whether aws_msk_cluster.k allows connections that are weakly encrypted or not at all hangs on whether",
		"what it is copied from is, which the plan does not say",
	])
	messages(policy.unknown) == {message} with input as copy
	count(policy.deny) == 0 with input as copy
}

test_each_of_its_services_is_judged if {
	services := {"streaming", "messaging"}
	every service in services {
		lacking := {"service": service}
		open := {"service": service, "holds": null, "why": "it is known only after apply", "says": ""}
		count(policy.deny) == 1 with input as property(lacking)
		count(policy.unknown) == 1 with input as property(open)
	}
}

test_other_services_and_properties_are_judged_elsewhere if {
	every fields in [{"service": "database"}, {"service": "network"}, {"property": "logged"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
