# METADATA
# title: The control plane of a cluster is open
# description: >-
#   The control plane decides what runs on every machine of a cluster and hands out its secrets. When everybody reaches
#   it, one leaked token or one flaw in its interface gives the whole cluster away.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
#   - https://learn.microsoft.com/en-us/azure/aks/private-clusters
#   - https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation
# custom:
#   id: TF042
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0040
#     - AWS-0041
#     - AZU-0041
#     - CKV_AWS_38
#     - CKV_AWS_39
#     - CKV_AZURE_115
#     - CKV_AZURE_6
#     - CKV_GCP_18
#     - CKV_GCP_20
#     - GCP-0053
#     - GCP-0061
#   controls:
#     - nist-800-53:SC-7
#     - nist-800-53:SC-7(5)
#     - nist-800-53:AC-17
#     - csf-2:PR.IR-01
#     - soc2:CC6.6
#     - iso-27001:A.8.20
#     - iso-27001:A.8.22
#     - pci-dss:1.3.1
#     - pci-dss:1.4.1
#     - sox-itgc:LA
#   remediation: >-
#     Make the endpoint of the control plane private, or allow only the networks of operators and deliveries. Switch off
#     commands that reach the cluster around that endpoint.
#   answers: >-
#     Write the endpoint settings and the allowed networks into the cluster, or plan again once what they are computed
#     from has been applied.
package gate.policies.terraform.open_control_plane

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "private-control-plane"
	property.holds == false
	finding := properties.lacking(property, "leaves its control plane open")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "private-control-plane"
	property.holds == null
	finding := properties.open(property, "leaves its control plane open")
}
