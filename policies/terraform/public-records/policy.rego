# METADATA
# title: A store of logs can be reached from the internet
# description: >-
#   Logs name customers, systems and errors, and often hold tokens that nobody meant to write down. When everybody
#   reaches the store, a stolen sign-in reads all of that, and false entries can be sent that hide what really happened.
# related_resources:
#   - https://docs.aws.amazon.com/grafana/latest/userguide/AMG-configure-nac.html
#   - https://learn.microsoft.com/en-us/azure/azure-monitor/logs/private-link-security
# custom:
#   id: TF041
#   severity: high
#   confidence: high
#   input: terraform
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
#     Connect senders and readers of logs over private links, and switch queries and ingestion from the internet off.
#     Open dashboards only to the networks of the people who watch them.
#   answers: >-
#     Write the network settings of the log store or dashboard into the code, or plan again once what they are computed
#     from has been applied.
package gate.policies.terraform.public_records

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service == "logs"
	property.holds == false
	finding := properties.lacking(property, "can be reached from the internet")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service == "logs"
	property.holds == null
	finding := properties.open(property, "can be reached from the internet")
}
