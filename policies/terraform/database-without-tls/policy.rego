# METADATA
# title: A database allows connections that are weakly encrypted or not at all
# description: >-
#   Queries, results and passwords of such a connection can be read and changed by whoever sits on the way, also
#   inside your own network. TLS 1.0 and 1.1 have known weaknesses and do not count as protection of card data.
#   Clients fall back to what the server still allows, so the server has to refuse it.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
#   - https://learn.microsoft.com/en-us/azure/postgresql/flexible-server/concepts-networking-ssl-tls
#   - https://cloud.google.com/sql/docs/postgres/configure-ssl-instance
# custom:
#   id: TF020
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0043
#     - AWS-0046
#     - AWS-0051
#     - AWS-0126
#     - AZU-0026
#     - CKV_AWS_202
#     - CKV_AWS_218
#     - CKV_AWS_220
#     - CKV_AWS_228
#     - CKV_AWS_239
#     - CKV_AWS_30
#     - CKV_AWS_6
#     - CKV_AWS_83
#     - CKV_AZURE_147
#     - CKV_AZURE_148
#     - CKV_AZURE_28
#     - CKV_AZURE_29
#     - CKV_AZURE_47
#     - CKV_AZURE_52
#     - CKV_AZURE_54
#     - CKV_AZURE_91
#     - CKV_GCP_6
#     - CKV_GCP_97
#     - GCP-0015
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
#     Let the database, cache or search cluster refuse connections without TLS, and set TLS 1.2 as the oldest version.
#     Look at the connections of its clients first, and give those that still come without TLS the certificate of the
#     server.
#   answers: >-
#     Write the setting into the code, or plan again once what it is computed from has been applied, so that the plan
#     says whether connections without TLS are refused.
package gate.policies.terraform.database_without_tls

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "in-transit"
	property.service in {"database", "cache", "search", "warehouse"}
	property.holds == false
	finding := properties.lacking(property, "allows connections that are weakly encrypted or not at all")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "in-transit"
	property.service in {"database", "cache", "search", "warehouse"}
	property.holds == null
	finding := properties.open(property, "allows connections that are weakly encrypted or not at all")
}
