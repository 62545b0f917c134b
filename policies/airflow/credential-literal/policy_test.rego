package gate.policies.airflow.credential_literal_test

import data.gate.policies.airflow.credential_literal as policy

document(credentials) := {"facts": {"credentials": credentials}}

credential(key, kind) := {"_loc": "f#1", "path": [], "key": key, "kind": kind, "scope": "top_level"}

messages(findings) := {finding.message | some finding in findings}

test_a_named_credential_is_named_in_the_message if {
	messages(policy.deny) == {"`DB_PASSWORD` is written out in the code (password)"} with input as document([credential("DB_PASSWORD", "password")])
}

test_a_credential_without_a_name_is_known_by_its_shape if {
	messages(policy.deny) == {"a value of the kind `aws-access-key` is written out in the code"} with input as document([credential("text", "aws-access-key")])
}

test_every_credential_is_a_finding_of_its_own if {
	two := [credential("a_password", "password"), object.union(credential("b_password", "password"), {"_loc": "f#2"})]
	count(policy.deny) == 2 with input as document(two)
}

test_no_credential_no_finding if {
	count(policy.deny) == 0 with input as document([])
}
