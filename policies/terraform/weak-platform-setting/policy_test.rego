package gate.policies.terraform.weak_platform_setting_test

import data.gate.policies.terraform.weak_platform_setting as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["a"], "about": "azurerm_x.d", "why": "", "via": [], "days": null, "labels": {},
		"property": "hardened", "service": "compute", "holds": false, "says": "a is false", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_a_weak_setting_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"azurerm_x.d is easy to attack: a is false"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["a"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	messages(policy.unknown) == {"whether azurerm_x.d is easy to attack is known only after apply"} with input as later
	count(policy.deny) == 0 with input as later
}

test_every_platform_is_judged if {
	every service in [
		"compute", "containers", "functions", "ml", "database", "cache", "warehouse", "storage", "messaging",
		"delivery", "secrets", "logs",
	] {
		denied := policy.deny with input as property({"service": service})
		count(denied) == 1
		open := policy.unknown with input as property({"service": service, "holds": null, "why": "w"})
		count(open) == 1
	}
}

test_other_services_and_properties_are_judged_elsewhere if {
	every fields in [{"service": "network"}, {"property": "logged"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
