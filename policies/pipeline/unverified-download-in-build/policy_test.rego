package gate.policies.pipeline.unverified_download_in_build_test

import data.gate.policies.pipeline.unverified_download_in_build as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

download(changes) := fact("downloads", object.union({"program": "curl", "host": "get.example", "runs": "bash", "pinned": false, "holds": []}, changes))

test_what_runs_unchecked_is_said if {
	every host, words in {"get.example": "get.example", "": "an address in a variable"} {
		message := sprintf("what curl fetches from %s goes to bash without being checked", [words])
		expected := {{"loc": "w#1", "path": [], "message": message, "key": sprintf("build/curl/%s", [host]), "related": [], "once": "download"}}
		policy.deny == expected with input as download({"host": host})
		count(policy.unknown) == 0 with input as download({"host": host})
	}
}

test_a_job_that_holds_something_is_the_matter_of_another_policy if {
	count(policy.deny) == 0 with input as download({"holds": ["secrets"]})
	count(policy.unknown) == 0 with input as download({"holds": ["secrets"], "pinned": null, "why": "x"})
}

test_an_address_that_may_name_a_commit_is_unknown if {
	unsure := download({"pinned": null, "why": "x"})
	message := "what curl fetches from get.example goes to bash without being checked unless its address names a commit; x"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/curl/get.example", "related": [], "once": "download"}}
	policy.unknown == expected with input as unsure
	count(policy.deny) == 0 with input as unsure
}
