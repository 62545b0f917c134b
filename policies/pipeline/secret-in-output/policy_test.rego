package gate.policies.pipeline.secret_in_output_test

import data.gate.policies.pipeline.secret_in_output as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

print(to, encoder) := fact("secret_prints", {"secret": "KEY", "to": to, "encoder": encoder})

test_each_place_has_its_words if {
	every to, words in {
		"log": "the log",
		"output": "an output, which later steps and jobs and their logs have",
		"summary": "the summary of the run",
		"artifact": "a file of an artifact",
	} {
		message := sprintf("KEY gets into %s", [words])
		expected := {{"loc": "w#1", "path": [], "message": message, "key": sprintf("build/KEY/%s", [to]), "related": []}}
		policy.deny == expected with input as print(to, "")
	}
}

test_what_is_encoded_is_said if {
	messages := {finding.message | some finding in policy.deny} with input as print("log", "base64")
	messages == {"KEY gets into the log, and no mask knows what base64 makes of it"}
}

test_where_nothing_is_printed_nothing_is_said if {
	count(policy.deny) == 0 with input as {"facts": {"secret_prints": []}}
}
