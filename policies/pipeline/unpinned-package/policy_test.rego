package gate.policies.pipeline.unpinned_package_test

import data.gate.policies.pipeline.unpinned_package as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

install(changes) := fact("packages", object.union({"tool": "pip", "packages": ["twine", "build"], "exact": false, "holds": ["publishes", "secrets"]}, changes))

test_each_thing_that_a_job_holds_has_its_words if {
	every held, words in {
		"deploys": "deploys",
		"publishes": "publishes",
		"secrets": "has secrets",
		"identity": "may ask for tokens of clouds",
		"rights": "has a token that may write",
	} {
		message := sprintf("pip takes the newest version of twine, build, in a job that %s", [words])
		expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/pip/twine build", "related": [], "once": "twine build"}}
		policy.deny == expected with input as install({"holds": [held]})
		count(policy.unknown) == 0 with input as install({"holds": [held]})
	}
}

test_a_job_that_holds_nothing_may_take_what_is_newest if {
	count(policy.deny) == 0 with input as install({"holds": []})
	count(policy.unknown) == 0 with input as install({"holds": [], "exact": null, "why": "x"})
}

test_a_version_from_a_variable_is_unknown if {
	unsure := install({"exact": null, "packages": ["x@$V"], "why": "x"})
	message := "which version of x@$V pip takes is decided when it runs, in a job that publishes"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/pip/x@$V", "related": [], "once": "x@$V"}}
	policy.unknown == expected with input as unsure
	count(policy.deny) == 0 with input as unsure
}

test_trusted_packages_are_left_out if {
	every packages in [["pip"], ["Pip", "setuptools>=70", "wheel[x]", "npm@latest"]] {
		count(policy.deny) == 0 with input as install({"packages": packages})
		count(policy.unknown) == 0 with input as install({"packages": packages, "exact": null, "why": "x"})
	}
	messages := {finding.message | some finding in policy.deny} with input as install({"packages": ["pip", "pip-tools"]})
	messages == {"pip takes the newest version of pip-tools, in a job that publishes"}
	parameters := {"unpinned-package": {"trusted_packages": ["twine"]}}
	count(policy.deny) == 0 with input as install({"packages": ["twine"]}) with data.gate.parameters as parameters
	count(policy.deny) == 1 with input as install({"packages": ["pip"]}) with data.gate.parameters as parameters
}

test_each_package_of_an_unknown_version_is_named if {
	unsure := install({"exact": null, "packages": ["x@$V", "y@$W"], "why": "x"})
	found := policy.unknown with input as unsure
	{finding.message | some finding in found} == {"which version of x@$V, y@$W pip takes is decided when it runs, in a job that publishes"}
	{finding.once | some finding in found} == {"x@$V y@$W"}
}
