# METADATA
# title: A pipeline uses a cloud key that never expires
# description: >-
#   A stored key works from anywhere until somebody changes it, and whoever reads one log, cache or fork of the pipeline
#   has it. AWS, Google Cloud and Azure accept the identity token of a GitHub or GitLab job instead and give it
#   credentials for the length of the job.
# related_resources:
#   - https://docs.github.com/en/actions/concepts/security/openid-connect
#   - https://docs.gitlab.com/ci/cloud_services/
# custom:
#   id: CI005
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:IA-5
#     - nist-800-53:AC-2
#     - nist-800-53:AC-6
#     - ssdf:PO.5.2
#     - csf-2:PR.AA-01
#     - soc2:CC6.1
#     - iso-27001:A.5.17
#     - iso-27001:A.8.2
#     - pci-dss:8.6.3
#     - pci-dss:8.3.1
#     - sox-itgc:LA
#   remediation: >-
#     Let the cloud trust the identity provider of the forge, let the job ask for a token (`id-token: write`, on GitLab
#     `id_tokens`) and name a role, a workload identity provider or a federated client id instead of the key; then
#     delete the key.
#   parameters:
#     allowed_names:
#       description: Names of secrets that are accepted although they look like such a key.
#       default: []
package gate.policies.pipeline.static_cloud_keys

import data.gate
import data.gate.pipeline as pipelines

# A secret that is handed over. The id of a key is no credential; the key beside it is the finding. Which cloud a key of
# another name belongs to cannot be told from a pipeline, so nothing is unknown. What GitLab fetches from a vault
# (`secrets`) is not stored in the forge; the vault decides how long it lives.
deny contains finding if {
	some holder in holders
	some use in holder.secrets
	use.at != "secrets"
	values := given(holder)
	not short_lived(values)
	cloud := pipelines.cloud_of(use.name, pipelines.variable(use.at))
	not use.name in data.gate.parameters["static-cloud-keys"].allowed_names
	message := sprintf("%s is a key for %s that never expires", [use.name, cloud])
	finding := gate.keyed(use, [], message, use.name)
}

# Inputs whose names say which cloud only together with the action.
deny contains finding if {
	some [_, step] in pipelines.steps(input)
	some use in step.secrets
	startswith(use.at, "with.")
	some [action, input_name, cloud] in inputs_of_actions
	pipelines.action(step) == action
	lower(use.at) == sprintf("with.%s", [input_name])
	handed_to := pipelines.variable(use.at)
	not pipelines.cloud_of(use.name, handed_to)
	not use.name in data.gate.parameters["static-cloud-keys"].allowed_names
	message := sprintf("%s is a key for %s that never expires", [use.name, cloud])
	finding := gate.keyed(use, [], message, use.name)
}

# A key that is written out. That of a command without a name is told by its form.
deny contains finding if {
	some holder in holders
	some literal in holder.literals
	name := pipelines.variable(literal.at)
	cloud := pipelines.cloud_of(name, name)
	message := sprintf("%s is a key for %s that never expires, and it is written out", [name, cloud])
	finding := gate.keyed(literal, [], message, name)
}

deny contains finding if {
	some holder in holders
	some literal in holder.literals
	regex.match(`^run(\.|$)`, literal.at)
	literal.kind == "aws-access-key"
	not holds_key(holder)
	message := "a key for AWS that never expires is written out in the script"
	finding := gate.keyed(literal, [], message, "script")
}

# Whether the key itself is written out beside its id.
holds_key(holder) if {
	some literal in holder.literals
	name := pipelines.variable(literal.at)
	pipelines.cloud_of(name, name) == "AWS"
}

# GitLab hands its CI/CD variables to every job, so a script or variable that reads one is what shows it.
deny contains finding if {
	input.vendor == "gitlab"
	some [job, step] in pipelines.steps(input)
	job.oidc == false
	step.run != null
	some command in step.run.commands
	some name in command.variables
	not defined(job, name)
	cloud := pipelines.cloud_of(name, name)
	not name in data.gate.parameters["static-cloud-keys"].allowed_names
	message := sprintf("$%s is a key for %s that never expires", [name, cloud])
	finding := gate.keyed(command, [], message, name)
}

deny contains finding if {
	input.vendor == "gitlab"
	some holder in array.concat([input], input.jobs)
	some name, value in holder.env
	startswith(value, "$")
	cloud := pipelines.cloud_of(name, name)
	not name in data.gate.parameters["static-cloud-keys"].allowed_names
	message := sprintf("%s is a key for %s that never expires", [name, cloud])
	finding := gate.keyed(holder, ["variables", name], message, name)
}

# Whether the file itself gives the variable its value; then the value is judged where it stands.
defined(job, name) if job.env[name]

defined(_, name) if input.env[name]

defined(job, name) if {
	some use in job.secrets
	use.name == name
}

# All that is handed secrets: the pipeline, its jobs, their steps. Most of a pipeline is not.
holders := [holder |
	some holder in array.concat(array.concat([input], input.jobs), [step | some [_, step] in pipelines.steps(input)])
	count(holder.secrets) + count(holder.literals) > 0
]

# The variables and inputs that it is given.
given(holder) := object.union(holder.env, object.get(holder, "with", {}))

# Credentials that come with a session token expire by themselves.
short_lived(values) if {
	some name, value in values
	pipelines.variable(name) == "AWS_SESSION_TOKEN"
	value != ""
}

inputs_of_actions := [
	["google-github-actions/auth", "credentials_json", "Google Cloud"],
	["google-github-actions/setup-gcloud", "service_account_key", "Google Cloud"],
	["azure/login", "creds", "Azure"],
]
