package gate.policies.pipeline.unapproved_production_deploy_test

import data.gate.policies.pipeline.unapproved_production_deploy as policy

role(category, subject) := {"role": "deploy", "category": category, "tool": "tool", "subject": subject}

base := {
	"_loc": "w#1",
	"id": "deploy",
	"name": "deploy",
	"stage": "",
	"needs": [],
	"ancestors": [],
	"when": "on_success",
	"allow_failure": false,
	"approval": "none",
	"environment": null,
	"steps": [],
	"unknown": {},
}

deploying(subject) := {"steps": [{"roles": [role("cluster", subject)]}]}

in_environment(names) := {"environment": {"_loc": "w#2", "names": names, "raw": "x", "action": "start"}}

job(changes) := object.union_n(array.concat([base], changes))

github(changes) := {"vendor": "github", "jobs": [job(changes)]}

gitlab(changes, others) := {"vendor": "gitlab", "jobs": array.concat([job(changes)], others)}

locs(findings) := {finding.loc | some finding in findings}

test_production_by_the_arguments_or_the_name_of_the_job if {
	locs(policy.deny) == {"w#1"} with input as github([deploying("helm upgrade -n prod")])
	locs(policy.deny) == {"w#1"} with input as github([deploying("helm upgrade"), {"id": "deploy-production"}])
	locs(policy.deny) == {"w#1"} with input as github([deploying("helm upgrade"), {"name": "Deploy (live)"}])
}

test_other_places_and_other_work_are_fine if {
	count(policy.deny) == 0 with input as github([deploying("helm upgrade -n staging")])
	count(policy.deny) == 0 with input as github([deploying("helm upgrade products")])
	count(policy.deny) == 0 with input as github([{"id": "production"}])
	count(policy.deny) == 0 with input as github([{"id": "production", "steps": [{"roles": [role("package", "npm publish")]}]}])
}

test_an_environment_of_github_asks if {
	named := github([deploying("helm upgrade -n prod"), in_environment(["production"]), {"approval": "external"}])
	count(policy.deny) == 0 with input as named
	count(policy.unknown) == 0 with input as named
}

test_an_environment_that_is_chosen_at_run_time_is_unknown if {
	chosen := github([deploying("helm upgrade -n prod"), in_environment([])])
	locs(policy.unknown) == {"w#2"} with input as chosen
	count(policy.deny) == 0 with input as chosen
	count(policy.unknown) == 0 with input as github([in_environment([])])
	locs(policy.unknown) == {"w#2"} with input as gitlab([in_environment([])], [])
	count(policy.unknown) == 0 with input as gitlab([in_environment([]), {"when": "manual"}], [])
}

test_gitlab_needs_somebody_to_start_it if {
	locs(policy.deny) == {"w#2"} with input as gitlab([in_environment(["production"])], [])
	count(policy.deny) == 0 with input as gitlab([in_environment(["production"]), {"when": "manual"}], [])
	count(policy.deny) == 0 with input as gitlab([in_environment(["staging"]), deploying("helm -n prod")], [])
	stopping := {"environment": {"_loc": "w#2", "names": ["production"], "raw": "production", "action": "stop"}}
	count(policy.deny) == 0 with input as gitlab([stopping], [])
}

test_a_manual_job_before_it_must_hold_it_up if {
	production := in_environment(["production"])
	gate := object.union(base, {"id": "ok", "when": "manual"})
	optional := object.union(gate, {"allow_failure": true})
	after := {"ancestors": ["ok"]}
	count(policy.deny) == 0 with input as gitlab([production, after], [gate])
	count(policy.deny) == 1 with input as gitlab([production, after], [optional])
	count(policy.deny) == 0 with input as gitlab([production, after, {"needs": ["ok"]}], [optional])
	count(policy.deny) == 1 with input as gitlab([production], [gate])
}

test_a_job_that_stands_partly_elsewhere_is_unknown if {
	partly := gitlab([in_environment(["production"]), {"unknown": {"extends": true}}], [])
	locs(policy.unknown) == {"w#2"} with input as partly
	count(policy.deny) == 0 with input as partly
}

test_the_words_for_production_are_a_parameter if {
	parameters := {"unapproved-production-deploy": {"production_pattern": "blue"}}
	count(policy.deny) == 1 with input as github([deploying("helm -n blue")]) with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as github([deploying("helm -n prod")]) with data.gate.parameters as parameters
}
