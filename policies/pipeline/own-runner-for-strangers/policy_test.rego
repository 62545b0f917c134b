package gate.policies.pipeline.own_runner_for_strangers_test

import data.gate.policies.pipeline.own_runner_for_strangers as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

runner(changes) := fact("runners", object.union({"labels": ["self-hosted", "big"], "own": true, "strangers": true}, changes))

messages(name) := {finding.message | some finding in policy[name]}

test_a_runner_of_the_owner_is_named if {
	message := "build runs the code of a pull request, from a fork too, on a runner of its owner: self-hosted, big"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build", "related": []}}
	policy.deny == expected with input as runner({})
	count(policy.unknown) == 0 with input as runner({})
	grouped := messages("deny") with input as runner({"labels": []})
	grouped == {"build runs the code of a pull request, from a fork too, on a runner of its owner: a group of runners"}
}

test_other_runs_are_fine if {
	every own in [true, null] {
		count(policy.deny) == 0 with input as runner({"own": own, "strangers": false})
		count(policy.unknown) == 0 with input as runner({"own": own, "strangers": false})
	}
	count(policy.deny) == 0 with input as runner({"own": false})
	count(policy.unknown) == 0 with input as runner({"own": false})
}

test_a_runner_of_which_nobody_knows_is_unknown if {
	unsure := runner({"own": null, "labels": ["farm"]})
	message := "build runs the code of a pull request, from a fork too, and nobody knows whose the runner is: farm"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "farm", "related": []}}
	policy.unknown == expected with input as unsure
	count(policy.deny) == 0 with input as unsure
}

test_one_kind_of_runner_is_one_question if {
	one := runner({"own": null, "labels": ["farm"]}).facts.runners[0]
	runners := {"facts": {"runners": [
		object.union(one, {"_loc": "w#0", "strangers": false}),
		object.union(one, {"_loc": "w#1"}),
		object.union(one, {"_loc": "w#2", "about": "other"}),
		object.union(one, {"_loc": "w#3", "labels": ["park"]}),
	]}}
	locs := {finding.loc | some finding in policy.unknown} with input as runners
	locs == {"w#1", "w#3"}
}

test_runners_that_are_made_anew_are_fine if {
	every label in ["depot-ubuntu-24.04", "Namespace-profile-x", "blacksmith-4vcpu", "buildjet-4", "ubicloud-standard-2", "warp-ubuntu"] {
		every own in [true, null] {
			count(policy.deny) == 0 with input as runner({"own": own, "labels": [label]})
			count(policy.unknown) == 0 with input as runner({"own": own, "labels": [label, "ubuntu-24.04", "windows-latest", "macOS-15"]})
		}
	}
	every labels in [["depot-x", "farm"], ["my-depot-x"], ["ubuntu"], ["x-ubuntu-24.04"], ["ubuntu-${{ inputs.x }}"]] {
		count(policy.unknown) == 1 with input as runner({"own": null, "labels": labels})
	}
	mine := {"own-runner-for-strangers": {"managed_labels": ["^farm$"]}}
	count(policy.unknown) == 0 with input as runner({"own": null, "labels": ["farm"]}) with data.gate.parameters as mine
	count(policy.deny) == 0 with input as runner({"labels": ["farm"]}) with data.gate.parameters as mine
}
