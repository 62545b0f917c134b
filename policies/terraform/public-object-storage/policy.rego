# METADATA
# title: Object storage is open to everybody
# description: >-
#   A bucket that anybody on the internet may read or write is the most common way in which a company loses customer
#   data. Access lists, policies and switched-off public access blocks open it; a block that is on keeps it shut
#   whatever the others say.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
#   - https://learn.microsoft.com/en-us/azure/storage/blobs/anonymous-read-access-prevent
#   - https://cloud.google.com/storage/docs/public-access-prevention
# custom:
#   id: TF001
#   severity: critical
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0086
#     - AWS-0087
#     - AWS-0091
#     - AWS-0092
#     - AWS-0093
#     - AWS-0094
#     - AZU-0007
#     - CKV2_AWS_6
#     - CKV_AWS_20
#     - CKV_AWS_53
#     - CKV_AWS_54
#     - CKV_AWS_55
#     - CKV_AWS_56
#     - CKV_AWS_57
#     - CKV_AWS_70
#     - CKV_AZURE_190
#     - CKV_AZURE_34
#     - CKV_AZURE_59
#     - CKV_GCP_28
#     - GCP-0001
#   controls:
#     - nist-800-53:AC-3
#     - nist-800-53:AC-6
#     - nist-800-53:SC-7
#     - csf-2:PR.AA-05
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:CC6.6
#     - soc2:C1.1
#     - iso-27001:A.8.3
#     - iso-27001:A.5.15
#     - pci-dss:1.4.4
#     - pci-dss:7.2.1
#     - sox-itgc:LA
#   remediation: >-
#     Take the public grant away, or limit it to your organisation or network, and switch all four settings of the
#     public access block on. Serve what is meant for everybody through a content delivery network.
#   answers: >-
#     Write the access list, the policy and the four settings of the public access block into the code, or plan again
#     once what they depend on has been applied, so that the plan says who is let in.
package gate.policies.terraform.public_object_storage

import data.gate

deny contains finding if {
	some exposure in input.facts.exposures
	exposure.public == true
	finding := said(exposure, sprintf("%s %s", [exposure.about, granted(exposure)]))
}

# The grant is there; whether a block keeps it without effect cannot be known.
unknown contains finding if {
	some exposure in input.facts.exposures
	exposure.public == null
	exposure.to != null
	question := sprintf("%s %s; whether that is blocked", [exposure.about, granted(exposure)])
	finding := said(exposure, gate.doubt(question, exposure.why))
}

# The grant itself cannot be known.
unknown contains finding if {
	some exposure in input.facts.exposures
	exposure.to == null
	finding := said(exposure, gate.doubt(sprintf("whether %s lets everybody in", [exposure.about]), exposure.why))
}

# A public access block is one thing with four switches: one finding says which of them are off.
deny contains finding if {
	some block in input.facts.access_blocks
	block.on == false
	finding := gate.finding(block, block.path, sprintf("%s leaves %s off", [block.about, concat(", ", block.switches)]))
}

unknown contains finding if {
	some block in input.facts.access_blocks
	block.on == null
	question := sprintf("whether %s of %s is on", [concat(", ", block.switches), block.about])
	finding := gate.finding(block, block.path, gate.doubt(question, block.why))
}

granted(exposure) := sprintf("grants access to %s by its access list", [exposure.to]) if exposure.by == "access-list"

granted(exposure) := sprintf("grants access to %s by its policy", [exposure.to]) if exposure.by == "policy"

granted(exposure) := sprintf("grants access to %s", [exposure.to]) if exposure.by == "member"

granted(exposure) := "allows access without signing in" if exposure.by == "setting"

said(exposure, message) := gate.finding(exposure, exposure.path, message) if exposure.via == []

# What stands in a data source is called by the policy that takes it from there.
said(exposure, message) := gate.followed(exposure, message, key) if {
	exposure.via != []
	key := sprintf("%s\n%s", [message, exposure.about])
}
