package gate.policies.pipeline.unchecked_certificate_test

import data.gate.policies.pipeline.unchecked_certificate as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

peer(program, by, holds) := fact("unchecked_peers", {"program": program, "by": by, "holds": holds})

test_what_is_not_checked_has_its_words if {
	every case in [
		["curl", "-k", [], "`-k` keeps curl from checking the certificate of whom it talks to"],
		["ssh", "-o StrictHostKeyChecking=no", ["deploys", "secrets"], "`-o StrictHostKeyChecking=no` keeps ssh from checking the key of the host, in a job that deploys"],
		["", "GIT_SSL_NO_VERIFY", ["publishes"], "`GIT_SSL_NO_VERIFY` keeps programs from checking the certificate of whom they talk to, in a job that publishes"],
		["", "ANSIBLE_HOST_KEY_CHECKING", ["secrets"], "`ANSIBLE_HOST_KEY_CHECKING` keeps programs from checking the key of the host, in a job that has secrets"],
		["", "GIT_SSH_COMMAND", ["identity"], "`GIT_SSH_COMMAND` keeps programs from checking the key of the host, in a job that may ask for tokens of clouds"],
		["git", "-c http.sslVerify=false", ["rights"], "`-c http.sslVerify=false` keeps git from checking the certificate of whom it talks to, in a job that has a token that may write"],
	] {
		[program, by, holds, message] := case
		expected := {{"loc": "w#1", "path": [], "message": message, "key": sprintf("build/%s/%s", [program, by]), "related": [], "once": by}}
		policy.deny == expected with input as peer(program, by, holds)
	}
}

test_where_everything_is_checked_nothing_is_said if {
	count(policy.deny) == 0 with input as {"facts": {"unchecked_peers": []}}
}
