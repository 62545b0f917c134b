# METADATA
# title: A scheduler or a build service is open to the internet
# description: >-
#   Schedulers and build services start every job with rights of their own, and know the passwords of what they connect.
#   Whoever gets into one from outside runs code in production without touching a server, and public build logs tell
#   how.
# related_resources:
#   - https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html
#   - https://learn.microsoft.com/en-us/azure/data-factory/data-factory-private-link
#   - https://cloud.google.com/composer/docs/how-to/managing/configuring-private-ip
# custom:
#   id: TF039
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - AZU-0035
#     - CKV2_AWS_66
#     - CKV2_AZURE_24
#     - CKV_AZURE_104
#     - CKV_GCP_86
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
#     Give the web server of the scheduler a private endpoint, or allow only the networks of those who operate it. Keep
#     build projects and their logs private, and their workers without public addresses.
#   answers: >-
#     Write the access mode, the allowed networks or the visibility into the code, or plan again once what they are
#     computed from has been applied.
package gate.policies.terraform.public_orchestrator

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"orchestration", "delivery"}
	property.holds == false
	finding := properties.lacking(property, "is open to the internet")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"orchestration", "delivery"}
	property.holds == null
	finding := properties.open(property, "is open to the internet")
}
