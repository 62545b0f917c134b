package gate.policies.pipeline.script_injection_test

import data.gate.policies.pipeline.script_injection as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

flow(sink, source, taker) := fact("flows", {"sink": sink, "source": source, "expression": expression(sink, source), "maker": "", "taker": taker})

# Of a variable it is the variable.
expression("shell", _) := "TITLE"

expression(sink, _) := "github.head_ref" if sink != "shell"

test_what_runs_it_is_a_violation if {
	cases := [
		["script", "github.head_ref", "", "github.head_ref, which anybody can write, becomes part of a script"],
		["shell", "github.head_ref", "eval", "eval runs the text of $TITLE, which anybody can write"],
		["text", "github.head_ref", "bash", "bash runs a text with github.head_ref, which anybody can write"],
		["environment", "github.head_ref", "GITHUB_ENV", "github.head_ref, which anybody can write, can set any variable of the steps that follow"],
		["path", "github.head_ref", "GITHUB_PATH", "github.head_ref, which anybody can write, decides where the steps that follow find programs"],
		["runner", "github.head_ref", "", "github.head_ref, which anybody can write, decides how the job is run"],
	]
	every case in cases {
		[sink, source, taker, message] := case
		expected := {{"loc": "w#1", "path": [], "message": message, "key": sprintf("build/%s", [expression(sink, source)]), "related": []}}
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

test_what_nobody_knows_the_making_of_is_unknown if {
	made := fact("flows", {"sink": null, "source": "github.head_ref", "expression": "S", "maker": "`slug`", "taker": "eval", "why": "x"})
	count(policy.deny) == 0 with input as made
	message := "what becomes code here may hold github.head_ref, which anybody can write: nobody knows what `slug` makes of it"
	policy.unknown == {{"loc": "w#1", "path": [], "message": message, "key": "build/S", "related": []}} with input as made
}

test_without_such_a_text_all_is_fine if {
	count(policy.deny) == 0 with input as {"facts": {"flows": []}}
	count(policy.unknown) == 0 with input as {"facts": {"flows": []}}
}
