package gate.policies.terraform.unclassified_data_test

import data.gate.policies.terraform.unclassified_data as policy

placed(fields) := {"facts": {"placements": [object.union(
	{"_loc": "r", "path": ["location"], "about": "aws_x.d", "why": "", "via": [], "service": "database", "region": "eu", "labels": {}, "labels_known": true},
	fields,
)]}}

with_labels(names) := {"unclassified-data": {"labels": names, "services": ["database", "storage"]}}

messages(findings) := {finding.message | some finding in findings}

test_a_store_without_the_label_is_said if {
	every labels in [{}, {"team": "claims"}, {"class": ""}] {
		found := policy.deny with input as placed({"labels": labels}) with data.gate.parameters as with_labels(["class"])
		messages(found) == {"aws_x.d has no label that says of which class its data is"}
	}
}

test_one_of_the_labels_is_enough_whatever_its_case if {
	found := policy.deny with input as placed({"labels": {"Class": "pii"}}) with data.gate.parameters as with_labels(["sensitivity", "class"])
	count(found) == 0
}

test_labels_that_nobody_knows_are_unknown if {
	hidden := placed({"labels_known": false})
	found := policy.unknown with input as hidden with data.gate.parameters as with_labels(["class"])
	messages(found) == {"whether aws_x.d says of which class its data is is not known: its labels are computed"}
	denied := policy.deny with input as hidden with data.gate.parameters as with_labels(["class"])
	count(denied) == 0
}

test_other_services_and_no_labels_ask_nothing if {
	other := policy.deny with input as placed({"service": "network"}) with data.gate.parameters as with_labels(["class"])
	count(other) == 0
	none := policy.deny with input as placed({}) with data.gate.parameters as with_labels([])
	count(none) == 0
	open := policy.unknown with input as placed({"labels_known": false}) with data.gate.parameters as with_labels([])
	count(open) == 0
}
