package gate.policies.pipeline.excessive_permissions_test

import data.gate.policies.pipeline.excessive_permissions as policy

permissions(loc, level, inherited) := {"_loc": loc, "default": level, "inherited": inherited}

document(kind, classes, level, jobs) := {
	"_loc": "w#0",
	"kind": kind,
	"triggers": [{"class": class} | some class in classes],
	"permissions": permissions("w#1", level, false),
	"jobs": jobs,
}

job(id, level, inherited) := {"_loc": id, "id": id, "permissions": permissions(sprintf("%s permissions", [id]), level, inherited)}

locs(findings) := {finding.loc | some finding in findings}

test_nobody_says_anything if {
	silent := [job("a", "unspecified", true), job("b", "unspecified", true)]
	locs(policy.deny) == {"w#0"} with input as document("workflow", ["push"], "unspecified", silent)
}

test_jobs_that_say_nothing_beside_one_that_does if {
	mixed := [job("a", "none", false), job("b", "unspecified", true), job("c", "unspecified", true)]
	locs(policy.deny) == {"b", "c"} with input as document("workflow", ["push"], "unspecified", mixed)
}

test_declared_once_is_declared_for_all if {
	every level in ["none", "read-all", "scopes"] {
		inherited := [job("a", level, true)]
		count(policy.deny) == 0 with input as document("workflow", ["push"], level, inherited)
	}
}

test_everything_is_reported_where_it_is_granted if {
	locs(policy.deny) == {"w#1"} with input as document("workflow", ["push"], "write-all", [job("a", "write-all", true)])
	locs(policy.deny) == {"a permissions"} with input as document("workflow", ["push"], "none", [job("a", "write-all", false)])
}

test_the_caller_decides_for_what_is_only_called if {
	silent := [job("a", "unspecified", true)]
	count(policy.deny) == 0 with input as document("workflow", ["call"], "unspecified", silent)
	count(policy.deny) == 1 with input as document("workflow", ["call", "manual"], "unspecified", silent)
	count(policy.deny) == 0 with input as document("action", [], "unspecified", silent)
}
