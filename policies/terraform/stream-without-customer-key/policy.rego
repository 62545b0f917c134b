# METADATA
# title: A stream or queue does not use a key of your own
# description: >-
#   Payments and claims wait in topics, queues and streams for hours or days, often with the same personal data as the
#   database behind them. With a key of the cloud provider anybody whom the service lets in can read them. A key of
#   your own needs a second permission, records each use, and can be revoked.
# related_resources:
#   - https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html
#   - https://learn.microsoft.com/en-us/azure/event-hubs/configure-customer-managed-key
#   - https://cloud.google.com/pubsub/docs/encryption
# custom:
#   id: TF012
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0135
#     - AWS-0136
#     - CKV2_AWS_73
#     - CKV_AWS_177
#     - CKV_AWS_185
#     - CKV_AWS_209
#     - CKV_AWS_241
#     - CKV_AZURE_201
#     - CKV_GCP_83
#     - CKV_GCP_90
#   controls:
#     - nist-800-53:SC-12
#     - nist-800-53:SC-28(1)
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:C1.1
#     - iso-27001:A.8.24
#     - pci-dss:3.6.1
#     - pci-dss:3.7.1
#     - sox-itgc:LA
#   remediation: >-
#     Name a key that you manage in the argument for it, and let the services that send and receive use it: the key
#     policy must name them, or messages get lost. Queues and topics take a new key at any time; brokers and clusters
#     have to be made anew.
#   answers: >-
#     Write the key into the code, or plan again once what it is computed from has been applied, so that the plan says
#     which key the queue, topic or stream uses.
package gate.policies.terraform.stream_without_customer_key

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"streaming", "messaging"}
	property.holds == false
	finding := properties.lacking(property, "keeps what passes through it without a key of your own")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"streaming", "messaging"}
	property.holds == null
	finding := properties.open(property, "keeps what passes through it without a key of your own")
}
