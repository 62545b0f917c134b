package gate.policies.pipeline.toothless_scan_test

import data.gate.policies.pipeline.toothless_scan as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

scan(stops, lost, detail) := fact("scans", {"tool": "trivy", "category": "sca", "stops": stops, "lost": lost, "detail": detail})

test_each_way_to_lose_the_result_has_its_words if {
	cases := [
		["call", "`--exit-code` is `0`", "trivy cannot fail the job: `--exit-code` is `0`"],
		["script", "`|| true`", "the result of trivy is ignored: `|| true`"],
		["cancelled", "", "trivy runs in the background and is cancelled before anything waits for its result"],
		["deployment", "kubectl", "trivy runs beside kubectl, which deploys before its result can stop the job"],
		["step", "", "the job goes on when trivy finds something"],
		["job", "", "the pipeline goes on when trivy finds something"],
		["template", "`when` is `manual`", "the project weakens trivy, which comes from a template: `when` is `manual`"],
		["never", "its condition never holds", "trivy never runs: its condition never holds"],
		["by_hand", "", "trivy runs only if somebody starts it, and nothing waits for it"],
	]
	every case in cases {
		[lost, detail, message] := case
		expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/sca/trivy", "related": [], "once": "trivy"}}
		policy.deny == expected with input as scan(false, lost, detail)
		count(policy.unknown) == 0 with input as scan(false, lost, detail)
	}
}

test_what_is_decided_during_the_run_is_unknown if {
	cases := [
		["background", "x", "whether trivy, which runs in the background, fails the job cannot be said: x"],
		["step", "", "whether the job goes on when trivy finds something is decided when it runs"],
		["job", "", "whether the pipeline goes on when trivy finds something is decided when it runs"],
		["input", "exit-code", "whether trivy fails the job is decided when it runs: `exit-code`"],
	]
	every case in cases {
		[lost, detail, message] := case
		expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/sca/trivy", "related": [], "once": "trivy"}}
		policy.unknown == expected with input as scan(null, lost, detail)
		count(policy.deny) == 0 with input as scan(null, lost, detail)
	}
}

test_scans_that_stop_the_pipeline_are_fine if {
	count(policy.deny) == 0 with input as scan(true, "step", "")
	count(policy.unknown) == 0 with input as {"facts": {"scans": []}}
}

test_what_a_later_step_makes_of_it_may_not_be_known if {
	later := {"stops": null, "lost": "step", "detail": "", "why": "what comes after it may judge its result", "tool": "trivy", "category": "sca"}
	message := "whether the job fails when trivy finds something cannot be said: what comes after it may judge its result"
	{finding.message | some finding in policy.unknown} == {message} with input as fact("scans", later)
	count(policy.deny) == 0 with input as fact("scans", later)
}

test_whether_a_scan_can_fail_may_not_be_known_in_any_way if {
	every lost in ["call", "script", "cancelled", "deployment", "template", "never", "by_hand"] {
		unsure := {"stops": null, "lost": lost, "detail": "", "why": "it is masked", "tool": "trivy", "category": "sca"}
		message := "whether trivy can fail the job cannot be said: it is masked"
		{finding.message | some finding in policy.unknown} == {message} with input as fact("scans", unsure)
		count(policy.deny) == 0 with input as fact("scans", unsure)
	}
}
