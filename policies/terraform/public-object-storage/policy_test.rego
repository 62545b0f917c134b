package gate.policies.terraform.public_object_storage_test

import data.gate.policies.terraform.public_object_storage as policy

exposure(more) := object.union(
	{
		"_loc": "p#1",
		"path": ["acl"],
		"about": "aws_x.r",
		"by": "access-list",
		"to": "everybody",
		"store": "",
		"public": true,
		"why": "",
		"via": [],
	},
	more,
)

block(more) := object.union({"_loc": "p#2", "path": [], "about": "aws_block.r", "on": false, "why": "", "via": []}, more)

later := "it is known only after apply"

plan(exposures, blocks) := {"facts": {"exposures": exposures, "access_blocks": blocks}}

denied(exposures, blocks) := {finding.message | some finding in found} if {
	found := policy.deny with input as plan(exposures, blocks)
}

undecided(exposures, blocks) := {finding.message | some finding in found} if {
	found := policy.unknown with input as plan(exposures, blocks)
}

test_a_plan_that_opens_nothing if {
	denied([], []) == set()
	undecided([], []) == set()
}

test_what_grants_access_is_said if {
	every expected in [
		[{}, "aws_x.r grants access to everybody by its access list"],
		[{"by": "policy"}, "aws_x.r grants access to everybody by its policy"],
		[{"by": "setting"}, "aws_x.r allows access without signing in"],
		[{"by": "member", "to": "allUsers"}, "aws_x.r grants access to allUsers"],
	] {
		[more, message] := expected
		denied([exposure(more)], []) == {message}
		undecided([exposure(more)], []) == set()
	}
}

test_a_grant_that_may_be_blocked_is_unknown if {
	grant := exposure({"public": null, "why": later})
	denied([grant], []) == set()
	undecided([grant], []) == {concat("", [
		"aws_x.r grants access to everybody by its access list; ",
		"whether that is blocked is known only after apply",
	])}
}

test_a_grant_that_may_be_to_everybody_is_unknown if {
	grant := exposure({"public": null, "to": null, "why": later})
	denied([grant], []) == set()
	undecided([grant], []) == {"whether aws_x.r lets everybody in is known only after apply"}
	hidden := exposure({"public": null, "to": null, "why": "it is sensitive"})
	undecided([hidden], []) == {"whether aws_x.r lets everybody in cannot be told: it is sensitive"}
}

test_a_block_that_is_partly_off_is_one_violation if {
	off := block({"switches": ["block_public_acls", "ignore_public_acls"]})
	denied([], [off]) == {"aws_block.r leaves block_public_acls, ignore_public_acls off"}
	undecided([], [off]) == set()
}

test_a_switch_that_is_not_known_is_unknown if {
	unsure := block({"switches": ["ignore_public_acls"], "on": null, "why": later})
	denied([], [unsure]) == set()
	undecided([], [unsure]) == {"whether ignore_public_acls of aws_block.r is on is known only after apply"}
	both := object.union(unsure, {"switches": ["block_public_acls", "ignore_public_acls"]})
	undecided([], [both]) == {"whether block_public_acls, ignore_public_acls of aws_block.r is on is known only after apply"}
}

test_what_stands_in_a_data_source_is_called_by_its_policy if {
	open := exposure({"by": "policy", "via": [{"_loc": "p#3", "path": ["policy"], "what": "takes it from there"}]})
	found := policy.deny with input as plan([open], [])
	related := [{"loc": "p#3", "path": ["policy"], "message": "takes it from there"}]
	key := "aws_x.r grants access to everybody by its policy\naws_x.r"
	{[finding.key, finding.related] | some finding in found} == {[key, related]}
	plain := policy.deny with input as plan([exposure({})], [])
	{finding | some finding in plain; finding.key} == set()
}
