package gate.policies.pipeline.unpinned_action_test

import data.gate.policies.pipeline.unpinned_action as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

reference(kind, origin, pin) := fact("references", {"kind": kind, "raw": "a/b@v1", "name": "a/b@v1", "origin": origin, "pin": pin})

parameters(owners, images) := {"unpinned-action": {"trusted_owners": owners, "images": images}}

test_each_pin_that_can_change_has_its_words if {
	every pin, words in {
		"tag": "a tag, which can be moved",
		"semver": "a tag, which can be moved",
		"branch": "a branch, which changes with every commit",
		"latest": "whatever is the latest version",
		"none": "no version at all",
	} {
		message := sprintf("a/b@v1 is pinned to %s", [words])
		expected := {{"loc": "w#1", "path": [], "message": message, "key": "a/b@v1"}}
		policy.deny == expected with input as reference("action", "a/b", pin)
		count(policy.unknown) == 0 with input as reference("action", "a/b", pin)
	}
}

test_a_version_from_a_variable_is_unknown if {
	count(policy.unknown) == 1 with input as reference("project", "acme/build", null)
	count(policy.deny) == 0 with input as reference("project", "acme/build", null)
}

test_trusted_owners_are_whole_names if {
	trusting := parameters(["Acme", "ghcr.io/acme"], false)
	every kind, origin in {"action": "acme/build", "project": "ACME/platform/build", "docker": "ghcr.io/acme/tool"} {
		count(policy.deny) == 0 with input as reference(kind, origin, "tag") with data.gate.parameters as trusting
		count(policy.unknown) == 0 with input as reference(kind, origin, null) with data.gate.parameters as trusting
	}
	count(policy.deny) == 1 with input as reference("action", "acme-evil/build", "tag") with data.gate.parameters as trusting
}

test_images_of_jobs_are_judged_on_request if {
	count(policy.deny) == 0 with input as reference("image", "debian", "tag")
	count(policy.deny) == 1 with input as reference("image", "debian", "tag") with data.gate.parameters as parameters([], true)
}
