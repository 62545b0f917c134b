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

test_data_is_classified_by_a_label_or_where_nobody_can_tell if {
	asked := {"labels": ["class"], "classes": ["pii"]}
	labels.classified({"labels": {"class": "pii"}, "labels_known": true}, asked)
	labels.classified({"labels": {}, "labels_known": false}, asked)
	not labels.classified({"labels": {}, "labels_known": true}, asked)
}
