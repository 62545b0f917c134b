package gate.policies.pipeline.deploys_mutable_image_test

import data.gate.policies.pipeline.deploys_mutable_image as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

rollout(pin, environments, signs) := fact("rollouts", {
	"tool": "helm",
	"image": ":latest",
	"pin": pin,
	"environments": environments,
	"signs": signs,
})

test_each_pin_has_its_words if {
	every pin, words in {
		"latest": "`latest` means another image after each push",
		"none": "without a tag it is whatever `latest` means then",
		"branch": "the tag of a branch or stage means another image after each push",
	} {
		expected := {{
			"loc": "w#1",
			"path": [],
			"message": sprintf("helm puts :latest into production (prod): %s", [words]),
			"key": "build/helm/:latest",
			"related": [],
		}}
		policy.deny == expected with input as rollout(pin, ["prod"], [])
		decided := {{
			"loc": "w#1",
			"path": [],
			"message": sprintf("whether helm puts :latest into production is decided when it runs: %s", [words]),
			"key": "build/helm/:latest",
			"related": [],
		}}
		policy.unknown == decided with input as rollout(pin, null, [])
		count(policy.deny) == 0 with input as rollout(pin, null, ["prod"])
		count(policy.unknown) == 0 with input as rollout(pin, ["prod"], [])
	}
}

test_the_first_name_that_means_production_is_said if {
	messages := {finding.message | some finding in policy.deny} with input as rollout("latest", [], ["deploy", "helm -n live", "production"])
	messages == {"helm puts :latest into production (helm -n live): `latest` means another image after each push"}
}

test_what_means_production_is_a_parameter if {
	count(policy.deny) == 0 with input as rollout("latest", ["staging"], ["products"])
	blue := {"deploys-mutable-image": {"production_pattern": "^blue$"}}
	count(policy.deny) == 1 with input as rollout("latest", ["blue"], []) with data.gate.parameters as blue
	count(policy.deny) == 0 with input as rollout("latest", ["production"], []) with data.gate.parameters as blue
}
