package gate.policies.terraform.workload_without_tls_test

import data.gate.policies.terraform.workload_without_tls as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["https_only"],
		"about": "azurerm_linux_web_app.a", "why": "", "via": [], "days": null, "labels": {},
		"property": "in-transit", "service": "compute", "holds": false,
		"says": "https_only is left out", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_an_app_without_tls_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {concat(" ", [
		"azurerm_linux_web_app.a allows connections that are weakly encrypted or not at all:",
		"https_only is left out",
	])}
	{finding.loc | some finding in found} == {"r"}
	{finding.path | some finding in found} == {["https_only"]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	message := concat(" ", [
		"whether azurerm_linux_web_app.a allows connections that are weakly encrypted or not at all",
		"is known only after apply",
	])
	messages(policy.unknown) == {message} with input as later
	count(policy.deny) == 0 with input as later
}

test_what_hangs_on_something_else_says_on_what if {
	copy := property({"holds": null, "says": "", "only_if": "what it is copied from is"})
	message := concat(" ", [
		"whether azurerm_linux_web_app.a allows connections that are weakly encrypted or not at all hangs on whether",
		"what it is copied from is, which the plan does not say",
	])
	messages(policy.unknown) == {message} with input as copy
	count(policy.deny) == 0 with input as copy
}

test_each_of_its_services_is_judged if {
	services := {
		"compute",
		"containers",
		"functions",
		"orchestration",
		"ml",
		"analytics",
		"delivery",
		"registry",
		"logs",
		"identity",
		"keys",
		"secrets",
	}
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
