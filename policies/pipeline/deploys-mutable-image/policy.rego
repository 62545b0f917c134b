# METADATA
# title: Production is told to run an image by a name that can come to mean another one
# description: >-
#   What `latest`, the name of a branch or no tag at all means changes with every push to the registry. A restart of a
#   machine then starts other code than was approved and scanned, nobody can say what ran last week, and a rollback
#   goes nowhere. A digest, or a tag that is made of the commit or the version, stays what it is.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/overview/#container-images
#   - https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   id: CI059
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
#     Deploy what the same run has built: a tag made of the commit (`${{ github.sha }}`, `$CI_COMMIT_SHA`), or better
#     the digest that the build prints (`image@sha256:…`, the output `digest` of docker/build-push-action).
#   answers: >-
#     Write the name of the environment into the job.
#   parameters:
#     production_pattern:
#       description: >-
#         A regular expression for names and arguments that mean production.
#       default: '(?i)(^|[^a-z])(prod|production|live)([^a-z]|$)'
package gate.policies.pipeline.deploys_mutable_image

import data.gate

deny contains finding if {
	some rollout in input.facts.rollouts
	rollout.environments != null
	some subject in production(array.concat(rollout.environments, rollout.signs))
	words := "%s puts %s into production (%s): %s"
	message := sprintf(words, [rollout.tool, rollout.image, subject, weakness[rollout.pin]])
	finding := gate.followed(rollout, message, key(rollout))
}

# Nobody can tell whether the environment is production.
unknown contains finding if {
	some rollout in input.facts.rollouts
	rollout.environments == null
	words := "whether %s puts %s into production is decided when it runs: %s"
	finding := gate.followed(rollout, sprintf(words, [rollout.tool, rollout.image, weakness[rollout.pin]]), key(rollout))
}

weakness := {
	"latest": "`latest` means another image after each push",
	"none": "without a tag it is whatever `latest` means then",
	"branch": "the tag of a branch or stage means another image after each push",
}

# The first of the names that means production. That of the environment decides where there is one.
production(names) := array.slice(signs, 0, 1) if {
	pattern := data.gate.parameters["deploys-mutable-image"].production_pattern
	signs := [name | some name in names; regex.match(pattern, name)]
}

key(rollout) := sprintf("%s/%s/%s", [rollout.about, rollout.tool, rollout.image])
