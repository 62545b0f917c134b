# METADATA
# title: Data or its records are kept for less time than is usual for them
# description: >-
#   What a stream, a backup plan, an audit policy or a deleted key keeps only briefly is gone before an error is
#   noticed. Each kind has a time of its own: a week for streams, 35 days for backup plans, 90 days for audit records of
#   a database, a year for files under a lock.
# related_resources:
#   - https://docs.aws.amazon.com/config/latest/developerguide/kinesis-stream-backup-retention-check.html
#   - https://docs.aws.amazon.com/config/latest/developerguide/backup-plan-min-frequency-and-min-retention-check.html
#   - https://learn.microsoft.com/en-us/azure/azure-sql/database/auditing-overview
# custom:
#   id: TF071
#   severity: low
#   confidence: high
#   input: terraform
#   aliases:
#     - AZU-0025
#     - AZU-0049
#     - CKV_AZURE_12
#     - CKV_AZURE_24
#   controls:
#     - nist-800-53:AU-11
#     - nist-800-53:SI-12
#     - csf-2:PR.DS-01
#     - csf-2:PR.PS-04
#     - soc2:CC7.3
#     - soc2:PI1.5
#     - iso-27001:A.5.33
#     - pci-dss:10.5.1
#     - sox-itgc:CO
#   remediation: >-
#     Raise the retention: 7 days (168 hours) for streams and queues, 35 days for backup plans, 90 days for audit
#     records and flow logs, 365 days for files under a lock. Zero means without end where the service says so.
#   answers: >-
#     Write the retention as a number, also where the service would take one by default, or plan again once what it is
#     computed from has been applied.
#   parameters:
#     days:
#       description: >-
#         How many days everything must be kept at least. What a kind of resource needs beyond that (35, 90 or 365 days)
#         is asked for whatever stands here.
#       default: 7
package gate.policies.terraform.short_data_retention

import data.gate
import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "retained"
	property.service in {"storage", "backup", "database", "warehouse", "streaming", "messaging", "compute", "network", "orchestration", "keys", "secrets"}
	property.holds == false
	finding := properties.lacking(property, "keeps what it holds for too short a time")
}

deny contains finding if {
	some property in input.facts.properties
	property.property == "retained"
	property.service in {"storage", "backup", "database", "warehouse", "streaming", "messaging", "compute", "network", "orchestration", "keys", "secrets"}
	property.holds == true
	property.days != null
	property.days < days
	message := sprintf("%s keeps what it holds for %v days, not for %v", [property.about, property.days, days])
	finding := gate.finding(property, property.path, message)
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "retained"
	property.service in {"storage", "backup", "database", "warehouse", "streaming", "messaging", "compute", "network", "orchestration", "keys", "secrets"}
	property.holds == null
	finding := properties.open(property, "keeps what it holds long enough")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "retained"
	property.service in {"storage", "backup", "database", "warehouse", "streaming", "messaging", "compute", "network", "orchestration", "keys", "secrets"}
	property.holds == true
	property.days == null
	finding := gate.finding(property, property.path, sprintf("how long %s keeps what it holds cannot be told", [property.about]))
}

days := data.gate.parameters["short-data-retention"].days
