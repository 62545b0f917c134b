# METADATA
# title: A database has no backups, or does not keep them long enough
# description: >-
#   A deleted table, a wrong release or ransomware can only be undone from a backup that is older than the damage. A day
#   is often too short to notice it, and a copy in the same zone is lost together with the zone.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html
#   - https://learn.microsoft.com/en-us/azure/postgresql/flexible-server/concepts-backup-restore
#   - https://cloud.google.com/sql/docs/postgres/backup-recovery/backups
# custom:
#   id: TF075
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0024
#     - AWS-0050
#     - CKV_AWS_134
#     - CKV_AWS_28
#     - CKV_AWS_360
#     - CKV_AWS_361
#     - CKV_AZURE_102
#     - CKV_AZURE_129
#     - CKV_AZURE_136
#     - CKV_AZURE_94
#     - CKV_GCP_14
#     - GCP-0024
#   controls:
#     - nist-800-53:CP-9
#     - nist-800-53:CP-10
#     - csf-2:PR.DS-11
#     - soc2:A1.2
#     - soc2:CC7.5
#     - iso-27001:A.8.13
#     - pci-dss:12.10.1
#     - sox-itgc:CO
#   remediation: >-
#     Switch automatic backups and point-in-time recovery on, keep them for 7 days at least, and store them in more than
#     one place where the service offers it. Restore one now and then, so that you know that it works.
#   answers: >-
#     Write the days and the switches of the backups as constants, or plan again once what they are computed from has
#     been applied.
#   parameters:
#     days:
#       description: >-
#         How many days backups must be kept.
#       default: 7
package gate.policies.terraform.database_without_backup

import data.gate
import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "backed-up"
	property.service in {"database", "cache", "search"}
	property.holds == false
	property.days == null
	finding := properties.lacking(property, "is not backed up well enough")
}

deny contains finding if {
	some property in input.facts.properties
	property.property == "backed-up"
	property.service in {"database", "cache", "search"}
	property.days != null
	property.days < days
	finding := short(property)
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "backed-up"
	property.service in {"database", "cache", "search"}
	property.holds == null
	finding := properties.open(property, "is backed up well enough")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "backed-up"
	property.service in {"database", "cache", "search"}
	property.holds == true
	property.days == null
	finding := gate.finding(property, property.path, sprintf("how long %s keeps backups cannot be told", [property.about]))
}

# What is not there at all is said in the words of the plan.
short(property) := properties.lacking(property, "is not backed up well enough") if property.days == 0

short(property) := gate.finding(property, property.path, message) if {
	property.days != 0
	message := sprintf("%s keeps backups for %v days, not for %v", [property.about, property.days, days])
}

days := data.gate.parameters["database-without-backup"].days
