# METADATA
# title: A database, cache or search cluster keeps no audit log
# description: >-
#   When data is stolen or changed, the first question is who did it, and only the log of the database answers it. Most
#   services write such a log only when asked to, and what was not written cannot be had later.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.html
#   - https://learn.microsoft.com/en-us/azure/azure-sql/database/auditing-overview
#   - https://cloud.google.com/sql/docs/sqlserver/db-audit
# custom:
#   id: TF060
#   severity: medium
#   confidence: medium
#   input: terraform
#   aliases:
#     - AWS-0075
#     - AZU-0027
#     - CKV_AWS_101
#     - CKV_AZURE_23
#   controls:
#     - nist-800-53:AU-2
#     - nist-800-53:AU-3
#     - nist-800-53:AU-12
#     - csf-2:PR.PS-04
#     - csf-2:DE.CM-09
#     - soc2:CC7.2
#     - iso-27001:A.8.15
#     - pci-dss:10.2.1
#     - pci-dss:10.2.2
#     - sox-itgc:CO
#   remediation: >-
#     Let the service send its audit log to where the logs of your company are kept: `enabled_cloudwatch_logs_exports`
#     on AWS, an auditing policy or a diagnostic setting on Azure, a bucket for audit files on Google Cloud.
#   answers: >-
#     Write the logs as a list of constants into the code, or plan again once what they are computed from has been
#     applied.
package gate.policies.terraform.database_without_audit_log

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service in {"database", "cache", "search"}
	property.holds == false
	finding := properties.lacking(property, "runs without an audit log")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service in {"database", "cache", "search"}
	property.holds == null
	finding := properties.open(property, "runs without an audit log")
}
