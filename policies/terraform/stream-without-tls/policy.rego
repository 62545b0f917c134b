# METADATA
# title: A stream or queue allows connections that are weakly encrypted or not at all
# description: >-
#   Events carry the same personal and payment data as the systems that send them. Without TLS between client and
#   broker, between brokers, or on the way to a subscriber, that data and the credentials of the client can be read
#   and changed on the way. TLS 1.0 and 1.1 have known weaknesses and do not count as protection.
# related_resources:
#   - https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html
#   - https://learn.microsoft.com/en-us/azure/event-hubs/transport-layer-security-enforce-minimum-version
#   - https://cloud.google.com/datastream/docs/create-connection-profiles
# custom:
#   id: TF022
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0073
#     - CKV_AWS_365
#     - CKV_AZURE_205
#     - CKV_AZURE_223
#   controls:
#     - nist-800-53:SC-8
#     - nist-800-53:SC-8(1)
#     - nist-800-53:SC-13
#     - csf-2:PR.DS-02
#     - soc2:CC6.7
#     - iso-27001:A.8.24
#     - iso-27001:A.5.14
#     - pci-dss:4.2.1
#     - sox-itgc:LA
#   remediation: >-
#     Allow only TLS between clients and brokers and among brokers, set TLS 1.2 as the oldest version, and deliver to
#     HTTPS addresses. Require TLS for mail that you send.
#   answers: >-
#     Write the setting into the code, or plan again once what it is computed from has been applied, so that the plan
#     says whether the stream, queue or topic refuses plain connections.
package gate.policies.terraform.stream_without_tls

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "in-transit"
	property.service in {"streaming", "messaging"}
	property.holds == false
	finding := properties.lacking(property, "allows connections that are weakly encrypted or not at all")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "in-transit"
	property.service in {"streaming", "messaging"}
	property.holds == null
	finding := properties.open(property, "allows connections that are weakly encrypted or not at all")
}
