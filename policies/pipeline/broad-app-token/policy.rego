# METADATA
# title: The token of an app is for every repository of the owner
# description: >-
#   An app that is installed for an organisation gets one token for all of its repositories when nothing names those
#   that the job needs. Whoever gets hold of it in this job has them all. GitLab has no such tokens.
# related_resources:
#   - https://github.com/actions/create-github-app-token#usage
#   - https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app
# custom:
#   id: CI067
#   severity: medium
#   confidence: high
#   input: pipeline
#   vendors: [github]
#   controls:
#     - nist-800-53:AC-6
#     - nist-800-53:CM-7
#     - ssdf:PO.5.1
#     - csf-2:PR.AA-05
#     - soc2:CC6.1
#     - soc2:CC6.3
#     - iso-27001:A.8.2
#     - iso-27001:A.5.15
#     - pci-dss:7.2.2
#     - pci-dss:7.2.5
#     - sox-itgc:LA
#   remediation: >-
#     Name the repositories that the job needs (`repositories: app,charts`), or leave `owner` out where it is this one,
#     and name the rights: `permission-contents: read`.
package gate.policies.pipeline.broad_app_token

import data.gate

deny contains finding if {
	some token in input.facts.app_tokens
	token.repositories == "all"
	message := sprintf("%s gets a token for every repository that the app is installed in, which may do %s", [token.about, may(token)])
	finding := gate.followed(token, message, sprintf("%s/%s", [token.about, token.action]))
}

may(token) := "all that the app may" if token.scopes == []

may(token) := concat(", ", token.scopes) if token.scopes != []
