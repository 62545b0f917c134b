package gate.policies.terraform.public_database_test

import data.gate.policies.terraform.public_database as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["publicly_accessible"], "about": "aws_db_instance.d", "why": "", "via": [], "days": null, "labels": {},
		"property": "private", "service": "database", "holds": false, "says": "publicly_accessible is true", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_a_database_that_everybody_reaches_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_db_instance.d can be reached from the internet: publicly_accessible is true"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["publicly_accessible"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	messages(policy.unknown) == {"whether aws_db_instance.d can be reached from the internet is known only after apply"} with input as later
	count(policy.deny) == 0 with input as later
}

test_other_services_and_properties_are_judged_elsewhere if {
	every fields in [{"service": "ml"}, {"property": "logged"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}

test_every_kind_of_database_is_judged if {
	every service in ["database", "cache", "search"] {
		denied := policy.deny with input as property({"service": service})
		count(denied) == 1
		open := policy.unknown with input as property({"service": service, "holds": null, "why": "w"})
		count(open) == 1
	}
}
