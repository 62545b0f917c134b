package gate.policies.pipeline.toothless_scan_test

import data.gate.policies.pipeline.toothless_scan as policy

role(tool, toothless, ignored) := {
	"_loc": "w#3",
	"role": "scan",
	"category": "sast",
	"tool": tool,
	"toothless": toothless,
	"ignored": ignored,
}

script(forgiving, roles) := {
	"_loc": "w#2",
	"kind": "run",
	"uses": null,
	"with": {},
	"continue_on_error": forgiving,
	"roles": roles,
}

action(inputs, roles) := object.union(script(false, roles), {
	"kind": "uses",
	"with": inputs,
	"uses": {"kind": "action", "owner": "acme", "name": "scan", "path": ""},
})

job(allow, steps) := {"_loc": "w#1", "id": "scan", "when": "on_success", "allow_failure": allow, "steps": steps}

document(vendor, jobs) := {"vendor": vendor, "jobs": jobs}

one(step) := document("github", [job(false, [step])])

places(findings) := {[finding.loc, finding.path] | some finding in findings}

clean := role("bandit", null, null)

test_a_scan_that_can_fail_the_pipeline_is_fine if {
	count(policy.deny) == 0 with input as one(script(false, [clean]))
	count(policy.unknown) == 0 with input as one(script(false, [clean]))
}

test_each_way_to_lose_the_result_has_its_place if {
	places(policy.deny) == {["w#3", []]} with input as one(script(false, [role("bandit", "`--exit-zero` is given", null)]))
	places(policy.deny) == {["w#3", []]} with input as one(script(false, [role("bandit", null, "`|| true`")]))
	places(policy.deny) == {["w#2", ["continue-on-error"]]} with input as one(script(true, [clean]))
	places(policy.deny) == {["w#1", ["continue-on-error"]]} with input as document("github", [job(true, [script(false, [clean])])])
	places(policy.deny) == {["w#1", ["allow_failure"]]} with input as document("gitlab", [job(true, [script(false, [clean])])])
}

test_an_action_is_called_toothless_at_its_input if {
	soft := role("trivy", "`exit-code` is `0`", null)
	places(policy.deny) == {["w#2", ["with", "exit-code"]]} with input as one(action({"exit-code": "0"}, [soft]))
	missing := role("trivy", "`exit-code` is not given", null)
	places(policy.deny) == {["w#2", ["uses"]]} with input as one(action({"severity": "HIGH"}, [missing]))
}

beside(ends, from, until) := object.union(script(false, [clean]), {
	"index": 0,
	"background": {"ends": ends, "from": from, "until": until},
})

deployment(index) := {
	"_loc": "w#4",
	"index": index,
	"kind": "run",
	"uses": null,
	"with": {},
	"continue_on_error": false,
	"background": null,
	"roles": [object.union(role("kubectl", null, null), {"role": "deploy"})],
}

test_a_scan_in_the_background_counts_where_it_is_waited_for if {
	every ends in ["waited", "group", "job_end"] {
		count(policy.deny) == 0 with input as one(beside(ends, 1, null))
		count(policy.unknown) == 0 with input as one(beside(ends, 1, null))
	}
	places(policy.deny) == {["w#2", ["background"]]} with input as one(beside("cancelled", 1, 2))
	every ends in ["tolerated", "unknown"] {
		places(policy.unknown) == {["w#2", ["background"]]} with input as one(beside(ends, 1, 2))
	}
}

with_steps(steps) := document("github", [job(false, steps)])

test_what_deploys_beside_a_scan_is_not_held_up if {
	places(policy.deny) == {["w#2", ["background"]]} with input as with_steps([beside("job_end", 1, null), deployment(4)])
	places(policy.deny) == {["w#2", ["background"]]} with input as with_steps([beside("waited", 1, 3), deployment(2)])
	count(policy.deny) == 0 with input as with_steps([beside("waited", 1, 2), deployment(2)])
}

test_what_an_expression_decides_is_unknown if {
	places(policy.unknown) == {["w#2", ["continue-on-error"]]} with input as one(script(null, [clean]))
	places(policy.unknown) == {["w#1", ["continue-on-error"]]} with input as document("github", [job(null, [script(false, [clean])])])
	count(policy.deny) == 0 with input as one(script(null, [clean]))
}

test_an_input_that_an_expression_fills_is_unknown if {
	undecided := action({"exit-code": "${{ inputs.code }}", "severity": "${{ inputs.severity }}"}, [role("trivy", null, null)])
	places(policy.unknown) == {["w#2", ["with", "exit-code"]]} with input as one(undecided)
	count(policy.deny) == 0 with input as one(undecided)
	soft := script(false, [role("trivy", "`--exit-code` is `0`", null)])
	count(policy.deny) == 1 with input as document("github", [job(false, [soft, undecided])])
}

test_a_second_run_that_can_fail_makes_up_for_the_first if {
	soft := role("trivy", "`--exit-code` is `0`", null)
	count(policy.deny) == 0 with input as one(script(false, [soft, role("trivy", null, null)]))
	count(policy.deny) == 1 with input as one(script(false, [soft, clean]))
	elsewhere := object.union(job(false, [script(false, [role("trivy", null, null)])]), {"id": "other"})
	count(policy.deny) == 1 with input as document("github", [job(false, [script(false, [soft])]), elsewhere])
	forgiven := job(false, [script(true, [role("trivy", null, null)])])
	count(policy.deny) == 2 with input as document("github", [job(false, [script(false, [soft])]), forgiven])
}

test_other_work_may_fail if {
	other := object.union(clean, {"role": "test"})
	count(policy.deny) == 0 with input as one(script(true, [other]))
}

test_uploaded_results_are_judged_by_the_forge if {
	soft := script(true, [clean])
	upload := object.union(action({}, []), {"uses": {"kind": "action", "owner": "github", "name": "codeql-action", "path": "upload-sarif"}})
	count(policy.deny) == 0 with input as document("github", [job(false, [soft, upload])])
	lost := object.union(upload, {"continue_on_error": true})
	count(policy.deny) == 1 with input as document("github", [job(false, [soft, lost])])
}

test_a_manual_job_is_not_called_forgiving if {
	manual := object.union(job(true, [script(false, [clean])]), {"when": "manual"})
	count(policy.deny) == 0 with input as document("gitlab", [manual])
}
