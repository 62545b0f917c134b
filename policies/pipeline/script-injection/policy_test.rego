package gate.policies.pipeline.script_injection_test

import data.gate.policies.pipeline.script_injection as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

flow(sink, source, taker) := fact("flows", {"sink": sink, "source": source, "expression": "github.head_ref", "taker": taker})

test_what_runs_it_is_a_violation if {
	cases := [
		["script", "github.head_ref", "", "github.head_ref, which anybody can write, becomes part of a script"],
		["shell", "TITLE", "eval", "eval runs the text of $TITLE, which anybody can write"],
		["runner", "github.head_ref", "", "github.head_ref, which anybody can write, decides how the job is run"],
	]
	every case in cases {
		[sink, source, taker, message] := case
		expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/github.head_ref", "related": []}}
		policy.deny == expected with input as flow(sink, source, taker)
		count(policy.unknown) == 0 with input as flow(sink, source, taker)
	}
}

test_what_a_local_action_does_with_such_a_text_is_unknown if {
	handed := flow(null, "github.head_ref", "./label")
	count(policy.deny) == 0 with input as handed
	message := "hands github.head_ref, which anybody can write, to ./label, which may run it"
	policy.unknown == {{"loc": "w#1", "path": [], "message": message, "key": "build/github.head_ref", "related": []}} with input as handed
}

test_without_such_a_text_all_is_fine if {
	count(policy.deny) == 0 with input as {"facts": {"flows": []}}
	count(policy.unknown) == 0 with input as {"facts": {"flows": []}}
}
