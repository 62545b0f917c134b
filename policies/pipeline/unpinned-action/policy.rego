# METADATA
# title: Code from elsewhere runs in the pipeline at a version that can be changed
# description: >-
#   A tag or a branch is a name that its owner, or whoever took over the account, can point at other code at any time.
#   That code runs with the secrets of the pipeline. Only a full commit hash, or the digest of an image, stays what was
#   reviewed.
# related_resources:
#   - https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
#   - https://docs.gitlab.com/ci/components/#use-a-component
# custom:
#   id: CI001
#   severity: high
#   confidence: high
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
#     Replace the version with the full commit hash that it stands for and keep the version as a comment behind it;
#     `git ls-remote https://github.com/OWNER/NAME VERSION "VERSION^{}"` prints the hash in its last line. For an image
#     use its sha256 digest. Dependabot and Renovate keep such pins up to date.
#   answers: >-
#     Write the version where it is used instead of taking it from a variable: a full commit hash, or the sha256
#     digest of an image.
#   parameters:
#     trusted_owners:
#       description: Owners, or starts of image names, whose versions are accepted as they are, such as actions.
#       default: []
#     images:
#       description: Whether the images of jobs and services must be pinned too.
#       default: false
package gate.policies.pipeline.unpinned_action

import data.gate

deny contains finding if {
	some reference in input.facts.references
	reference.pin in {"tag", "semver", "branch", "latest", "none"}
	is_judged(reference)
	message := sprintf("%s is pinned to %s", [reference.name, weakness[reference.pin]])
	finding := gate.keyed(reference, reference.path, message, reference.raw)
}

unknown contains finding if {
	some reference in input.facts.references
	reference.pin == null
	is_judged(reference)
	message := sprintf("which version of %s runs is decided by a variable", [reference.name])
	finding := gate.keyed(reference, reference.path, message, reference.raw)
}

weakness := {
	"tag": "a tag, which can be moved",
	"semver": "a tag, which can be moved",
	"branch": "a branch, which changes with every commit",
	"latest": "whatever is the latest version",
	"none": "no version at all",
}

is_judged(reference) if {
	parameters := data.gate.parameters["unpinned-action"]
	reference.kind in array.concat(
		["action", "reusable_workflow", "docker", "project", "remote", "component"],
		[kind | parameters.images == true; kind := "image"],
	)
	origin := lower(reference.origin)
	not trusted(parameters.trusted_owners, origin)
}

trusted(owners, origin) if {
	some owner in owners
	startswith(sprintf("%s/", [origin]), sprintf("%s/", [lower(owner)]))
}
