# METADATA
# title: Tags of images can be overwritten
# description: >-
#   Where a tag can be moved, what was reviewed and scanned yesterday is not what runs today, and nobody sees the
#   difference. Whoever can push can then put code into production without a release.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
#   - https://cloud.google.com/artifact-registry/docs/docker/troubleshoot
# custom:
#   id: TF096
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0031
#     - CKV_AWS_51
#   controls:
#     - nist-800-53:CM-2
#     - nist-800-53:CM-14
#     - nist-800-53:SR-3
#     - csf-2:PR.PS-01
#     - soc2:CC8.1
#     - iso-27001:A.8.9
#     - pci-dss:6.3.2
#     - sox-itgc:CM
#   remediation: >-
#     Make tags immutable and give every build a tag of its own, such as the commit. Deploy by digest where you can.
#   answers: >-
#     Write the mutability of tags as a constant, or plan again once what it is computed from has been applied.
package gate.policies.terraform.overwritable_image

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "immutable-image"
	property.service == "registry"
	property.holds == false
	finding := properties.lacking(property, "lets its images be overwritten")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "immutable-image"
	property.service == "registry"
	property.holds == null
	finding := properties.open(property, "lets its images be overwritten")
}
