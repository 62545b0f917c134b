package gate.policies.airflow.import_time_io_test

import data.gate.policies.airflow.import_time_io as policy

document(name) := {"facts": {"imports_io": [{"_loc": "f#1", "path": [], "kind": "variable", "what": "Variable.get", "name": name}]}}

keys(findings) := {finding.key | some finding in findings}

test_each_call_that_goes_out_is_found_under_what_it_looks_up if {
	keys(policy.deny) == {"Variable.get/a"} with input as document("a")
	keys(policy.deny) == {"Variable.get"} with input as document(null)
}

test_a_file_that_goes_nowhere_is_fine if {
	count(policy.deny) == 0 with input as {"facts": {"imports_io": []}}
}
