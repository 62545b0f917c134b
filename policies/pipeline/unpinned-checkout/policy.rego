# METADATA
# title: A job runs code of another repository that it fetches by a name that can change
# description: >-
#   A checkout or clone of another repository gets whatever its branch or tag means at that moment, and the job runs
#   it beside secrets, a deployment or a token that may write. Nothing of it was reviewed with this repository. Judged
#   is what is fetched and run in one job; what a pipeline takes in by `uses` or `include` is judged by CI001.
# related_resources:
#   - https://github.com/actions/checkout#usage
#   - https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
# custom:
#   id: CI057
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:CM-2
#     - nist-800-53:CM-14
#     - nist-800-53:SR-3
#     - nist-800-53:SI-7
#     - ssdf:PO.3.2
#     - ssdf:PW.4.4
#     - csf-2:GV.SC-07
#     - csf-2:PR.PS-05
#     - soc2:CC6.8
#     - soc2:CC8.1
#     - soc2:CC9.2
#     - iso-27001:A.8.19
#     - iso-27001:A.5.21
#     - iso-27001:A.8.30
#     - pci-dss:6.3.2
#     - cis-github:2.4.2
#     - cis-github:3.1.7
#     - sox-itgc:CM
#   remediation: >-
#     Name the commit: `ref: <full commit hash>` in the checkout, or `git clone …` followed by `git -C DIR checkout
#     <full commit hash>`. `git ls-remote URL BRANCH` prints the hash. Or fetch it in a job without secrets and
#     rights.
#   answers: >-
#     Write the commit out instead of taking it from a variable.
package gate.policies.pipeline.unpinned_checkout

import data.gate

deny contains finding if {
	some code in input.facts.foreign_code
	code.pin in {"tag", "semver", "branch", "latest", "none"}
	some held in array.slice(code.holds, 0, 1)
	words := "%s runs code of %s by %s, where the job %s"
	message := sprintf(words, [code.runs, code.repository, weakness[code.pin], power[held]])
	finding := gate.followed(code, message, key(code))
}

unknown contains finding if {
	some code in input.facts.foreign_code
	code.pin == null
	count(code.holds) > 0
	message := sprintf("which version of %s %s runs is decided by a variable", [code.repository, code.runs])
	finding := gate.followed(code, message, key(code))
}

weakness := {
	"tag": "a tag, which can be moved",
	"semver": "a tag, which can be moved",
	"branch": "a branch, which changes with every commit",
	"latest": "whatever is newest",
	"none": "whatever its default branch is then",
}

power := {
	"deploys": "deploys",
	"publishes": "publishes",
	"secrets": "has secrets",
	"identity": "may ask clouds for tokens",
	"rights": "has a token that may write",
}

key(code) := sprintf("%s/%s", [code.about, code.repository])
