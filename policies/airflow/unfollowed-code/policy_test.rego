package gate.policies.airflow.unfollowed_code_test

import data.gate.policies.airflow.unfollowed_code as policy

loss(loc, dag) := {
	"_loc": loc,
	"path": [],
	"about": "d.py",
	"why": "",
	"via": [],
	"dag": dag,
	"what": "calls `acme.build`, whose code is not in the tree",
}

document(losses) := {"facts": {"losses": losses}}

test_what_cannot_be_followed_is_unknown_at_its_place if {
	message := "tasks of DAG `d` may be missing: the code here calls `acme.build`, whose code is not in the tree"
	expected := {{"loc": "f#1", "path": [], "message": message, "key": "d.py/calls `acme.build`, whose code is not in the tree"}}
	policy.unknown == expected with input as document([loss("f#1", "d")])
}

test_a_file_may_hide_whole_dags if {
	messages := {finding.message | some finding in policy.unknown} with input as document([loss("f#1", null)])
	messages == {"tasks of this file may be missing: the code here calls `acme.build`, whose code is not in the tree"}
}

test_what_is_followed_needs_no_answer if {
	count(policy.unknown) == 0 with input as document([])
}
