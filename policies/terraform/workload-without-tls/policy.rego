# METADATA
# title: A workload allows connections that are weakly encrypted or not at all
# description: >-
#   Apps, functions, jobs and the connections that they open carry customer data and credentials. Without TLS, with an
#   old version of it, or with certificates that nobody checks, both can be read and changed on the way, also between
#   machines of one cluster. Plain FTP for deployments even hands out the right to change the app.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html
#   - https://learn.microsoft.com/en-us/azure/app-service/overview-tls
#   - https://cloud.google.com/functions/docs/securing
# custom:
#   id: TF024
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0035
#     - CKV2_GCP_10
#     - CKV_AWS_369
#     - CKV_AWS_97
#     - CKV_AZURE_14
#     - CKV_AZURE_145
#     - CKV_AZURE_15
#     - CKV_AZURE_153
#     - CKV_AZURE_154
#     - CKV_AZURE_161
#     - CKV_AZURE_70
#     - CKV_AZURE_78
#   controls:
#     - nist-800-53:SC-8
#     - nist-800-53:SC-8(1)
#     - nist-800-53:SC-13
#     - csf-2:PR.DS-02
#     - soc2:CC6.7
#     - iso-27001:A.8.24
#     - iso-27001:A.5.14
#     - pci-dss:4.2.1
#     - sox-itgc:LA
#   remediation: >-
#     Let the app answer only HTTPS, set TLS 1.2 as the oldest version, and switch plain FTP off. Switch encryption on
#     for mounted file systems, for connections to databases and between the machines of a job, and do not switch the
#     check of certificates off.
#   answers: >-
#     Write the setting into the code, or plan again once what it is computed from has been applied, so that the plan
#     says whether the workload refuses plain connections.
package gate.policies.terraform.workload_without_tls

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "in-transit"
	property.service in {
		"compute",
		"containers",
		"functions",
		"orchestration",
		"ml",
		"analytics",
		"delivery",
		"registry",
		"logs",
		"identity",
		"keys",
		"secrets",
	}
	property.holds == false
	finding := properties.lacking(property, "allows connections that are weakly encrypted or not at all")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "in-transit"
	property.service in {
		"compute",
		"containers",
		"functions",
		"orchestration",
		"ml",
		"analytics",
		"delivery",
		"registry",
		"logs",
		"identity",
		"keys",
		"secrets",
	}
	property.holds == null
	finding := properties.open(property, "allows connections that are weakly encrypted or not at all")
}
