# METADATA
# title: Storage allows connections that are weakly encrypted or not at all
# description: >-
#   Files are read and written with keys or tokens that open the whole store. Over plain HTTP, FTP or an old version
#   of TLS both the files and the token can be taken from the wire. A store that still answers in the clear will
#   sooner or later be asked in the clear, by an old client or a mistyped address.
# related_resources:
#   - https://docs.aws.amazon.com/transfer/latest/userguide/security-policies.html
#   - https://learn.microsoft.com/en-us/azure/storage/common/storage-require-secure-transfer
# custom:
#   id: TF023
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - AZU-0008
#     - AZU-0011
#     - CKV_AWS_357
#     - CKV_AZURE_3
#     - CKV_AZURE_44
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
#     Let the store refuse HTTP and FTP, and set TLS 1.2 as the oldest version, or the newest security policy for file
#     transfer. Tell partners who still send files over FTP to change to SFTP or FTPS.
#   answers: >-
#     Write the protocol and the oldest version of TLS into the code, or plan again once what they are computed from
#     has been applied, so that the plan says what the store still answers to.
package gate.policies.terraform.storage_without_tls

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "in-transit"
	property.service in {"storage", "backup"}
	property.holds == false
	finding := properties.lacking(property, "allows connections that are weakly encrypted or not at all")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "in-transit"
	property.service in {"storage", "backup"}
	property.holds == null
	finding := properties.open(property, "allows connections that are weakly encrypted or not at all")
}
