package gate.policies.pipeline.written_credential_test

import data.gate.policies.pipeline.written_credential as policy

document(at, kind) := {
	"_loc": "w#0",
	"vendor": "github",
	"literals": [],
	"jobs": [{
		"_loc": "w#1",
		"literals": [{"_loc": "w#2", "at": at, "kind": kind}],
		"steps": [],
	}],
}

test_a_credential_is_found_where_it_stands if {
	every at in ["env.DB_PASSWORD", "run", "run.password", "with.args", "comment"] {
		{finding.loc | some finding in policy.deny} == {"w#2"} with input as document(at, "password")
	}
}

test_a_password_that_everybody_knows_is_fine if {
	count(policy.deny) == 0 with input as document("services.db.env.POSTGRES_PASSWORD", "default-password")
}

test_keys_of_clouds_have_a_policy_of_their_own if {
	count(policy.deny) == 0 with input as document("env.AWS_SECRET_ACCESS_KEY", "password")
	count(policy.deny) == 0 with input as document("run", "aws-access-key")
}
