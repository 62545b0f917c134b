package gate.policies.pipeline.check_that_can_be_skipped_test

import data.gate.policies.pipeline.check_that_can_be_skipped as policy

fact(fields) := {"facts": {"skips": [object.union({
	"_loc": "w#1",
	"path": ["if"],
	"about": "test",
	"why": "",
	"via": [],
	"check": "test",
	"category": "",
	"tool": "pytest",
	"by": "input",
	"name": "skip",
	"deployment": "ship",
	"goes_on": true,
}, fields)]}}

test_what_is_left_out_by_what_is_said if {
	cases := [
		[{}, "the input `skip` leaves out the tests (pytest), and ship deploys all the same", "ship/test/input/skip"],
		[{"by": "variable"}, "the variable `skip` leaves out the tests (pytest), and ship deploys all the same", "ship/test/variable/skip"],
		[{"by": "message", "name": ""}, "the message of the commit leaves out the tests (pytest), and ship deploys all the same", "ship/test/message/"],
		[{"by": "label", "name": ""}, "a label leaves out the tests (pytest), and ship deploys all the same", "ship/test/label/"],
		[{"by": "title", "name": ""}, "the title of the change leaves out the tests (pytest), and ship deploys all the same", "ship/test/title/"],
		[{"check": "scan", "tool": "trivy"}, "the input `skip` leaves out the scan (trivy), and ship deploys all the same", "ship/scan/input/skip"],
		[{"check": "approval", "tool": "production"}, "the input `skip` leaves out the approval (production), and ship deploys all the same", "ship/approval/input/skip"],
	]
	every case in cases {
		[fields, message, key] := case
		one := sprintf("%s %s", [object.get(fields, "check", "test"), object.get(fields, "tool", "pytest")])
		expected := {{"loc": "w#1", "path": ["if"], "message": message, "key": key, "related": [], "once": one}}
		policy.deny == expected with input as fact(fields)
	}
}

test_nothing_left_out_is_fine if {
	count(policy.deny) == 0 with input as {"facts": {"skips": []}}
}

test_a_pipeline_that_is_too_large_is_unknown if {
	large := fact({"goes_on": null, "why": "it is too large", "path": []})
	message := "whether somebody can leave out a check before a deployment is not known: it is too large"
	policy.unknown == {{"loc": "w#1", "path": [], "message": message, "key": "", "related": []}} with input as large
	count(policy.deny) == 0 with input as large
	count(policy.unknown) == 0 with input as fact({})
}
