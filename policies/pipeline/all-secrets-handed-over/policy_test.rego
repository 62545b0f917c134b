package gate.policies.pipeline.all_secrets_handed_over_test

import data.gate.policies.pipeline.all_secrets_handed_over as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

use(changes) := fact("secret_uses", object.union({"name": "*", "at": "secrets", "computed": false, "of": "job", "action": "acme/shared"}, changes))

parameters(owners) := {"all-secrets-handed-over": {"trusted_owners": owners}}

test_a_workflow_from_elsewhere_is_named if {
	message := "build hands every secret to acme/shared"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/acme/shared"}}
	policy.deny == expected with input as use({})
}

test_a_workflow_of_this_repository_is_fine if {
	count(policy.deny) == 0 with input as use({"action": ""})
}

test_owners_can_be_trusted if {
	count(policy.deny) == 0 with input as use({}) with data.gate.parameters as parameters(["ACME"])
	count(policy.deny) == 0 with input as use({"action": "Acme/shared"}) with data.gate.parameters as parameters(["other", "acme"])
	count(policy.deny) == 1 with input as use({"action": "acme-evil/shared"}) with data.gate.parameters as parameters(["acme"])
}

test_one_text_with_all_is_named if {
	every at in ["run", "env.ALL", "with.secrets"] {
		message := "build puts every secret into one text"
		expected := {{"loc": "w#1", "path": [], "message": message, "key": sprintf("build/%s", [at])}}
		policy.deny == expected with input as use({"at": at, "action": ""})
		policy.deny == expected with input as use({"at": at}) with data.gate.parameters as parameters(["acme"])
	}
	messages := {finding.message | some finding in policy.deny} with input as use({"at": "env.ALL", "about": ""})
	messages == {"the pipeline puts every secret into one text"}
}

test_a_computed_name_is_named_once_for_each_job if {
	of := {"at": "with.user", "action": "acme/x", "computed": true}
	one := use(of).facts.secret_uses[0]
	text := object.union(one, {"_loc": "w#0", "at": "run", "computed": false})
	uses := [text, one, object.union(one, {"_loc": "w#2"}), object.union(one, {"_loc": "w#3", "about": ""})]
	message := "build asks for a secret by a name that it computes (`secrets[…]`), and so it gets every one"
	elsewhere := "the pipeline asks for a secret by a name that it computes (`secrets[…]`), and so it gets every one"
	expected := {
		{"loc": "w#0", "path": [], "message": "build puts every secret into one text", "key": "build/run"},
		{"loc": "w#1", "path": [], "message": message, "key": "build/computed"},
		{"loc": "w#3", "path": [], "message": elsewhere, "key": "/computed"},
	}
	policy.deny == expected with input as {"facts": {"secret_uses": uses}}
}

test_one_secret_is_fine if {
	every at in ["secrets", "run", "env.X"] {
		count(policy.deny) == 0 with input as use({"name": "TOKEN", "at": at})
	}
}
