package gate.policies.pipeline.static_cloud_keys_test

import data.gate.policies.pipeline.static_cloud_keys as policy

empty_job := {
	"_loc": "w#1",
	"id": "deploy",
	"oidc": false,
	"env": {},
	"with": {},
	"secrets": [],
	"literals": [],
	"steps": [],
}

document(vendor, job) := {
	"_loc": "w#0",
	"vendor": vendor,
	"env": {},
	"secrets": [],
	"literals": [],
	"jobs": [object.union(empty_job, job)],
}

use(name, at) := {"_loc": "w#2", "name": name, "at": at}

handed(name, at) := document("github", {"secrets": [use(name, at)]})

script(names) := {"steps": [{
	"uses": null,
	"env": {},
	"with": {},
	"secrets": [],
	"literals": [],
	"run": {"commands": [{"_loc": "w#3", "variables": names}]},
}]}

clouds(findings) := {cloud |
	some finding in findings
	some cloud in ["AWS", "Google Cloud", "Azure"]
	contains(finding.message, sprintf("key for %s", [cloud]))
}

test_names_of_keys if {
	every name, cloud in {
		"AWS_SECRET_ACCESS_KEY": "AWS",
		"PROD_AWS_SECRET_KEY": "AWS",
		"AWS_PROD_SECRET_ACCESS_KEY_2": "AWS",
		"GCP_SA_KEY": "Google Cloud",
		"GOOGLE_CREDENTIALS": "Google Cloud",
		"GOOGLE_APPLICATION_CREDENTIALS_JSON": "Google Cloud",
		"AZURE_CREDENTIALS": "Azure",
		"ARM_CLIENT_SECRET": "Azure",
	} {
		clouds(policy.deny) == {cloud} with input as handed(name, "env.X")
		clouds(policy.deny) == {cloud} with input as handed("X", sprintf("env.%s", [name]))
	}
}

test_names_of_something_else if {
	every name in ["AWS_ACCESS_KEY_ID", "AWS_ROLE_ARN", "AWS_SECRET_NAME", "GCP_SERVICE_ACCOUNT", "AZURE_CLIENT_ID", "GITHUB_TOKEN", "LAWS_SECRET_KEY"] {
		count(policy.deny) == 0 with input as handed(name, "env.X")
	}
}

test_the_id_and_the_key_are_one_credential if {
	pair := [use("AWS_ACCESS_KEY_ID", "env.AWS_ACCESS_KEY_ID"), use("AWS_SECRET_ACCESS_KEY", "env.AWS_SECRET_ACCESS_KEY")]
	count(policy.deny) == 1 with input as document("github", {"secrets": pair})
}

test_storage_of_others_and_sessions_that_end_are_fine if {
	count(policy.deny) == 0 with input as handed("R2_SECRET_ACCESS_KEY", "env.AWS_SECRET_ACCESS_KEY")
	session := {"env": {"AWS_SESSION_TOKEN": "x"}, "secrets": [use("KEY", "env.AWS_SECRET_ACCESS_KEY")]}
	count(policy.deny) == 0 with input as document("github", session)
}

test_what_a_vault_hands_out_is_fine if {
	count(policy.deny) == 0 with input as document("gitlab", {"secrets": [use("AWS_SECRET_ACCESS_KEY", "secrets")]})
}

test_names_can_be_accepted if {
	parameters := {"static-cloud-keys": {"allowed_names": ["GCP_SA_KEY"]}}
	count(policy.deny) == 0 with input as handed("GCP_SA_KEY", "env.X") with data.gate.parameters as parameters
}

test_written_out_keys if {
	named := {"literals": [{"_loc": "w#2", "at": "env.AWS_SECRET_ACCESS_KEY", "kind": "secret"}]}
	count(policy.deny) == 1 with input as document("github", named)
	shaped := {"literals": [{"_loc": "w#2", "at": "run", "kind": "aws-access-key"}]}
	count(policy.deny) == 1 with input as document("gitlab", shaped)
	beside := [{"_loc": "w#3", "at": "run.AWS_ACCESS_KEY_ID", "kind": "aws-access-key"}, {"_loc": "w#2", "at": "run.AWS_SECRET_ACCESS_KEY", "kind": "password"}]
	{finding.loc | some finding in policy.deny} == {"w#2"} with input as document("github", {"literals": beside})
	other := {"literals": [{"_loc": "w#2", "at": "env.DB_PASSWORD", "kind": "password"}]}
	count(policy.deny) == 0 with input as document("github", other)
}

test_variables_of_gitlab if {
	count(policy.deny) == 1 with input as document("gitlab", script(["AWS_SECRET_ACCESS_KEY"]))
	count(policy.deny) == 0 with input as document("github", script(["AWS_SECRET_ACCESS_KEY"]))
	federated := object.union(script(["AWS_SECRET_ACCESS_KEY"]), {"oidc": true})
	count(policy.deny) == 0 with input as document("gitlab", federated)
	defined := object.union(script(["AWS_SECRET_ACCESS_KEY"]), {"env": {"AWS_SECRET_ACCESS_KEY": "$KEY"}})
	{finding.loc | some finding in policy.deny} == {"w#1"} with input as document("gitlab", defined)
}
