# METADATA
# title: A warehouse or data platform has no backups, or does not keep them long enough
# description: >-
#   A warehouse or metadata store that is lost takes years of prepared data and all definitions with it, and to build it
#   again from its sources takes weeks. A snapshot of one day is gone before a wrong load is noticed.
# related_resources:
#   - https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-snapshots.html
#   - https://learn.microsoft.com/en-us/azure/synapse-analytics/sql-data-warehouse/backup-and-restore
#   - https://cloud.google.com/composer/docs/composer-2/save-load-snapshots
# custom:
#   id: TF077
#   severity: medium
#   confidence: high
#   input: terraform
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
#     Keep automatic snapshots for 7 days at least, switch scheduled backups of metadata stores and environments on, and
#     let backups be stored in another region.
#   answers: >-
#     Write the days and the switches of the backups as constants, or plan again once what they are computed from has
#     been applied.
#   parameters:
#     days:
#       description: >-
#         How many days backups must be kept.
#       default: 7
package gate.policies.terraform.platform_without_backup

import data.gate
import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "backed-up"
	property.service in {"warehouse", "analytics", "orchestration"}
	property.holds == false
	property.days == null
	finding := properties.lacking(property, "is not backed up well enough")
}

deny contains finding if {
	some property in input.facts.properties
	property.property == "backed-up"
	property.service in {"warehouse", "analytics", "orchestration"}
	property.days != null
	property.days < days
	finding := short(property)
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "backed-up"
	property.service in {"warehouse", "analytics", "orchestration"}
	property.holds == null
	finding := properties.open(property, "is backed up well enough")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "backed-up"
	property.service in {"warehouse", "analytics", "orchestration"}
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

days := data.gate.parameters["platform-without-backup"].days
