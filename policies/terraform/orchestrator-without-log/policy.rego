# METADATA
# title: What runs workflows or builds keeps no full log
# description: >-
#   Workflows and builds act with rights of their own on data and production. Their logs show what was run, with what
#   result and after whose change; without them a failed or forged run leaves nothing to look at.
# related_resources:
#   - https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
#   - https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html
#   - https://cloud.google.com/workflows/docs/log-workflow
# custom:
#   id: TF066
#   severity: medium
#   confidence: medium
#   input: terraform
#   aliases:
#     - CKV_AWS_242
#     - CKV_AWS_243
#     - CKV_AWS_244
#     - CKV_AWS_314
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
#     Switch the log on for every part of the service: errors of a state machine at least, all five kinds of Airflow
#     logs, the logs of each build. On Azure add a diagnostic setting.
#   answers: >-
#     Write the level or the switch of the log as a constant, or plan again once what it is computed from has been
#     applied.
package gate.policies.terraform.orchestrator_without_log

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service in {"orchestration", "delivery"}
	property.holds == false
	finding := properties.lacking(property, "runs jobs without a full log")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service in {"orchestration", "delivery"}
	property.holds == null
	finding := properties.open(property, "runs jobs without a full log")
}
