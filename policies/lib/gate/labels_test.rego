package gate.labels_test

import data.gate.labels

test_a_label_of_a_class_counts_whatever_the_case if {
	labels.holds({"Class": "PII"}, ["class"], ["pii"])
	not labels.holds({"class": "public"}, ["class"], ["pii"])
	not labels.holds({"team": "pii"}, ["class"], ["pii"])
}

test_a_label_that_says_nothing_is_none if {
	labels.given({"Class": "pii"}, ["class"])
	not labels.given({"class": ""}, ["class"])
}
