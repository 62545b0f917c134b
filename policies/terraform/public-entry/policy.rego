# METADATA
# title: A part of the network is a way in from outside
# description: >-
#   Load balancers, gateways and subnets with public addresses are where attacks begin. Some must be there; each of them
#   should be known, wanted and watched, and this finding makes the list of them.
# related_resources:
#   - https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
#   - https://learn.microsoft.com/en-us/azure/api-management/virtual-network-concepts
#   - https://cloud.google.com/firewall/docs/firewalls
# custom:
#   id: TF040
#   severity: low
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0053
#     - AWS-0164
#     - CKV_AWS_123
#     - CKV_AWS_130
#     - CKV_AWS_366
#     - CKV_AZURE_174
#     - CKV_GCP_27
#     - GCP-0010
#     - GCP-0027
#   controls:
#     - nist-800-53:SC-7
#     - nist-800-53:SC-7(5)
#     - nist-800-53:AC-17
#     - csf-2:PR.IR-01
#     - soc2:CC6.6
#     - iso-27001:A.8.20
#     - iso-27001:A.8.22
#     - pci-dss:1.3.1
#     - pci-dss:1.4.1
#     - sox-itgc:LA
#   remediation: >-
#     Make the load balancer or the gateway internal, limit its sources to networks that you know, and hand out no
#     public addresses by default. Waive the finding with a reason where customers must come in.
#   answers: >-
#     Write the scheme and the sources of the entry into the code, or plan again once what they are computed from has
#     been applied.
package gate.policies.terraform.public_entry

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"network", "identity"}
	property.holds == false
	finding := properties.lacking(property, "is a way in from outside")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"network", "identity"}
	property.holds == null
	finding := properties.open(property, "is a way in from outside")
}
