package gate.policies.pipeline.secret_on_command_line_test

import data.gate.policies.pipeline.secret_on_command_line as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

use(changes) := fact("secret_uses", object.union({"name": "TOKEN", "at": "run", "of": "step", "action": ""}, changes))

test_the_secret_is_named if {
	message := "build writes TOKEN into the text of a script"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/TOKEN", "related": []}}
	policy.deny == expected with input as use({})
}

test_it_is_said_once_for_each_job if {
	uses := {"facts": {"secret_uses": [
		object.union(use({}).facts.secret_uses[0], {"_loc": "w#1", "name": "*"}),
		object.union(use({}).facts.secret_uses[0], {"_loc": "w#2", "at": "env.A", "name": "A"}),
		object.union(use({}).facts.secret_uses[0], {"_loc": "w#3", "name": "B"}),
		object.union(use({}).facts.secret_uses[0], {"_loc": "w#4", "name": "A"}),
		object.union(use({}).facts.secret_uses[0], {"_loc": "w#5", "name": "B"}),
		object.union(use({}).facts.secret_uses[0], {"_loc": "w#6", "name": "C", "about": "other"}),
	]}}
	found := {[finding.loc, finding.message, finding.key] | some finding in policy.deny} with input as uses
	found == {
		["w#3", "build writes A, B into the text of a script", "build/A, B"],
		["w#6", "other writes C into the text of a script", "other/C"],
	}
}

test_other_places_are_fine if {
	every at in ["env.TOKEN", "with.token", "secrets"] {
		count(policy.deny) == 0 with input as use({"at": at})
	}
}

test_all_secrets_are_said_elsewhere if {
	count(policy.deny) == 0 with input as use({"name": "*"})
}
