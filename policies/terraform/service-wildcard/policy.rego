# METADATA
# title: An identity can do everything with a whole service
# description: >-
#   Every action of a service on everything in it contains what nobody asked for: to delete the records, to make
#   them public, to switch the log off, to change who may read. Judged are services that hold data, keys, records
#   or identities. What a deny statement, a permissions boundary or a policy of the organisation takes away again
#   is not weighed. What is enough to become an administrator is judged as such.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
# custom:
#   id: TF112
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0345
#   controls:
#     - nist-800-53:AC-6
#     - nist-800-53:AC-3
#     - csf-2:PR.AA-05
#     - soc2:CC6.1
#     - soc2:CC6.3
#     - iso-27001:A.5.15
#     - iso-27001:A.8.2
#     - iso-27001:A.5.18
#     - pci-dss:7.2.1
#     - pci-dss:7.2.2
#     - pci-dss:7.2.5
#     - sox-itgc:LA
#   remediation: >-
#     Name the actions that are needed and the resources that they are needed on.
#   answers: >-
#     Write the actions, the resources and the conditions into the code, or plan again once what they are
#     computed from has been applied.
package gate.policies.terraform.service_wildcard

import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "identity"
	grant.kind == "statement"
	grant.effect == "allow"
	grants.ordinary(grant)
	by := wholly(grant)
	count(by) > 0
	finding := grants.said(grant, sprintf("allows %s on everything there", [grants.words(by)]))
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "identity"
	grant.kind == "statement"
	grant.administrator == false
	grants.may_allow(grant)
	not is_wrong(grant)
	some service in services
	grants.may_cover(grant.actions, {sprintf("%s:%s", [service, any])})
	grants.may_be_everything(grant.resources, service)
	not grants.may_escalate(grant)
	finding := grants.open(grant, "allows every action of a service on everything there")
}

is_wrong(grant) if {
	grant.effect == "allow"
	count(wholly(grant)) > 0
}

# The texts by which it does, but for those that are judged as more.
wholly(grant) := texts - grants.escalations(grant) if {
	whole := {service | some service in services; grants.is_everything(grant.resources, service)}
	names := {name | some service in whole; name := sprintf("%s:%s", [service, any])}
	texts := grants.covering(grant.actions, names)
}

# An action that no service has: only a wildcard for all of them covers it.
any := "=any-one="

services := {
	"athena", "backup", "bedrock", "cloudtrail", "dynamodb", "ec2", "ecr", "es", "glue", "iam", "kinesis", "kms", "lambda",
	"logs", "rds", "redshift", "s3", "sagemaker", "secretsmanager", "sns", "sqs", "ssm", "sts",
}
