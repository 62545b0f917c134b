package gate.policies.pipeline.masks_off_test

import data.gate.policies.pipeline.masks_off as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

mode(mode, by, secrets) := fact("unmasked", {"mode": mode, "by": by, "secrets": secrets})

test_each_mode_has_its_words if {
	every case in [
		["debug", "CI_DEBUG_TRACE", [], "`CI_DEBUG_TRACE` puts variables and commands into the log"],
		["commands", "A", [], "`A` lets whatever is printed set variables and paths of later steps"],
		["trace", "set -x", ["A", "B"], "`set -x` puts each command into the log, in a script that uses secrets: A, B"],
		["listing", "env", ["A"], "`env` puts all variables into the log, in a script that has secrets: A"],
	] {
		[what, by, secrets, message] := case
		expected := {{"loc": "w#1", "path": [], "message": message, "key": sprintf("build/%s", [by]), "related": []}}
		policy.deny == expected with input as mode(what, by, secrets)
	}
}

test_where_nothing_is_shown_nothing_is_said if {
	count(policy.deny) == 0 with input as {"facts": {"unmasked": []}}
}
