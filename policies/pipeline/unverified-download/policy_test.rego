package gate.policies.pipeline.unverified_download_test

import data.gate.policies.pipeline.unverified_download as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

download(changes) := fact("downloads", object.union({"program": "curl", "host": "get.example", "runs": "bash", "pinned": false, "holds": ["secrets", "rights"]}, changes))

test_each_thing_that_a_job_holds_has_its_words if {
	every held, words in {
		"deploys": "deploys",
		"publishes": "publishes",
		"secrets": "has secrets",
		"identity": "may ask for tokens of clouds",
		"rights": "has a token that may write",
	} {
		message := sprintf("what curl fetches from get.example goes to bash without being checked, in a job that %s", [words])
		expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/curl/get.example", "related": [], "once": "download"}}
		policy.deny == expected with input as download({"holds": [held]})
		count(policy.unknown) == 0 with input as download({"holds": [held]})
	}
}

test_the_weightiest_is_said_once if {
	messages := {finding.message | some finding in policy.deny} with input as download({"host": ""})
	messages == {"what curl fetches from an address in a variable goes to bash without being checked, in a job that has secrets"}
}

test_a_job_that_holds_nothing_is_the_matter_of_another_policy if {
	count(policy.deny) == 0 with input as download({"holds": []})
	count(policy.unknown) == 0 with input as download({"holds": [], "pinned": null, "why": "x"})
}

test_an_address_that_may_name_a_commit_is_unknown if {
	unsure := download({"pinned": null, "why": "x"})
	message := "what curl fetches from get.example goes to bash without being checked unless its address names a commit, in a job that has secrets; x"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/curl/get.example", "related": [], "once": "download"}}
	policy.unknown == expected with input as unsure
	count(policy.deny) == 0 with input as unsure
}
