package gate.policies.airflow.import_time_io_test

import data.gate.policies.airflow.import_time_io as policy

document(kind, scope) := {"uses": [{"_loc": "f#1", "kind": kind, "what": "x.get", "name": null, "scope": scope}]}

test_going_out_at_import_is_found if {
	every kind in ["variable", "connection", "network", "database", "secret"] {
		count(policy.deny) == 1 with input as document(kind, "top_level")
		count(policy.deny) == 1 with input as document(kind, "dag")
	}
}

test_the_code_of_a_task_may_go_out if {
	every kind in ["variable", "connection", "network", "database", "secret"] {
		count(policy.deny) == 0 with input as document(kind, "task_body")
	}
}

test_the_environment_is_not_another_system if {
	count(policy.deny) == 0 with input as document("env", "top_level")
	count(policy.deny) == 0 with input as document("process", "top_level")
}
