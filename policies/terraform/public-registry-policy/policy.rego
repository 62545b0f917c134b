# METADATA
# title: A registry of images or packages is open to everybody
# description: >-
#   Its policy lets everybody with an account anywhere use it, and no condition says who is meant. Strangers read
#   what is deployed, or put something else in its place. To be read is what a public registry is for: there only
#   writing counts. Deny statements beside it are not weighed.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
#   - https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html
# custom:
#   id: TF118
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0032
#     - CKV_AWS_32
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
#     Name the accounts or roles that pull and those that push, or compare aws:PrincipalOrgID with StringEquals.
#   answers: >-
#     Write the principals and the conditions of the policy into the code, or plan again once what they are
#     computed from has been applied.
package gate.policies.terraform.public_registry_policy

import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "resource"
	grant.of in {
		"aws_codeartifact_domain_permissions_policy", "aws_codeartifact_repository_permissions_policy",
		"aws_ecr_registry_policy", "aws_ecr_repository_policy", "aws_ecrpublic_repository_policy",
	}
	grant.effect == "allow"
	grant.who.everybody == true
	grant.restricted == false
	not only_reads(grant)
	finding := grants.public(grant)
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "resource"
	grant.of in {
		"aws_codeartifact_domain_permissions_policy", "aws_codeartifact_repository_permissions_policy",
		"aws_ecr_registry_policy", "aws_ecr_repository_policy", "aws_ecrpublic_repository_policy",
	}
	may_be_wrong(grant)
	finding := grants.open(grant, "lets everybody in")
}

may_be_wrong(grant) if {
	grants.may_be_public(grant)
	may_write(grant)
}

# Where nobody can tell whether more than reading is allowed.
may_be_wrong(grant) if {
	grant.effect == "allow"
	grant.who.everybody == true
	grant.restricted == false
	only_reads(grant)
	may_write(grant)
}

# To be read is what a public registry is for.
only_reads(grant) if {
	grant.of == "aws_ecrpublic_repository_policy"
	count(grants.covering(grant.actions, writing)) == 0
}

may_write(grant) if grant.of != "aws_ecrpublic_repository_policy"

may_write(grant) if grant.kind == "document"

may_write(grant) if grants.may_cover(grant.actions, writing)

writing := {
	"ecr-public:batchdeleteimage", "ecr-public:completelayerupload", "ecr-public:deleterepository",
	"ecr-public:deleterepositorypolicy", "ecr-public:initiatelayerupload", "ecr-public:putimage",
	"ecr-public:putrepositorycatalogdata", "ecr-public:setrepositorypolicy", "ecr-public:uploadlayerpart",
}
