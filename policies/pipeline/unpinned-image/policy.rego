# METADATA
# title: A job runs in an image of which the latest version is fetched
# description: >-
#   What `latest` means changes whenever somebody pushes to the registry: a job that passed yesterday runs other code
#   today, with the secrets of the pipeline, and no change of this repository says so. A variable that the file sets is
#   taken for what it says there.
# related_resources:
#   - https://docs.github.com/en/actions/how-tos/write-workflows/choose-where-workflows-run/run-jobs-in-a-container
#   - https://docs.gitlab.com/ci/docker/using_docker_images/
# custom:
#   id: CI018
#   severity: medium
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
#     Name the version and its sha256 digest: `image: postgres:17.2@sha256:…`. Where the parameter `images` of
#     `unpinned-action` asks for the digest of every image, that says it too, and this policy can be turned off.
#   answers: >-
#     Write the version where the image is used, or give the variable its value in the file (`variables`, or the matrix)
#     instead of in the settings.
package gate.policies.pipeline.unpinned_image

import data.gate

# An image that a step is, is judged with the actions.
deny contains finding if {
	some image in input.facts.images
	image.pin in {"latest", "none"}
	image.of != "step"
	message := sprintf("%s runs in whatever is the latest version of %s", [subject(image), image.repository])
	finding := gate.once(gate.keyed(image, image.path, message, image.repository), "image")
}

unknown contains finding if {
	some image in input.facts.images
	image.pin == null
	image.of != "step"
	message := sprintf("which version of %s %s runs in is decided by a variable", [image.raw, subject(image)])
	finding := gate.once(gate.keyed(image, image.path, message, image.repository), "image")
}

# A job that is there with and without a conditional include is one to whoever reads it.
subject(image) := trim_suffix(image.about, " (without a conditional include)") if image.about != ""

subject(image) := "every job" if image.about == ""
