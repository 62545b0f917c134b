package gate.policies.pipeline.missing_code_test

import data.gate.policies.pipeline.missing_code as policy

missing(name, kind, path) := {"_loc": "w#1", "name": name, "kind": kind, "path": path, "job": "build"}

document(entries) := {"_loc": "w#0", "vendor": "github", "missing": entries}

test_each_kind_is_named_with_its_path if {
	cases := [
		["./tools/x", "action", "tools/x", "./tools/x is not in the repository: there is no action at `tools/x`"],
		["./../x", "action", "./../x", "./../x is not in the repository: the path leads out of it"],
		["./", "action", "", "./ is not in the repository: there is no action at its top"],
		[
			"./.github/workflows/x.yml",
			"reusable_workflow",
			".github/workflows/x.yml",
			"./.github/workflows/x.yml is not in the repository: there is no reusable workflow at `.github/workflows/x.yml`",
		],
		["ci/x.yml", "include", "ci/x.yml", "ci/x.yml is not in the repository: there is no include at `ci/x.yml`"],
	]
	every case in cases {
		[name, kind, path, message] := case
		{finding.message | some finding in policy.deny} == {message} with input as document([missing(name, kind, path)])
	}
}

test_the_same_code_in_two_jobs_is_two_findings if {
	one := missing("./x", "action", "x")
	other := object.union(one, {"_loc": "w#2", "job": "release"})
	count({finding.key | some finding in policy.deny}) == 2 with input as document([one, other])
}

test_nothing_missing_is_fine if {
	count(policy.deny) == 0 with input as document([])
}
