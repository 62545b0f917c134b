# METADATA
# title: An application, registry or backup vault keeps no log
# description: >-
#   The log of an application, a registry or a backup vault tells what it served, who pulled an image and who restored
#   or deleted a backup. Without it an incident cannot be put together afterwards.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/app-service/troubleshoot-diagnostic-logs
#   - https://learn.microsoft.com/en-us/azure/container-registry/monitor-service
# custom:
#   id: TF069
#   severity: low
#   confidence: medium
#   input: terraform
#   aliases:
#     - CKV_AZURE_63
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
#     Connect the function or application with a workspace for logs, switch its HTTP log on, and give registries and
#     vaults a diagnostic setting. Workstations have an audit agent of their own.
#   answers: >-
#     Write the setting of the log as a constant, or plan again once what it is computed from has been applied.
package gate.policies.terraform.workload_without_log

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service in {"functions", "compute", "registry", "backup"}
	property.holds == false
	finding := properties.lacking(property, "is used without a log")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service in {"functions", "compute", "registry", "backup"}
	property.holds == null
	finding := properties.open(property, "is used without a log")
}
