package gate.policies.terraform.secret_literal_test

import data.gate.policies.terraform.secret_literal as policy

# What a literal is, is told by the tests of the facts; here stands what the policy says about it.
literal(about, argument) := {
	"_loc": "s", "path": [argument], "about": about, "why": "", "via": [],
	"argument": argument, "credential": true, "key": concat("#", [about, argument]),
}

document(literals) := {"facts": {"literals": literals}}

test_a_literal_is_named_by_resource_and_argument if {
	found := policy.deny with input as document([literal("aws_db_instance.d", "password")])
	{finding.message | some finding in found} == {"aws_db_instance.d has its password written into the code"}
	{finding.path | some finding in found} == {["password"]}
}

test_two_uses_of_one_literal_are_two_findings if {
	both := [literal("aws_db_instance.a", "password"), literal("aws_db_instance.b", "password")]
	count({finding.key | some finding in policy.deny}) == 2 with input as document(both)
}

test_what_may_be_none_is_no_violation if {
	unsure := object.union(literal("aws_ssm_parameter.p", "value"), {"credential": null, "why": "its type is not known"})
	count(policy.deny) == 0 with input as document([unsure])
}

test_without_literals_there_is_nothing_to_say if {
	count(policy.deny) == 0 with input as document([])
}
