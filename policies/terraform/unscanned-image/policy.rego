# METADATA
# title: Images are stored or run without a scan
# description: >-
#   Most holes in a container are known and come with its base image. A scan when the image is pushed, or a rule that
#   only approved images may run, stops them before they reach production.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
#   - https://learn.microsoft.com/en-us/azure/defender-for-cloud/defender-for-containers-introduction
#   - https://cloud.google.com/binary-authorization/docs/overview
# custom:
#   id: TF095
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0030
#     - CKV_AWS_163
#     - CKV_AZURE_166
#     - CKV_AZURE_86
#     - CKV_GCP_66
#   controls:
#     - nist-800-53:RA-5
#     - nist-800-53:SI-2
#     - ssdf:RV.1.1
#     - csf-2:ID.RA-01
#     - soc2:CC7.1
#     - iso-27001:A.8.8
#     - pci-dss:6.3.1
#     - pci-dss:11.3.1
#     - sox-itgc:CO
#   remediation: >-
#     Scan images when they are pushed or all the time, and let clusters and services run only images with an
#     attestation (binary authorization in blocking mode on Google Cloud).
#   answers: >-
#     Write the setting of the scan into the code of the registry or repository, or plan again once what it is computed
#     from has been applied.
package gate.policies.terraform.unscanned_image

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "scanned-image"
	property.service in {"registry", "containers", "functions"}
	property.holds == false
	finding := properties.lacking(property, "lets unscanned images through")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "scanned-image"
	property.service in {"registry", "containers", "functions"}
	property.holds == null
	finding := properties.open(property, "lets unscanned images through")
}
