# METADATA
# title: A container or a function is open to the internet
# description: >-
#   A function that anybody may call, or a container with a public address, has nothing in front of it that checks
#   callers, filters attacks or counts requests. Every flaw in its code is then within reach of everybody.
# related_resources:
#   - https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
#   - https://learn.microsoft.com/en-us/azure/azure-functions/functions-networking-options
#   - https://cloud.google.com/run/docs/securing/ingress
# custom:
#   id: TF037
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV_AWS_100
#     - CKV_AWS_258
#     - CKV_AWS_333
#     - CKV_AZURE_143
#     - CKV_AZURE_221
#     - CKV_AZURE_245
#     - CKV_GCP_124
#     - CKV_GCP_25
#     - CKV_GCP_64
#     - GCP-0059
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
#     Ask callers of a function to sign in, take public addresses from tasks and nodes, and let requests in through a
#     gateway or a load balancer that filters them.
#   answers: >-
#     Write the sign-in, the ingress setting or the public address into the code, or plan again once what they are
#     computed from has been applied.
package gate.policies.terraform.public_workload

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"containers", "functions"}
	property.holds == false
	finding := properties.lacking(property, "is open to the internet")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"containers", "functions"}
	property.holds == null
	finding := properties.open(property, "is open to the internet")
}
