# METADATA
# title: A function, a container or a machine runs without isolation
# description: >-
#   What runs outside a network of your own reaches the whole internet, and nothing of yours limits or records where it
#   sends data. A container or task with the rights of an administrator can also leave its sandbox.
# related_resources:
#   - https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
#   - https://learn.microsoft.com/en-us/azure/container-instances/container-instances-virtual-network-concepts
# custom:
#   id: TF046
#   severity: low
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV_AWS_117
#     - CKV_AZURE_98
#   controls:
#     - nist-800-53:AC-4
#     - nist-800-53:SC-7(5)
#     - csf-2:PR.IR-01
#     - soc2:CC6.6
#     - soc2:CC6.7
#     - iso-27001:A.8.22
#     - iso-27001:A.8.23
#     - pci-dss:1.3.2
#     - sox-itgc:LA
#   remediation: >-
#     Attach the function, container or pool to a subnet of your own, let only the targets that it needs through the
#     firewall there, and run it without the rights of an administrator.
#   answers: >-
#     Write the subnet and the rights of the workload into the code, or plan again once what they are computed from has
#     been applied.
package gate.policies.terraform.workload_not_isolated

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "isolated"
	property.service in {"compute", "containers", "functions", "network", "storage", "delivery"}
	property.holds == false
	finding := properties.lacking(property, "runs without isolation")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "isolated"
	property.service in {"compute", "containers", "functions", "network", "storage", "delivery"}
	property.holds == null
	finding := properties.open(property, "runs without isolation")
}
