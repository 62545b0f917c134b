package gate.policies.pipeline.write_token_for_every_job_test

import data.gate.policies.pipeline.write_token_for_every_job as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

token(changes) := fact("tokens", object.union({"about": "workflow", "of": "workflow", "may": "write", "scopes": ["contents", "packages"], "jobs": 2}, changes))

test_the_scopes_and_jobs_are_named if {
	message := "the tokens of 2 jobs may write contents, packages"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "workflow"}}
	policy.deny == expected with input as token({})
}

test_one_job_has_what_it_needs if {
	every jobs in [0, 1] {
		count(policy.deny) == 0 with input as token({"jobs": jobs})
	}
}

test_tokens_without_limits_are_said_elsewhere if {
	every may in ["write-all", "unspecified"] {
		count(policy.deny) == 0 with input as token({"may": may, "scopes": []})
	}
}
