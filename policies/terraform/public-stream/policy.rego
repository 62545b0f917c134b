# METADATA
# title: A stream or a message broker can be reached from the internet
# description: >-
#   Queues and streams carry payments, claims and readings before any system has checked them. Who reaches the broker
#   from outside can try to read them, or to send false ones that the systems behind it take for true.
# related_resources:
#   - https://docs.aws.amazon.com/msk/latest/developerguide/public-access.html
#   - https://learn.microsoft.com/en-us/azure/event-hubs/network-security
#   - https://cloud.google.com/dataflow/docs/guides/routes-firewall
# custom:
#   id: TF034
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0072
#     - CKV_AWS_291
#     - CKV_AWS_69
#     - CKV_AZURE_106
#     - CKV_AZURE_108
#     - CKV_AZURE_193
#     - CKV_AZURE_204
#     - CKV_GCP_94
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
#     Switch the public endpoint of the broker off and connect senders and readers over a private endpoint. Where
#     partners must connect, allow only their networks.
#   answers: >-
#     Write the public access setting and the allowed networks into the code, or plan again once what they are computed
#     from has been applied.
package gate.policies.terraform.public_stream

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"streaming", "messaging"}
	property.holds == false
	finding := properties.lacking(property, "can be reached from the internet")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"streaming", "messaging"}
	property.holds == null
	finding := properties.open(property, "can be reached from the internet")
}
