package gate.policies.pipeline.unpinned_image_test

import data.gate.policies.pipeline.unpinned_image as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

image(changes) := fact("images", object.union({"raw": "node:x", "repository": "node", "of": "container", "pin": "latest"}, changes))

test_the_latest_version_is_named if {
	message := "build runs in whatever is the latest version of node"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "node", "once": "image"}}
	every pin in ["latest", "none"] {
		every of in ["container", "image", "services"] {
			policy.deny == expected with input as image({"pin": pin, "of": of})
			count(policy.unknown) == 0 with input as image({"pin": pin, "of": of})
		}
	}
}

test_an_image_of_the_whole_pipeline_is_one_of_every_job if {
	messages := {finding.message | some finding in policy.deny} with input as image({"about": ""})
	messages == {"every job runs in whatever is the latest version of node"}
}

test_a_named_version_is_fine if {
	every pin in ["digest", "tag"] {
		count(policy.deny) == 0 with input as image({"pin": pin})
		count(policy.unknown) == 0 with input as image({"pin": pin})
	}
}

test_an_image_that_a_step_is_is_judged_elsewhere if {
	every pin in ["latest", "none", null] {
		count(policy.deny) == 0 with input as image({"pin": pin, "of": "step"})
		count(policy.unknown) == 0 with input as image({"pin": pin, "of": "step"})
	}
}

test_a_version_from_a_variable_is_unknown if {
	message := "which version of node:x build runs in is decided by a variable"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "node", "once": "image"}}
	policy.unknown == expected with input as image({"pin": null})
	count(policy.deny) == 0 with input as image({"pin": null})
}

test_a_job_without_a_conditional_include_is_called_as_with_it if {
	alone := image({"about": "build (without a conditional include)"})
	{finding.message | some finding in policy.deny} == {"build runs in whatever is the latest version of node"} with input as alone
}
