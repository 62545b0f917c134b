# METADATA
# title: A database can be reached from the internet
# description: >-
#   A database with a public address, or behind a network rule that lets everybody in, is one guessed password or one
#   unpatched flaw away from a breach, and nothing in between sees the attempt. Databases, caches and search clusters
#   belong into a network of their own.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
# custom:
#   id: TF030
#   severity: critical
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0180
#     - AZU-0022
#     - CKV2_AZURE_26
#     - CKV_AWS_102
#     - CKV_AWS_137
#     - CKV_AWS_17
#     - CKV_AWS_89
#     - CKV_AZURE_101
#     - CKV_AZURE_113
#     - CKV_AZURE_124
#     - CKV_AZURE_48
#     - CKV_AZURE_53
#     - CKV_AZURE_68
#     - CKV_AZURE_89
#     - CKV_GCP_11
#     - CKV_GCP_60
#   controls:
#     - nist-800-53:AC-3
#     - nist-800-53:SC-7
#     - csf-2:PR.AA-05
#     - csf-2:PR.IR-01
#     - soc2:CC6.6
#     - iso-27001:A.8.20
#     - pci-dss:1.4.4
#     - sox-itgc:LA
#   remediation: >-
#     Switch public access off and give the database an endpoint in a private network. Let people in through a bastion or
#     a tunnel that knows who they are.
#   answers: >-
#     Write the setting into the code, or plan again once what it is computed from has been applied, so that the plan says
#     who can reach the database.
package gate.policies.terraform.public_database

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"database", "cache", "search"}
	property.holds == false
	finding := properties.lacking(property, "can be reached from the internet")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"database", "cache", "search"}
	property.holds == null
	finding := properties.open(property, "can be reached from the internet")
}
