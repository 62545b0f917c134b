package gate.policies.pipeline.missing_code_test

import data.gate.policies.pipeline.missing_code as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

missing(name, kind, file, outside) := fact("missing", {"name": name, "kind": kind, "file": file, "outside": outside})

test_each_kind_is_named_with_its_path if {
	cases := [
		["./tools/x", "action", "tools/x", false, "./tools/x is not in the repository: there is no action at `tools/x`"],
		["./../x", "action", "./../x", true, "./../x is not in the repository: the path leads out of it"],
		["./", "action", "", false, "./ is not in the repository: there is no action at its top"],
		[
			"./.github/workflows/x.yml",
			"reusable_workflow",
			".github/workflows/x.yml",
			false,
			"./.github/workflows/x.yml is not in the repository: there is no reusable workflow at `.github/workflows/x.yml`",
		],
		["ci/x.yml", "include", "ci/x.yml", false, "ci/x.yml is not in the repository: there is no include at `ci/x.yml`"],
	]
	every case in cases {
		[name, kind, file, outside, message] := case
		{finding.message | some finding in policy.deny} == {message} with input as missing(name, kind, file, outside)
	}
}

test_the_same_code_in_two_jobs_is_two_findings if {
	[one] := missing("./x", "action", "x", false).facts.missing
	other := object.union(one, {"_loc": "w#2", "about": "release"})
	{finding.key | some finding in policy.deny} == {"build/action/./x", "release/action/./x"} with input as {"facts": {"missing": [one, other]}}
}

test_nothing_missing_is_fine if {
	count(policy.deny) == 0 with input as {"facts": {"missing": []}}
}
