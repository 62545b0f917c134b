package gate.policies.pipeline.script_injection_test

import data.gate.policies.pipeline.script_injection as policy

interpolation(at, trust) := {
	"_loc": "w#1",
	"at": at,
	"trust": trust,
	"expr": "github.head_ref",
	"tainted_by": "github.head_ref",
}

script(interpolations, commands) := {
	"run": {"commands": commands},
	"uses": null,
	"interpolations": interpolations,
}

action(owner, name, interpolations) := {
	"run": null,
	"uses": {"kind": "action", "owner": owner, "name": name},
	"interpolations": interpolations,
}

document(vendor, step) := {"vendor": vendor, "jobs": [{"id": "build", "steps": [step]}]}

command(program, argv, variables) := {"_loc": "w#2", "program": program, "argv": argv, "variables": variables}

locs(findings) := {finding.loc | some finding in findings}

test_untrusted_text_in_a_script_is_a_violation_at_the_expression if {
	locs(policy.deny) == {"w#1"} with input as document("github", script([interpolation("run", "untrusted")], []))
}

test_text_of_a_caller_or_of_a_form_is_not if {
	every trust in ["trusted", "input", "caller"] {
		count(policy.deny) == 0 with input as document("github", script([interpolation("run", trust)], []))
	}
}

test_a_name_a_condition_or_a_variable_is_no_script if {
	every at in ["name", "if", "env.TITLE", "working-directory"] {
		count(policy.deny) == 0 with input as document("github", script([interpolation(at, "untrusted")], []))
	}
}

test_inputs_of_actions_that_are_run_are_scripts if {
	tainted := [interpolation("with.script", "untrusted")]
	count(policy.deny) == 1 with input as document("github", action("Actions", "github-script", tainted))
	count(policy.deny) == 0 with input as document("github", action("acme", "comment", tainted))
	inline := [interpolation("with.inlineScript", "untrusted")]
	count(policy.deny) == 1 with input as document("github", action("azure", "cli", inline))
}

test_a_variable_is_dangerous_only_where_it_is_read_as_a_script if {
	carried := [interpolation("env.TITLE", "untrusted")]
	evaluated := command("eval", ["eval", "say $TITLE"], ["TITLE"])
	locs(policy.deny) == {"w#2"} with input as document("github", script(carried, [evaluated]))
	count(policy.deny) == 0 with input as document("github", script([], [evaluated]))
	printed := command("echo", ["echo", "$TITLE"], ["TITLE"])
	count(policy.deny) == 0 with input as document("github", script(carried, [printed]))
	file := command("bash", ["bash", "check.sh", "$TITLE"], ["TITLE"])
	count(policy.deny) == 0 with input as document("github", script(carried, [file]))
}

test_gitlab_sets_variables_of_its_own if {
	evaluated := command("bash", ["bash", "-ec", "say $CI_COMMIT_TITLE"], ["CI_COMMIT_TITLE"])
	count(policy.deny) == 1 with input as document("gitlab", script([], [evaluated]))
	count(policy.deny) == 0 with input as document("github", script([], [evaluated]))
	harmless := command("eval", ["eval", "$CI_JOB_ID"], ["CI_JOB_ID"])
	count(policy.deny) == 0 with input as document("gitlab", script([], [harmless]))
}

test_what_decides_how_a_job_runs_is_a_script if {
	every at in ["defaults.run.shell", "container", "container.options", "services.db.options"] {
		job := {"id": "build", "steps": [], "interpolations": [interpolation(at, "untrusted")]}
		locs(policy.deny) == {"w#1"} with input as {"vendor": "github", "jobs": [job]}
	}
	every at in ["name", "container.env.TITLE", "defaults.run.working-directory", "services.db.env.X"] {
		job := {"id": "build", "steps": [], "interpolations": [interpolation(at, "untrusted")]}
		count(policy.deny) == 0 with input as {"vendor": "github", "jobs": [job]}
	}
	count(policy.deny) == 1 with input as document("github", script([interpolation("shell", "untrusted")], []))
}

test_what_a_local_action_does_with_such_a_text_is_unknown if {
	every at, expected in {"with.title": 1, "env.TITLE": 0} {
		step := {
			"run": null,
			"uses": {"kind": "local", "owner": "", "name": "", "raw": "./label"},
			"interpolations": [interpolation(at, "untrusted")],
		}
		count(policy.unknown) == expected with input as document("github", step)
		count(policy.deny) == 0 with input as document("github", step)
	}
}
