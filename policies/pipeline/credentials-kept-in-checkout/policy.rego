# METADATA
# title: An artifact of the whole workspace takes the token of the checkout along
# description: >-
#   The checkout leaves the token of the run in the folder `.git`. Whoever may read the artifact, on a public
#   repository anybody, has the rights of the run until it ends.
# related_resources:
#   - https://github.com/actions/checkout#usage
#   - https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   id: CI036
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:AC-6
#     - nist-800-53:IA-5(7)
#     - ssdf:PO.5.1
#     - ssdf:PS.1.1
#     - csf-2:PR.AA-05
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - iso-27001:A.5.17
#     - iso-27001:A.8.12
#     - pci-dss:8.6.2
#   remediation: >-
#     Write `persist-credentials: false` into the checkout, upload only the folders that are needed, and leave
#     `include-hidden-files` out.
#   answers: >-
#     Name the version of the actions instead of a commit, or write `persist-credentials: false` into the checkout.
package gate.policies.pipeline.credentials_kept_in_checkout

import data.gate

deny contains finding if {
	some kept in input.facts.kept_credentials
	kept.uploaded == true
	finding := about(kept, sprintf("%s uploads the whole workspace with the token that the checkout has left in it", [kept.uploads]))
}

unknown contains finding if {
	some kept in input.facts.kept_credentials
	kept.uploaded == null
	finding := about(kept, sprintf("whether %s uploads the token that the checkout has left in the workspace cannot be said: %s", [kept.uploads, kept.why]))
}

about(kept, message) := gate.followed(kept, message, sprintf("%s/%s", [kept.about, kept.uploads]))
