# METADATA
# title: A secret or credential is never replaced, or too seldom
# description: >-
#   A password that leaked works until somebody replaces it, and most leaks are never noticed. Secrets that are rotated
#   or expire turn an unnoticed leak into a short one.
# related_resources:
#   - https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
#   - https://learn.microsoft.com/en-us/azure/key-vault/secrets/secrets-best-practices
#   - https://cloud.google.com/secret-manager/docs/secret-rotation
# custom:
#   id: TF091
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AZU-0017
#     - CKV2_AWS_57
#     - CKV2_AZURE_41
#     - CKV_AZURE_172
#     - CKV_AZURE_41
#   controls:
#     - nist-800-53:IA-5
#     - nist-800-53:SC-12
#     - csf-2:PR.AA-01
#     - soc2:CC6.1
#     - iso-27001:A.5.17
#     - pci-dss:8.6.3
#     - sox-itgc:LA
#   remediation: >-
#     Give the secret a rotation schedule or an expiry, passwords a greatest age, and certificates and keys of services
#     automatic renewal. Better still, replace the secret by an identity of the cloud.
#   answers: >-
#     Write the rotation or the expiry into the code of the same plan, or plan again once what it depends on has been
#     applied.
#   parameters:
#     days:
#       description: >-
#         After how many days a secret must be replaced at the latest, where the code says a period.
#       default: 90
package gate.policies.terraform.unrotated_secret

import data.gate
import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "rotated"
	property.service in {"secrets", "identity", "registry", "storage", "database", "analytics", "containers", "network"}
	property.holds == false
	finding := properties.lacking(property, "relies on a secret that nothing replaces")
}

deny contains finding if {
	some property in input.facts.properties
	property.property == "rotated"
	property.service in {"secrets", "identity", "registry", "storage", "database", "analytics", "containers", "network"}
	property.holds == true
	property.days > days
	message := sprintf("%s replaces its secret every %v days, not every %v", [property.about, property.days, days])
	finding := gate.finding(property, property.path, message)
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "rotated"
	property.service in {"secrets", "identity", "registry", "storage", "database", "analytics", "containers", "network"}
	property.holds == null
	finding := properties.open(property, "relies on a secret that nothing replaces")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "rotated"
	property.service in {"secrets", "identity", "registry", "storage", "database", "analytics", "containers", "network"}
	property.holds == true
	property.days == null
	finding := gate.finding(property, property.path, sprintf("how often %s replaces its secret cannot be told", [property.about]))
}

days := data.gate.parameters["unrotated-secret"].days
