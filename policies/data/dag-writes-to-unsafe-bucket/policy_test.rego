package gate.policies.data.dag_writes_to_unsafe_bucket_test

import data.gate.policies.data.dag_writes_to_unsafe_bucket as policy

delivery(more) := object.union(
	{
		"_loc": "d#1",
		"path": [],
		"about": "nightly.export",
		"dag": "nightly",
		"task": "export",
		"bucket": "aws_s3_bucket.b",
		"name": "acme-exports",
		"named": true,
		"risk": "access-list",
		"at_risk": true,
		"why": "",
		"via": [{"_loc": "t#1", "path": ["bucket"], "what": "is planned here"}],
	},
	more,
)

repository(deliveries) := {"facts": {"deliveries": deliveries}}

later := {"at_risk": null, "why": "it is known only after apply"}

denied(more) := {finding.message | some finding in found} if {
	found := policy.deny with input as repository([delivery(more)])
}

undecided(more) := {finding.message | some finding in found} if {
	found := policy.unknown with input as repository([delivery(more)])
}

test_nothing_is_written_to_an_unsafe_bucket if {
	count(policy.deny) == 0 with input as repository([])
	count(policy.unknown) == 0 with input as repository([])
}

test_an_open_bucket_is_a_violation_with_both_places if {
	found := policy.deny with input as repository([delivery({})])
	found == {{
		"loc": "d#1",
		"path": [],
		"message": "export writes to acme-exports, which is public by its access list",
		"key": "nightly/export/aws_s3_bucket.b",
		"related": [{"loc": "t#1", "path": ["bucket"], "message": "aws_s3_bucket.b is planned here"}],
	}}
	denied({"risk": "policy"}) == {"export writes to acme-exports, which is public by its policy"}
	undecided({}) == set()
}

test_what_is_known_after_apply_is_unknown if {
	denied(later) == set()
	every risk in ["access-list", "policy"] {
		message := "export writes to acme-exports; whether it is public is known only after apply"
		undecided(object.union(later, {"risk": risk})) == {message}
	}
}

test_a_bucket_for_records_must_be_write_once if {
	records := {"risk": "changeable", "name": "acme-audit-trail"}
	denied(records) == {"export writes to acme-audit-trail, which holds records and is not write-once"}
	message := "export writes to acme-audit-trail; whether it is write-once is known only after apply"
	undecided(object.union(records, later)) == {message}
	denied({"risk": "changeable"}) == set()
}

test_which_names_mean_records_is_a_parameter if {
	parameters := {"dag-writes-to-unsafe-bucket": {"record_pattern": "^blue"}}
	count(denied({"risk": "changeable", "name": "blue-1"})) == 1 with data.gate.parameters as parameters
	denied({"risk": "changeable", "name": "blue-1"}) == set()
}

test_a_name_that_is_known_in_part_is_unknown if {
	denied({"named": false}) == set()
	undecided({"named": false}) == {"export may write to acme-exports, which is public by its access list"}
}

test_what_is_known_in_part_is_unknown_only_where_it_would_be_a_violation if {
	undecided({"named": false, "at_risk": false}) == set()
	undecided({"named": false, "risk": "changeable"}) == set()
	undecided(object.union(later, {"risk": "changeable"})) == set()
	undecided(object.union(later, {"named": false})) == {"export writes to acme-exports; whether it is public is known only after apply"}
}
