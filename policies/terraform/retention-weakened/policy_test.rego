package gate.policies.terraform.retention_weakened_test

import data.gate.policies.terraform.retention_weakened as policy

weakening(kind, more) := object.union(
	{
		"_loc": "p#1",
		"path": ["x"],
		"about": "aws_x.r",
		"kind": kind,
		"weaker": true,
		"before": "",
		"after": "",
		"loss": "",
		"subject": "",
		"why": "",
		"via": [],
	},
	more,
)

plan(weakenings) := {"facts": {"weakenings": weakenings}}

later := {"weaker": null, "why": "it is known only after apply"}

messages(findings) := {finding.message | some finding in findings}

keys(findings) := {object.get(finding, "key", null) | some finding in findings}

test_a_plan_that_weakens_nothing if {
	count(policy.deny) == 0 with input as plan([])
	count(policy.unknown) == 0 with input as plan([])
}

test_every_weakening_has_its_words if {
	lengths := {"before": "90 days", "after": "30 days"}
	every expected in [
		[weakening("retention", lengths), "aws_x.r keeps for 30 days what it kept for 90 days", null],
		[weakening("lock", lengths), "aws_x.r locks for 30 days what it locked for 90 days", null],
		[weakening("guard", {"loss": "is no longer locked"}), "aws_x.r is no longer locked", null],
		[weakening("protection", {"subject": "b"}), "aws_x.r is deleted, which protected b", "aws_x.r"],
		[weakening("records", {"loss": "a log with its records"}), "aws_x.r is deleted, a log with its records", "aws_x.r"],
	] {
		[fact, message, key] := expected
		messages(denied([fact])) == {message}
		keys(denied([fact])) == {key}
		count(undecided([fact])) == 0
	}
}

test_what_cannot_be_known_is_a_question if {
	every expected in [
		[weakening("retention", later), "how long aws_x.r keeps its records is known only after apply"],
		[weakening("lock", later), "how long aws_x.r locks its records is known only after apply"],
		[
			weakening("guard", object.union(later, {"loss": "is no longer locked"})),
			"whether aws_x.r is no longer locked is known only after apply",
		],
		[
			weakening("protection", {"weaker": null, "why": "it is sensitive"}),
			"whether aws_x.r, which is deleted, protected records cannot be told: it is sensitive",
		],
		[
			weakening("records", {"weaker": null, "why": "it is sensitive"}),
			"whether aws_x.r, which is deleted, protected records cannot be told: it is sensitive",
		],
	] {
		[fact, message] := expected
		messages(undecided([fact])) == {message}
		count(denied([fact])) == 0
	}
}

denied(facts) := found if found := policy.deny with input as plan(facts)

undecided(facts) := found if found := policy.unknown with input as plan(facts)
