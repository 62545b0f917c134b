# METADATA
# title: A database gives access past the central accounts
# description: >-
#   Passwords that only the database knows stay valid when their owner leaves, are shared, and end up in files. When the
#   central directory or the identity service of the cloud decides, one place takes access away and one log shows who
#   used it.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
#   - https://learn.microsoft.com/en-us/azure/azure-sql/database/authentication-azure-ad-only-authentication
#   - https://cloud.google.com/sql/docs/postgres/iam-authentication
# custom:
#   id: TF050
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0176
#     - CKV2_AWS_52
#     - CKV_AWS_161
#     - CKV_AWS_162
#     - CKV_AWS_359
#     - CKV_AZURE_140
#     - CKV_GCP_95
#   controls:
#     - nist-800-53:AC-2
#     - nist-800-53:IA-5
#     - csf-2:PR.AA-01
#     - soc2:CC6.1
#     - soc2:CC6.2
#     - iso-27001:A.5.17
#     - iso-27001:A.8.2
#     - pci-dss:8.6.3
#     - sox-itgc:LA
#   remediation: >-
#     Switch sign-in through the central directory or the identity service on, and sign-in with passwords or keys of the
#     database off. Move applications to short-lived tokens first.
#   answers: >-
#     Write the way of signing in and the engine into the code, or plan again once what they are computed from has been
#     applied.
package gate.policies.terraform.database_with_own_accounts

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "central-authentication"
	property.service in {"database", "cache", "search", "warehouse"}
	property.holds == false
	finding := properties.lacking(property, "gives access past the central accounts")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "central-authentication"
	property.service in {"database", "cache", "search", "warehouse"}
	property.holds == null
	finding := properties.open(property, "gives access past the central accounts")
}
