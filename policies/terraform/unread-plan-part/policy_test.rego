package gate.policies.terraform.unread_plan_part_test

import data.gate.policies.terraform.unread_plan_part as policy

# The words of a part are told by the tests of the facts.
part(key) := {
	"_loc": "u", "path": [], "about": "reboots", "why": "", "via": [],
	"subject": "reboots holds something that gate does not know", "key": key,
}

test_a_part_is_unknown_and_never_a_violation if {
	found := policy.unknown with input as {"facts": {"unread": [part("reboots###")]}}
	{finding.message | some finding in found} == {"reboots holds something that gate does not know, and no policy judges it"}
}

test_two_invocations_of_one_action_are_two_findings if {
	both := [part("action_invocations#a#b#"), part("action_invocations#a#c#")]
	count({finding.key | some finding in policy.unknown}) == 2 with input as {"facts": {"unread": both}}
}

test_a_plan_that_is_read_whole_has_no_answer if {
	count(policy.unknown) == 0 with input as {"facts": {"unread": []}}
}
