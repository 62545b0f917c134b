# METADATA
# title: A queue, topic, event bus or stream is open to everybody
# description: >-
#   Its policy lets everybody with an account anywhere send or read messages, and no condition says who is meant.
#   Payments and claims that travel there can be read by strangers, or invented by them. Deny statements beside it
#   are not weighed.
# related_resources:
#   - https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# custom:
#   id: TF116
#   severity: critical
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV_AWS_168
#     - CKV_AWS_169
#     - CKV_AWS_387
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
#     Name the accounts, roles or services that need it. Where a service calls for others, keep everybody to
#     aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID, with StringEquals or ArnEquals.
#   answers: >-
#     Write the principals and the conditions of the policy into the code, or plan again once what they are
#     computed from has been applied.
package gate.policies.terraform.public_message_policy

import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "resource"
	grant.of in {
		"aws_cloudwatch_event_bus_policy", "aws_cloudwatch_log_destination_policy", "aws_kinesis_resource_policy",
		"aws_msk_cluster_policy", "aws_sns_topic", "aws_sns_topic_policy", "aws_sqs_queue", "aws_sqs_queue_policy",
	}
	grant.effect == "allow"
	grant.who.everybody == true
	grant.restricted == false
	finding := grants.public(grant)
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "resource"
	grant.of in {
		"aws_cloudwatch_event_bus_policy", "aws_cloudwatch_log_destination_policy", "aws_kinesis_resource_policy",
		"aws_msk_cluster_policy", "aws_sns_topic", "aws_sns_topic_policy", "aws_sqs_queue", "aws_sqs_queue_policy",
	}
	grants.may_be_public(grant)
	finding := grants.open(grant, "lets everybody in")
}
