# METADATA
# title: A package is published with a stored token where the registry takes the identity of the job
# description: >-
#   A stored token works from anywhere until somebody changes it, and whoever reads one log or takes over one action
#   can publish under the name of the project. PyPI, npm, crates.io, RubyGems and NuGet accept the identity token of a
#   GitHub job instead, for the length of the job.
# related_resources:
#   - https://docs.pypi.org/trusted-publishers/
#   - https://docs.npmjs.com/trusted-publishers
#   - https://crates.io/docs/trusted-publishing
#   - https://guides.rubygems.org/trusted-publishing/
#   - https://learn.microsoft.com/en-us/nuget/nuget-org/trusted-publishing
# custom:
#   id: CI017
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github]
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
#     Name the repository, the workflow and its environment as a trusted publisher in the settings of the package,
#     give the job `id-token: write`, and delete the token from the secrets and from the registry.
#   parameters:
#     tools:
#       description: The tools whose registries take the identity of a job.
#       default: [cargo, gem, npm, nuget, poetry, pypi, twine, uv]
#     allowed_names:
#       description: Names of secrets that are accepted, such as the token of a private registry.
#       default: []
package gate.policies.pipeline.long_lived_publish_token

import data.gate

deny contains finding if {
	some release in input.facts.releases
	release.tool in data.gate.parameters["long-lived-publish-token"].tools
	names := stored(release)
	count(names) > 0
	message := sprintf("%s publishes with %s by a stored token: %s", [release.about, release.tool, concat(", ", names)])
	finding := gate.followed(release, message, sprintf("%s/%s", [release.about, release.tool]))
}

# A job that may ask for an identity has other secrets too: there the name has to be that of a registry.
stored(release) := [name |
	some name in release.secrets
	not name in data.gate.parameters["long-lived-publish-token"].allowed_names
	is_token(release, name)
]

is_token(release, _) if release.oidc == false

is_token(_, name) if regex.match(`(?i)npm|node_auth|pypi|twine|uv_publish|poetry|cargo|crates|gem|nuget`, name)
