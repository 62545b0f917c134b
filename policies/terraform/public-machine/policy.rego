# METADATA
# title: A machine is open to the outside
# description: >-
#   A machine with a public address is tried by scanners within minutes, and its services are only as safe as its last
#   patch. The same holds for web apps without a filter, for consoles on a serial port, and for images that every
#   account may start.
# related_resources:
#   - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
#   - https://learn.microsoft.com/en-us/azure/app-service/overview-access-restrictions
#   - https://cloud.google.com/compute/docs/ip-addresses
# custom:
#   id: TF033
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0009
#     - CKV_AWS_88
#     - CKV_AZURE_119
#     - CKV_AZURE_162
#     - CKV_AZURE_222
#     - CKV_GCP_35
#     - CKV_GCP_36
#     - CKV_GCP_40
#     - GCP-0031
#     - GCP-0032
#     - GCP-0043
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
#     Take the public address away and put the machine behind a load balancer, a bastion or the session service of the
#     cloud. Share images only with accounts that you name.
#   answers: >-
#     Write the address setting into the machine or its template, or plan again once the subnet or the value that
#     decides it has been applied.
package gate.policies.terraform.public_machine

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service == "compute"
	property.holds == false
	finding := properties.lacking(property, "is open to the outside")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service == "compute"
	property.holds == null
	finding := properties.open(property, "is open to the outside")
}
