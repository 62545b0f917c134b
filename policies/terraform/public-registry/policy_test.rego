package gate.policies.terraform.public_registry_test

import data.gate.policies.terraform.public_registry as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["anonymous_pull_enabled"], "about": "azurerm_container_registry.r",
		"property": "private", "service": "registry", "holds": false, "says": "anonymous_pull_enabled is true",
		"only_if": "", "why": "", "via": [], "days": null, "labels": {},
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_a_wrong_value_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"azurerm_container_registry.r is open to the internet: anonymous_pull_enabled is true"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["anonymous_pull_enabled"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether azurerm_container_registry.r is open to the internet is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["anonymous_pull_enabled"]]}
	count(policy.deny) == 0 with input as later
}

test_what_hangs_on_a_condition_is_unknown_with_the_condition if {
	depends := property({"holds": null, "only_if": "it is used", "says": ""})
	message := "whether azurerm_container_registry.r is open to the internet hangs on whether it is used, which the plan does not say"
	messages(policy.unknown) == {message} with input as depends
	count(policy.deny) == 0 with input as depends
}

test_other_services_and_properties_are_judged_elsewhere if {
	every fields in [{"service": "database"}, {"property": "logged"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
