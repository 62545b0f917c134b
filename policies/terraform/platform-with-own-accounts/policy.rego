# METADATA
# title: A platform gives access past the central accounts
# description: >-
#   Passwords, keys and publishing users that a platform keeps for itself are not ended with the central account, ask
#   for no second factor, and are used by several people. So do interfaces that ask nobody to sign in; all of them leave
#   a log without names.
# related_resources:
#   - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
#   - https://learn.microsoft.com/en-us/azure/app-service/configure-basic-auth-disable
#   - https://cloud.google.com/compute/docs/oslogin
# custom:
#   id: TF053
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AZU-0039
#     - AZU-0042
#     - CKV_AZURE_126
#     - CKV_AZURE_137
#     - CKV_AZURE_141
#     - CKV_AZURE_149
#     - CKV_AZURE_184
#     - CKV_AZURE_49
#     - CKV_AZURE_5
#     - CKV_GCP_13
#     - CKV_GCP_33
#     - CKV_GCP_34
#     - CKV_GCP_7
#     - GCP-0036
#     - GCP-0042
#     - GCP-0062
#     - GCP-0064
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
#     Switch local users, passwords and keys of the platform off, and ask for the identity service of the cloud or the
#     central directory wherever people or programs sign in.
#   answers: >-
#     Write the way of signing in of the platform into the code, or plan again once what it is computed from has been
#     applied.
package gate.policies.terraform.platform_with_own_accounts

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "central-authentication"
	property.service in {
		"analytics", "compute", "containers", "functions", "identity", "logs", "network", "orchestration",
		"registry", "secrets",
	}
	property.holds == false
	finding := properties.lacking(property, "gives access past the central accounts")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "central-authentication"
	property.service in {
		"analytics", "compute", "containers", "functions", "identity", "logs", "network", "orchestration",
		"registry", "secrets",
	}
	property.holds == null
	finding := properties.open(property, "gives access past the central accounts")
}
