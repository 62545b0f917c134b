# METADATA
# title: An image comes from a registry that the organisation does not use
# description: >-
#   What a job runs in, or beside, is a program with its secrets. Registries of one's own, or a mirror that scans what
#   it hands on, are only worth something if images come from there. Without a list in the parameters nothing is
#   found.
# related_resources:
#   - https://docs.gitlab.com/user/packages/dependency_proxy/
#   - https://docs.github.com/en/actions/how-tos/write-workflows/choose-where-workflows-run/run-jobs-in-a-container
# custom:
#   id: CI055
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:CM-7
#     - nist-800-53:CM-11
#     - nist-800-53:SR-3
#     - ssdf:PO.3.2
#     - csf-2:PR.PS-05
#     - soc2:CC6.8
#     - soc2:CC9.2
#     - iso-27001:A.8.19
#     - iso-27001:A.5.21
#     - pci-dss:6.3.2
#     - cis-github:3.1.1
#     - sox-itgc:CM
#   remediation: >-
#     Take the image from a registry on the list (`registries` of `unapproved-registry` in `.gate/gate.yaml`): copy it
#     there once with `docker buildx imagetools create`, or use the mirror of your organisation.
#   answers: >-
#     Write the registry out, or put the variable that holds it, such as `$CI_REGISTRY_IMAGE`, on the list.
#   parameters:
#     registries:
#       description: >-
#         The registries that may be used, with or without a path: `ghcr.io/acme`, `docker.io/library`,
#         `$CI_REGISTRY_IMAGE`. Empty means all.
#       default: []
package gate.policies.pipeline.unapproved_registry

import data.gate

deny contains finding if {
	some image in input.facts.images
	image.address != null
	address := image.address
	registries := data.gate.parameters["unapproved-registry"].registries
	count(registries) > 0
	not listed(address, registries)
	message := sprintf("%s is fetched as %s, which is of no registry on the list", [image.raw, address])
	finding := gate.keyed(image, image.path, message, sprintf("%s/%s", [image.about, image.repository]))
}

unknown contains finding if {
	some image in input.facts.images
	image.address == null
	registries := data.gate.parameters["unapproved-registry"].registries
	count(registries) > 0
	not listed(image.raw, registries)
	message := sprintf("whether %s comes from a registry on the list cannot be told: %s", [image.raw, image.why])
	finding := gate.keyed(image, image.path, message, sprintf("%s/%s", [image.about, image.repository]))
}

# A registry, or a path in it, as whole names. A variable is what it is written as, and no address begins with a slash.
listed(address, registries) if {
	some registry in registries
	rest := trim_prefix(lower(address), lower(registry))
	regex.match(`^([/:@]|$)`, rest)
}
