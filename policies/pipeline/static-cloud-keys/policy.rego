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

# Which cloud a key of another name belongs to cannot be told from a pipeline, so nothing is unknown.
deny contains finding if {
	some key in input.facts.keys
	key.way in {"handed", "read"}
	not key.name in data.gate.parameters["static-cloud-keys"].allowed_names
	message := sprintf("%s%s is a key for %s that never expires", [sign[key.way], key.name, key.cloud])
	finding := gate.followed(key, message, key.name)
}

# A variable of GitLab shows as the script reads it.
sign := {"handed": "", "read": "$"}

deny contains finding if {
	some key in input.facts.keys
	key.way == "written"
	key.name != ""
	message := sprintf("%s is a key for %s that never expires, and it is written out", [key.name, key.cloud])
	finding := gate.followed(key, message, key.name)
}

deny contains finding if {
	some key in input.facts.keys
	key.way == "written"
	key.name == ""
	message := sprintf("a key for %s that never expires is written out in the script", [key.cloud])
	finding := gate.followed(key, message, "script")
}
