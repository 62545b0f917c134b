# METADATA
# title: A registry or build service does not use a key of your own
# description: >-
#   Images, packages and build results contain your code and sometimes settings that should not have got into them. A
#   key that you manage puts a second permission before them and can be revoked for a partner or a lost account.
#   Registries take the key only when they are made.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
#   - https://learn.microsoft.com/en-us/azure/container-registry/tutorial-enable-customer-managed-keys
#   - https://cloud.google.com/artifact-registry/docs/cmek
# custom:
#   id: TF017
#   severity: low
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0033
#     - CKV_AWS_147
#     - CKV_AWS_219
#     - CKV_AWS_221
#     - CKV_AWS_381
#     - CKV_GCP_84
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
#     Make the registry, repository or build project with a key that you manage, move the images or packages over, and
#     remove the old one. Let the identities that build and deploy use the key.
#   answers: >-
#     Write the key into the code of the registry or build project, or plan again once what it is computed from has
#     been applied.
package gate.policies.terraform.registry_without_customer_key

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"registry", "delivery"}
	property.holds == false
	finding := properties.lacking(property, "keeps code or builds without a key of your own")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"registry", "delivery"}
	property.holds == null
	finding := properties.open(property, "keeps code or builds without a key of your own")
}
