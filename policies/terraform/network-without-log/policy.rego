# METADATA
# title: Network traffic is not logged
# description: >-
#   Balancers, gateways, firewalls and virtual networks see every connection. Without their logs nobody notices a scan
#   or a leak, and nobody can trace an attack once it is known.
# related_resources:
#   - https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
#   - https://learn.microsoft.com/en-us/azure/network-watcher/vnet-flow-logs-overview
#   - https://cloud.google.com/vpc/docs/flow-logs
# custom:
#   id: TF062
#   severity: medium
#   confidence: medium
#   input: terraform
#   aliases:
#     - AWS-0001
#     - AWS-0010
#     - AWS-0178
#     - CKV2_AWS_11
#     - CKV2_AWS_31
#     - CKV2_AWS_39
#     - CKV2_AWS_63
#     - CKV_AWS_176
#     - CKV_AWS_75
#     - CKV_AWS_76
#     - CKV_AWS_86
#     - CKV_AWS_91
#     - CKV_AWS_92
#     - CKV_GCP_26
#     - GCP-0029
#   controls:
#     - nist-800-53:AU-12
#     - nist-800-53:SI-4
#     - csf-2:DE.CM-01
#     - soc2:CC7.2
#     - iso-27001:A.8.15
#     - iso-27001:A.8.16
#     - pci-dss:10.2.1
#     - sox-itgc:CO
#   remediation: >-
#     Switch the access log of the balancer, gateway or firewall on. Give a virtual network a flow log that records what
#     was rejected at least, and best everything.
#   answers: >-
#     Write the setting of the log as a constant, or plan again once what it is computed from has been applied.
package gate.policies.terraform.network_without_log

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service == "network"
	property.holds == false
	finding := properties.lacking(property, "leaves traffic without a log")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service == "network"
	property.holds == null
	finding := properties.open(property, "leaves traffic without a log")
}
