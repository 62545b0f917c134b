# METADATA
# title: A cluster for containers does not log everything that is asked of it
# description: >-
#   The control plane of a cluster decides who may start a container and read a secret. Its audit log is the only record
#   of these decisions, and on most clouds it has to be switched on.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
#   - https://learn.microsoft.com/en-us/azure/aks/monitor-aks
#   - https://cloud.google.com/kubernetes-engine/docs/concepts/about-logs
# custom:
#   id: TF063
#   severity: medium
#   confidence: medium
#   input: terraform
#   aliases:
#     - AWS-0034
#     - AWS-0038
#     - AZU-0040
#     - CKV_AWS_223
#     - CKV_AWS_37
#     - CKV_AWS_65
#     - CKV_AZURE_4
#     - CKV_GCP_1
#     - CKV_GCP_61
#     - CKV_GCP_8
#   controls:
#     - nist-800-53:AU-2
#     - nist-800-53:AU-3
#     - nist-800-53:AU-12
#     - csf-2:PR.PS-04
#     - csf-2:DE.CM-09
#     - soc2:CC7.2
#     - iso-27001:A.8.15
#     - pci-dss:10.2.1
#     - pci-dss:10.2.2
#     - sox-itgc:CO
#   remediation: >-
#     Switch all logs of the control plane on, those of the audit and of the authenticator among them, and send them to
#     where other logs are kept. On Azure that is a diagnostic setting for the cluster.
#   answers: >-
#     Write the kinds of logs as a list of constants, or plan again once what they are computed from has been applied.
package gate.policies.terraform.cluster_without_audit_log

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service == "containers"
	property.holds == false
	finding := properties.lacking(property, "runs containers without a complete log")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service == "containers"
	property.holds == null
	finding := properties.open(property, "runs containers without a complete log")
}
