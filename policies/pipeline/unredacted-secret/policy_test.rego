package gate.policies.pipeline.unredacted_secret_test

import data.gate.policies.pipeline.unredacted_secret as policy

part(job, secret, at) := {"_loc": sprintf("w#%s", [at]), "path": [], "about": job, "why": "", "via": [], "secret": secret, "at": at}

test_each_secret_of_a_job_is_said_once_at_its_first_part if {
	parts := [part("a", "DB", "env.USER"), part("a", "DB", "env.PASSWORD"), part("a", "OTHER", "run"), part("b", "DB", "with.x")]
	found := policy.deny with input as {"facts": {"secret_parts": parts}}
	{finding.message | some finding in found} == {
		"a part of DB gets into `env.USER`, and no mask of the log knows it",
		"a part of DB gets into `with.x`, and no mask of the log knows it",
		"a part of OTHER gets into `run`, and no mask of the log knows it",
	}
	count(found) == 3
}

test_a_finding_names_the_secret_and_its_place if {
	expected := {{"loc": "w#run", "path": [], "message": "a part of DB gets into `run`, and no mask of the log knows it", "key": "a/DB", "related": []}}
	policy.deny == expected with input as {"facts": {"secret_parts": [part("a", "DB", "run")]}}
	count(policy.deny) == 0 with input as {"facts": {"secret_parts": []}}
}
