package gate.policies.terraform.secret_literal_test

import data.gate.policies.terraform.secret_literal as policy

secret(resource, path, constant) := {
	"_loc": "s",
	"resource": resource,
	"path": path,
	"at": [path],
	"kind": "password",
	"constant": constant,
}

parameter(type, constants) := {
	"_loc": "p",
	"address": "aws_ssm_parameter.p",
	"mode": "managed",
	"action": "create",
	"values": {"type": type, "value": {"redacted": true, "kind": "string", "length": 23}},
	"constants": constants,
}

document(secrets, parameters) := {"secrets": secrets, "by_type": {"aws_ssm_parameter": parameters}}

messages(findings) := {finding.message | some finding in findings}

test_a_literal_is_named_by_resource_and_argument if {
	found := policy.deny with input as document([secret("aws_db_instance.d", "password", true)], [])
	messages(found) == {"aws_db_instance.d has its password written into the code"}
	{finding.path | some finding in found} == {["password"]}
}

test_a_default_of_a_variable_has_no_argument_to_name if {
	found := policy.deny with input as document([secret("var.token", "", true)], [])
	messages(found) == {"var.token has its value written into the code"}
}

test_a_credential_from_outside_is_not_in_the_code if {
	count(policy.deny) == 0 with input as document([secret("aws_db_instance.d", "password", false)], [])
}

test_two_uses_of_one_literal_are_two_findings if {
	both := [secret("aws_db_instance.a", "password", true), secret("aws_db_instance.b", "password", true)]
	count({finding.key | some finding in policy.deny}) == 2 with input as document(both, [])
}

test_a_secure_string_is_a_credential_whatever_it_looks_like if {
	found := policy.deny with input as document([], [parameter("SecureString", {"value": true})])
	messages(found) == {"aws_ssm_parameter.p has its value written into the code"}
}

test_a_secure_string_that_looks_like_a_credential_is_found_once if {
	listed := [secret("aws_ssm_parameter.p", "value", true)]
	count(policy.deny) == 1 with input as document(listed, [parameter("SecureString", {"value": true})])
}

test_a_plain_parameter_is_no_credential if {
	count(policy.deny) == 0 with input as document([], [parameter("String", {"value": true})])
}

test_a_secure_string_from_outside_is_not_in_the_code if {
	count(policy.deny) == 0 with input as document([], [parameter("SecureString", {"type": true})])
}
