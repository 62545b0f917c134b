# METADATA
# title: A machine gives its metadata without a token
# description: >-
#   A machine gets the credentials of its role from an address that every program on it can ask. Where that address
#   answers plain requests, a web app that can be talked into fetching a link hands those credentials to a stranger.
# related_resources:
#   - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
#   - https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
# custom:
#   id: TF045
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0028
#     - AWS-0130
#     - CKV_AWS_371
#     - CKV_AWS_79
#     - CKV_GCP_69
#     - GCP-0048
#   controls:
#     - nist-800-53:AC-6
#     - nist-800-53:IA-5
#     - csf-2:PR.AA-01
#     - csf-2:PR.AA-05
#     - soc2:CC6.1
#     - iso-27001:A.5.17
#     - iso-27001:A.8.2
#     - sox-itgc:LA
#   remediation: >-
#     Require session tokens for metadata in the machine, its template and the defaults of the region. Give the pods of
#     a cluster the metadata server of the cluster instead of that of the machine.
#   answers: >-
#     Write the token setting into the machine or node pool itself, or plan again once the image or the value that
#     decides it is known.
package gate.policies.terraform.metadata_without_token

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "metadata-v2"
	property.holds == false
	finding := properties.lacking(property, "gives metadata without a token")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "metadata-v2"
	property.holds == null
	finding := properties.open(property, "gives metadata without a token")
}
