package gate.policies.terraform.classified_data_over_open_connections_test

import data.gate.policies.terraform.classified_data_over_open_connections as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["a"], "about": "aws_x.d", "why": "", "via": [], "days": null, "service": "database",
		"property": "in-transit", "holds": false, "says": "a is false", "only_if": "", "labels": {}, "labels_known": true,
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_a_label_makes_it_matter_whatever_its_case if {
	every labels in [{"Classification": "PII"}, {"team": "claims", "data-class": "confidential"}] {
		found := policy.deny with input as property({"labels": labels})
		messages(found) == {"aws_x.d is labelled as classified and takes connections without safe encryption: a is false"}
		{[finding.loc, finding.path] | some finding in found} == {["r", ["a"]]}
	}
}

test_other_labels_and_none_do_not if {
	every labels in [{}, {"classification": "public"}, {"team": "pii"}] {
		count(policy.deny) == 0 with input as property({"labels": labels})
		count(policy.unknown) == 0 with input as property({"labels": labels, "holds": null, "why": "w"})
	}
}

test_what_is_not_known_counts_as_classified if {
	later := property({"labels": {"classification": "phi"}, "holds": null, "says": "", "why": "it is known only after apply"})
	messages(policy.unknown) == {"whether aws_x.d is labelled as classified and takes connections without safe encryption is known only after apply"} with input as later
	count(policy.deny) == 0 with input as later
	hidden := policy.deny with input as property({"labels_known": false})
	count(hidden) == 1
}

test_other_properties_are_judged_elsewhere if {
	labels := {"classification": "pii"}
	count(policy.deny) == 0 with input as property({"labels": labels, "property": "rotated"})
	count(policy.deny) == 0 with input as property({"labels": labels, "holds": true})
}
