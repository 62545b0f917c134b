package gate.policies.pipeline.written_credential_test

import data.gate.policies.pipeline.written_credential as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

test_a_credential_is_found_where_it_stands if {
	every at in ["env.DB_PASSWORD", "run", "run.password", "with.args", "comment"] {
		message := sprintf("`%s` is written out in the pipeline (password)", [at])
		expected := {{"loc": "w#1", "path": [], "message": message, "key": sprintf("%s/password", [at])}}
		policy.deny == expected with input as fact("literals", {"at": at, "kind": "password"})
	}
}

test_without_literals_all_is_fine if {
	count(policy.deny) == 0 with input as {"facts": {"literals": []}}
}
