package gate.policies.terraform.workload_without_log_test

import data.gate.policies.terraform.workload_without_log as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["logs"], "about": "azurerm_linux_web_app.a", "why": "", "via": [], "days": null, "labels": {},
		"property": "logged", "service": "functions", "holds": false, "says": "logs is left out", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"azurerm_linux_web_app.a is used without a log: logs is left out"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["logs"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether azurerm_linux_web_app.a is used without a log is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["logs"]]}
	count(policy.deny) == 0 with input as later
}

test_every_service_of_its_kind_is_judged if {
	every service in {"functions", "compute", "registry", "backup"} {
		count(policy.deny) == 1 with input as property({"service": service})
		count(policy.unknown) == 1 with input as property({"service": service, "holds": null})
	}
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "network"}, {"property": "retained"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
