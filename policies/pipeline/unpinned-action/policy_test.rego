package gate.policies.pipeline.unpinned_action_test

import data.gate.policies.pipeline.unpinned_action as policy

ref(kind, owner, name, pin) := {"refs": [{
	"_loc": "p#1",
	"raw": "reference",
	"kind": kind,
	"owner": owner,
	"name": name,
	"pin": pin,
}]}

parameters(owners, images) := {"unpinned-action": {"trusted_owners": owners, "images": images}}

test_only_a_hash_or_a_digest_is_a_pin if {
	every pin in ["sha", "digest"] {
		count(policy.deny) == 0 with input as ref("action", "acme", "build", pin)
	}
	every pin in ["semver", "tag", "branch", "latest", "none"] {
		count(policy.deny) == 1 with input as ref("action", "acme", "build", pin)
	}
}

test_a_version_from_a_variable_is_unknown if {
	count(policy.unknown) == 1 with input as ref("project", "acme", "build", "unknown")
	count(policy.deny) == 0 with input as ref("project", "acme", "build", "unknown")
}

test_what_is_local_or_comes_with_the_server_needs_no_pin if {
	count(policy.deny) == 0 with input as ref("local", "", "", "local")
	count(policy.deny) == 0 with input as ref("action", "$", ".github", "none")
	count(policy.deny) == 0 with input as ref("template", "", "Jobs/SAST.gitlab-ci.yml", "none")
}

test_trusted_owners_are_whole_names if {
	trusting := parameters(["Acme", "ghcr.io/acme"], false)
	count(policy.deny) == 0 with input as ref("action", "acme", "build", "tag") with data.gate.parameters as trusting
	count(policy.deny) == 0 with input as ref("project", "acme/platform", "build", "tag") with data.gate.parameters as trusting
	count(policy.deny) == 0 with input as ref("docker", "", "ghcr.io/acme/tool", "tag") with data.gate.parameters as trusting
	count(policy.deny) == 1 with input as ref("action", "acme-evil", "build", "tag") with data.gate.parameters as trusting
	count(policy.unknown) == 0 with input as ref("project", "acme", "build", "unknown") with data.gate.parameters as trusting
}

test_images_of_jobs_are_judged_on_request if {
	count(policy.deny) == 0 with input as ref("image", "", "debian", "tag")
	count(policy.deny) == 1 with input as ref("image", "", "debian", "tag") with data.gate.parameters as parameters([], true)
	count(policy.deny) == 0 with input as ref("image", "", "debian", "digest") with data.gate.parameters as parameters([], true)
}
