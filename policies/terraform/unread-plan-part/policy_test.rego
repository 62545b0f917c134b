package gate.policies.terraform.unread_plan_part_test

import data.gate.policies.terraform.unread_plan_part as policy

part(fields) := object.union(
	{
		"_loc": "u", "key": "reboots", "of": "the plan", "count": 1,
		"address": "", "type": "", "trigger": "", "event": "", "reason": "",
	},
	fields,
)

action(fields) := part(object.union(
	{"key": "action_invocations", "address": "action.local_command.wipe", "type": "local_command"},
	fields,
))

said(fields) := {finding.message |
	some finding in policy.unknown with input as {"unread": [part(fields)]}
}

test_a_key_is_named_by_its_path if {
	said({}) == {"reboots holds something that gate does not know, and no policy judges it"}
}

test_many_places_are_counted if {
	said({"count": 12}) == {"reboots holds 12 entries that gate does not know, and no policy judges it"}
}

test_an_action_says_its_type_and_what_runs_it if {
	fields := action({"trigger": "aws_instance.web", "event": "AfterCreate"})
	said(fields) == {concat("", [
		"action.local_command.wipe, an action of the type local_command, ",
		"runs when aws_instance.web changes (AfterCreate), and no policy judges it",
	])}
}

test_an_action_that_somebody_asks_for_runs_on_apply if {
	said(action({})) == {concat("", [
		"action.local_command.wipe, an action of the type local_command, ",
		"runs when the plan is applied, and no policy judges it",
	])}
}

test_an_action_may_be_asked_for_by_a_resource_without_an_event if {
	some message in said(action({"trigger": "aws_instance.web"}))
	contains(message, "runs for aws_instance.web")
}

test_an_action_without_a_type_or_an_address_is_named_all_the_same if {
	said(action({"type": ""})) == {"action.local_command.wipe, an action, runs when the plan is applied, and no policy judges it"}
	said(action({"address": "", "type": "", "count": 3})) == {concat("", [
		"action_invocations holds 3 entries that gate does not know, ",
		"and no policy judges it",
	])}
}

test_a_deferred_change_says_why if {
	fields := {"key": "deferred_changes", "address": "aws_s3_bucket.b", "reason": "provider_config_unknown"}
	said(fields) == {concat("", [
		"the change of aws_s3_bucket.b is left to a later plan (provider_config_unknown), ",
		"and no policy judges it",
	])}
}

test_two_invocations_of_one_action_are_two_findings if {
	both := [action({"trigger": "a.b"}), action({"trigger": "a.c"})]
	count({finding.key | some finding in policy.unknown}) == 2 with input as {"unread": both}
}

test_a_plan_that_is_read_whole_has_no_answer if {
	count(policy.unknown) == 0 with input as {"unread": []}
}
