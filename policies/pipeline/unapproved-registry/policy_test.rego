package gate.policies.pipeline.unapproved_registry_test

import data.gate.policies.pipeline.unapproved_registry as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

image(raw, address) := fact("images", {"raw": raw, "repository": "web", "address": address, "of": "image", "pin": "tag", "why": "x"})

lists(registries) := {"unapproved-registry": {"registries": registries}}

test_without_a_list_every_registry_may_be_used if {
	count(policy.deny) == 0 with input as image("web:1", "docker.io/library/web")
	count(policy.unknown) == 0 with input as image("$X/web:1", null)
}

test_a_registry_is_a_whole_name if {
	every registry, allowed in {
		"docker.io": true,
		"Docker.io/library": true,
		"docker.io/library/web": true,
		"docker.io/lib": false,
		"docker.i": false,
		"ghcr.io": false,
		"io/library": false,
	} {
		expected := {true: 0, false: 1}[allowed]
		count(policy.deny) == expected with input as image("web:1", "docker.io/library/web") with data.gate.parameters as lists([registry])
	}
}

test_a_finding_says_what_is_fetched if {
	finding := {
		"loc": "w#1",
		"path": [],
		"message": "web:1 is fetched as docker.io/library/web, which is of no registry on the list",
		"key": "build/web",
	}
	policy.deny == {finding} with input as image("web:1", "docker.io/library/web") with data.gate.parameters as lists(["ghcr.io"])
}

test_a_variable_is_unknown_unless_it_is_on_the_list if {
	finding := {
		"loc": "w#1",
		"path": [],
		"message": "whether $HOST/web:1 comes from a registry on the list cannot be told: x",
		"key": "build/web",
	}
	policy.unknown == {finding} with input as image("$HOST/web:1", null) with data.gate.parameters as lists(["ghcr.io"])
	count(policy.deny) == 0 with input as image("$HOST/web:1", null) with data.gate.parameters as lists(["ghcr.io"])
	every raw in ["$HOST/web:1", "$HOST:1", "$host@sha256:1"] {
		count(policy.unknown) == 0 with input as image(raw, null) with data.gate.parameters as lists(["$HOST"])
	}
	count(policy.unknown) == 1 with input as image("$HOSTS/web:1", null) with data.gate.parameters as lists(["$HOST"])
}
