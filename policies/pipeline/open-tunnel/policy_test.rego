package gate.policies.pipeline.open_tunnel_test

import data.gate.policies.pipeline.open_tunnel as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": ["if"], "about": "a", "why": "", "via": []}, fields)]}}

found(message, key) := {{"loc": "w#1", "path": ["if"], "message": message, "key": key, "related": []}}

outlet(does, limited, holds) := fact("outlets", {"does": does, "tool": "tmate", "limited": limited, "holds": holds, "why": "an expression"})

test_what_the_job_holds_is_said_the_weightiest_first if {
	every case in [
		[["deploys", "secrets"], "deploys"],
		[["publishes"], "publishes"],
		[["secrets", "rights"], "has secrets"],
		[["identity"], "may ask for tokens of clouds"],
		[["rights"], "has a token that may write"],
	] {
		[holds, words] := case
		deny := found(sprintf("tmate opens a shell to whoever has its address, in a job that %s", [words]), "a/tmate")
		policy.deny == deny with input as outlet("tunnel", false, holds)
		count(policy.unknown) == 0 with input as outlet("tunnel", false, holds)
		unknown := found(sprintf("whether tmate opens a shell to whoever has its address, in a job that %s, is not known: an expression", [words]), "a/tmate")
		policy.unknown == unknown with input as outlet("tunnel", null, holds)
		count(policy.deny) == 0 with input as outlet("tunnel", null, holds)
	}
}

test_a_job_that_holds_nothing_and_a_tunnel_for_some_are_none if {
	every limited in [false, null] {
		count(policy.deny) == 0 with input as outlet("tunnel", limited, [])
		count(policy.unknown) == 0 with input as outlet("tunnel", limited, [])
	}
	count(policy.deny) == 0 with input as outlet("tunnel", true, ["secrets"])
	count(policy.unknown) == 0 with input as outlet("tunnel", true, ["secrets"])
}

test_other_outlets_are_findings_of_their_own if {
	every other in ["shell", "variables", "secrets"] {
		count(policy.deny) == 0 with input as outlet(other, false, ["secrets"])
		count(policy.unknown) == 0 with input as outlet(other, null, ["secrets"])
	}
}
