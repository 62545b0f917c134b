package gate.policies.pipeline.untrusted_code_with_secrets_test

import data.gate.policies.pipeline.untrusted_code_with_secrets as policy

checkout(condition, inputs, contexts) := {
	"_loc": "w#1",
	"if": condition,
	"run": null,
	"uses": {"kind": "action", "owner": "actions", "name": "checkout"},
	"with": inputs,
	"interpolations": [{"at": "with.ref", "contexts": contexts}],
}

script(argv) := {
	"_loc": "w#1",
	"if": "",
	"uses": null,
	"with": {},
	"interpolations": [],
	"run": {"commands": [{"_loc": "w#2", "program": argv[0], "argv": argv, "variables": ["HEAD"]}]},
}

document(events, approval, step) := {
	"triggers": [{"raw": event} | some event in events],
	"jobs": [{"id": "build", "if": "", "approval": approval, "ancestors": [], "steps": [step]}],
}

head := checkout("", {}, ["github.event.pull_request.head.sha"])

target := ["pull_request_target"]

test_the_head_of_a_pull_request_with_secrets_is_a_violation if {
	{finding.path | some finding in policy.deny} == {["with", "ref"]} with input as document(target, "none", head)
}

test_the_ref_of_a_pull_request_is_its_head if {
	every ref in ["refs/pull/${{ github.event.number }}/merge", "${{ format('refs/pull/{0}/head', github.event.number) }}"] {
		count(policy.deny) == 1 with input as document(target, "none", checkout("", {"ref": ref}, ["github.event.number"]))
	}
}

test_events_without_secrets_or_of_the_own_repository_are_fine if {
	count(policy.deny) == 0 with input as document(["pull_request", "push"], "none", head)
}

test_only_contexts_of_the_head_count if {
	every context in ["github.sha", "github.ref", "github.event.pull_request.base.sha", "github.event.workflow_run.id"] {
		count(policy.deny) == 0 with input as document(target, "none", checkout("", {}, [context]))
	}
	every context in ["github.head_ref", "github.event.pull_request.head.ref", "github.event.workflow_run.head_sha"] {
		count(policy.deny) == 1 with input as document(target, "none", checkout("", {}, [context]))
	}
}

test_conditions_keep_strangers_out if {
	every condition in [
		"github.event.pull_request.head.repo.full_name == github.repository",
		"${{ !github.event.pull_request.head.repo.fork }}",
		"github.event_name != 'pull_request_target'",
		"github.event_name == 'push' && success()",
	] {
		step := checkout(condition, {}, ["github.head_ref"])
		count(policy.deny) == 0 with input as document(["push", "pull_request_target"], "none", step)
	}
}

test_conditions_that_may_hold_for_a_stranger_do_not if {
	every condition in [
		"github.event_name == 'pull_request_target'",
		"github.event_name == 'push' || github.actor == 'x'",
		"github.event.pull_request.head.repo.full_name != github.repository",
		"contains(github.event.pull_request.labels.*.name, 'safe')",
	] {
		step := checkout(condition, {}, ["github.head_ref"])
		count(policy.deny) == 1 with input as document(["push", "pull_request_target"], "none", step)
	}
}

test_commands_that_fetch_a_pull_request if {
	every line in ["gh pr checkout 7", "git fetch origin pull/7/head", "git -c a=b fetch origin refs/pull/7/merge:x", "git checkout ${{ github.head_ref }}"] {
		count(policy.deny) == 1 with input as document(target, "none", script(split(line, " ")))
	}
	every line in ["gh pr view 7", "git fetch origin main", "git log pull/7", "echo gh pr checkout"] {
		count(policy.deny) == 0 with input as document(target, "none", script(split(line, " ")))
	}
}

test_a_head_in_a_variable_counts_where_it_is_fetched if {
	handed := {"interpolations": [{"at": "env.HEAD", "contexts": ["github.head_ref"]}]}
	count(policy.deny) == 1 with input as document(target, "none", object.union(script(["git", "switch", "$HEAD"]), handed))
	count(policy.deny) == 0 with input as document(target, "none", object.union(script(["echo", "$HEAD"]), handed))
	count(policy.deny) == 0 with input as document(target, "none", script(["git", "switch", "$HEAD"]))
}

test_a_head_in_a_variable_of_the_job_counts_unless_the_step_sets_another if {
	held := {"env": {"HEAD": "x"}, "interpolations": [{"at": "env.HEAD", "contexts": ["github.head_ref"]}]}
	around := object.union(document(target, "none", script(["git", "switch", "$HEAD"])), held)
	count(policy.deny) == 1 with input as around
	own := object.union(script(["git", "switch", "$HEAD"]), {"env": {"HEAD": "main"}})
	count(policy.deny) == 0 with input as object.union(document(target, "none", own), held)
}

test_what_a_step_or_job_decides_during_the_run_is_unknown if {
	every context in ["steps.pr.outputs.sha", "needs.find.outputs.sha"] {
		decided := checkout("", {}, [context])
		{finding.path | some finding in policy.unknown} == {["with", "ref"]} with input as document(target, "none", decided)
		count(policy.deny) == 0 with input as document(target, "none", decided)
		count(policy.unknown) == 0 with input as document(["push"], "none", decided)
	}
}

test_behind_an_environment_it_is_unknown if {
	count(policy.unknown) == 1 with input as document(target, "external", head)
	count(policy.deny) == 0 with input as document(target, "external", head)
}
