package gate.policies.terraform.registry_without_customer_key_test

import data.gate.policies.terraform.registry_without_customer_key as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["encryption_key"],
		"about": "aws_codeartifact_domain.d", "why": "", "via": [], "days": null, "labels": {},
		"property": "customer-key", "service": "registry", "holds": false,
		"says": "encryption_key is left out", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_a_registry_with_a_key_of_the_cloud_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {concat(" ", [
		"aws_codeartifact_domain.d keeps code or builds without a key of your own:",
		"encryption_key is left out",
	])}
	{finding.loc | some finding in found} == {"r"}
	{finding.path | some finding in found} == {["encryption_key"]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	message := concat(" ", [
		"whether aws_codeartifact_domain.d keeps code or builds without a key of your own",
		"is known only after apply",
	])
	messages(policy.unknown) == {message} with input as later
	count(policy.deny) == 0 with input as later
}

test_what_hangs_on_something_else_says_on_what if {
	copy := property({"holds": null, "says": "", "only_if": "what it is copied from is"})
	message := concat(" ", [
		"whether aws_codeartifact_domain.d keeps code or builds without a key of your own hangs on whether",
		"what it is copied from is, which the plan does not say",
	])
	messages(policy.unknown) == {message} with input as copy
	count(policy.deny) == 0 with input as copy
}

test_each_of_its_services_is_judged if {
	services := {"registry", "delivery"}
	every service in services {
		lacking := {"service": service}
		open := {"service": service, "holds": null, "why": "it is known only after apply", "says": ""}
		count(policy.deny) == 1 with input as property(lacking)
		count(policy.unknown) == 1 with input as property(open)
	}
}

test_other_services_and_properties_are_judged_elsewhere if {
	every fields in [{"service": "containers"}, {"service": "storage"}, {"property": "logged"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
