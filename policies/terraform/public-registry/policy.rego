# METADATA
# title: A registry of images is open to the internet
# description: >-
#   Images hold the code of a company, and often more than was meant to be in them. A registry that everybody reads
#   gives that away, and one that everybody reaches lets stolen credentials put a changed image where production takes
#   it from.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECR/latest/public/what-is-ecr.html
#   - https://learn.microsoft.com/en-us/azure/container-registry/container-registry-access-selected-networks
# custom:
#   id: TF036
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV_AZURE_138
#     - CKV_AZURE_139
#   controls:
#     - nist-800-53:AC-3
#     - nist-800-53:SC-7
#     - csf-2:PR.IR-01
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:CC6.6
#     - iso-27001:A.8.20
#     - iso-27001:A.8.22
#     - pci-dss:1.4.4
#     - sox-itgc:LA
#   remediation: >-
#     Keep images in a private registry. Switch anonymous pulls off, and public access too, or deny by default and allow
#     only the networks of your builds and clusters.
#   answers: >-
#     Write the access settings of the registry into the code, or plan again once what they are computed from has been
#     applied.
package gate.policies.terraform.public_registry

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service == "registry"
	property.holds == false
	finding := properties.lacking(property, "is open to the internet")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service == "registry"
	property.holds == null
	finding := properties.open(property, "is open to the internet")
}
