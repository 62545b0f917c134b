package gate.policies.data.scan_not_required_test

import data.gate.policies.data.scan_not_required as policy

check(changes) := {"facts": {"unrequired": [object.union({
	"_loc": "p#2",
	"path": [],
	"about": "scan",
	"branch": "main",
	"does": "scan",
	"category": "sast",
	"tool": "semgrep",
	"check": "ci / scan",
	"required": false,
	"behind": "",
	"why": "",
	"via": [],
}, changes)]}}

said(findings) := {[finding.message, finding.key] | some finding in findings}

test_a_scan_that_nobody_requires_is_a_violation if {
	message := "ci / scan (semgrep) is not among the checks that main requires: what a scan of the kind sast finds does not stop a merge"
	said(policy.deny) == {[message, "scan/sast"]} with input as check({})
	count(policy.unknown) == 0 with input as check({})
}

test_a_test_is_called_so if {
	message := "ci / scan (go) is not among the checks that main requires: a red test does not stop a merge"
	said(policy.deny) == {[message, "test/"]} with input as check({"does": "test", "category": "", "tool": "go"})
}

test_a_required_check_that_is_skipped_is_named if {
	message := "ci / scan (semgrep) is not among the checks that main requires: what a scan of the kind sast finds does not stop a merge; the required check all waits for it, is skipped then, and counts as passed"
	said(policy.deny) == {[message, "scan/sast"]} with input as check({"behind": "all"})
}

test_what_cannot_be_named_is_unknown if {
	message := "whether ci / scan (semgrep) is among the checks that main requires is not known: the run makes its name"
	said(policy.unknown) == {[message, "scan/sast"]} with input as check({"required": null, "why": "the run makes its name"})
	count(policy.deny) == 0 with input as check({"required": null, "why": "the run makes its name"})
}
