# METADATA
# title: Logs are kept for less time than is asked for
# description: >-
#   Intrusions are often found only months later, and an auditor asks about a whole year. Logs that are deleted after 30
#   days can answer neither. PCI DSS asks for 12 months, and others for more.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
#   - https://learn.microsoft.com/en-us/azure/azure-monitor/logs/data-retention-configure
#   - https://cloud.google.com/logging/docs/buckets
# custom:
#   id: TF070
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV_AZURE_37
#   controls:
#     - nist-800-53:AU-11
#     - csf-2:PR.PS-04
#     - soc2:CC7.2
#     - soc2:CC7.3
#     - iso-27001:A.8.15
#     - iso-27001:A.5.33
#     - pci-dss:10.5.1
#     - sox-itgc:CO
#   remediation: >-
#     Raise the retention of the log group, workspace or bucket to the days that your rules ask for. Where that costs
#     too much, move older logs to an archive in the same service (`total_retention_in_days` on Azure) instead of
#     deleting them.
#   answers: >-
#     Write the retention as a number, also where the service would take one by default, or plan again once what it is
#     computed from has been applied.
#   parameters:
#     days:
#       description: >-
#         How many days logs must be kept; 365 is what PCI DSS asks for.
#       default: 365
package gate.policies.terraform.short_log_retention

import data.gate
import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "retained"
	property.service == "logs"
	property.holds == false
	property.days == null
	finding := properties.lacking(property, "does not keep its records long enough")
}

deny contains finding if {
	some property in input.facts.properties
	property.property == "retained"
	property.service == "logs"
	property.days != null
	property.days < days
	finding := short(property)
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "retained"
	property.service == "logs"
	property.holds == null
	finding := properties.open(property, "keeps its records long enough")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "retained"
	property.service == "logs"
	property.holds == true
	property.days == null
	finding := gate.finding(property, property.path, sprintf("how long %s keeps its records cannot be told", [property.about]))
}

# What is not there at all is said in the words of the plan.
short(property) := properties.lacking(property, "does not keep its records long enough") if property.days == 0

short(property) := gate.finding(property, property.path, message) if {
	property.days != 0
	message := sprintf("%s keeps its records for %v days, not for %v", [property.about, property.days, days])
}

days := data.gate.parameters["short-log-retention"].days
