# METADATA
# title: Files, disks, machines or clusters have no backups, or do not keep them long enough
# description: >-
#   Files and disks are lost by mistakes and by ransomware more often than by broken hardware. Only a backup that is
#   kept apart and long enough brings them back.
# related_resources:
#   - https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html
#   - https://learn.microsoft.com/en-us/azure/backup/backup-overview
#   - https://cloud.google.com/compute/docs/disks/scheduled-snapshots
# custom:
#   id: TF076
#   severity: medium
#   confidence: medium
#   input: terraform
#   aliases:
#     - CKV2_AZURE_12
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
#     Switch automatic backups on, or put the file system, disk or machine into a backup plan of the same code. Keep
#     backups for 7 days at least, and store them in more than one zone or region.
#   answers: >-
#     Write the days and the plan of the backups into the code, also where the service would decide them, or plan again
#     once what they are computed from has been applied.
#   parameters:
#     days:
#       description: >-
#         How many days backups must be kept.
#       default: 7
package gate.policies.terraform.store_without_backup

import data.gate
import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "backed-up"
	property.service in {"storage", "backup", "compute", "containers"}
	property.holds == false
	property.days == null
	finding := properties.lacking(property, "is not backed up well enough")
}

deny contains finding if {
	some property in input.facts.properties
	property.property == "backed-up"
	property.service in {"storage", "backup", "compute", "containers"}
	property.days != null
	property.days < days
	finding := short(property)
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "backed-up"
	property.service in {"storage", "backup", "compute", "containers"}
	property.holds == null
	finding := properties.open(property, "is backed up well enough")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "backed-up"
	property.service in {"storage", "backup", "compute", "containers"}
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

days := data.gate.parameters["store-without-backup"].days
