# METADATA
# title: An interface or service is open to everybody
# description: >-
#   The policy of an API, a mail identity, a service network, a project or another thing that others call lets
#   everybody in, and no condition says who is meant. For an API on the internet that may be what you want: then
#   another check must ask who calls. Deny statements beside it are not weighed.
# related_resources:
#   - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# custom:
#   id: TF120
#   severity: low
#   confidence: medium
#   input: terraform
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
#     Name the accounts or roles that need it, or keep everybody to aws:SourceVpce, aws:SourceIp or
#     aws:PrincipalOrgID.
#   answers: >-
#     Write the principals and the conditions of the policy into the code, or plan again once what they are
#     computed from has been applied.
package gate.policies.terraform.public_interface_policy

import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "resource"
	grant.of in {
		"aws_api_gateway_domain_name", "aws_api_gateway_rest_api", "aws_api_gateway_rest_api_policy",
		"aws_codebuild_resource_policy", "aws_networkfirewall_resource_policy", "aws_oam_sink_policy",
		"aws_schemas_registry_policy", "aws_ses_identity_policy", "aws_sesv2_email_identity_policy",
		"aws_vpclattice_auth_policy", "aws_vpclattice_resource_policy", "aws_xray_resource_policy",
	}
	grant.effect == "allow"
	grant.who.everybody == true
	grant.restricted == false
	not grants.may_be_limited(grant, networks)
	finding := grants.public(grant)
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "resource"
	grant.of in {
		"aws_api_gateway_domain_name", "aws_api_gateway_rest_api", "aws_api_gateway_rest_api_policy",
		"aws_codebuild_resource_policy", "aws_networkfirewall_resource_policy", "aws_oam_sink_policy",
		"aws_schemas_registry_policy", "aws_ses_identity_policy", "aws_sesv2_email_identity_policy",
		"aws_vpclattice_auth_policy", "aws_vpclattice_resource_policy", "aws_xray_resource_policy",
	}
	may_be_wrong(grant)
	not grants.limited(grant, networks)
	finding := grants.open(grant, "lets everybody in")
}

may_be_wrong(grant) if grants.may_be_public(grant)

may_be_wrong(grant) if {
	grant.effect == "allow"
	grant.who.everybody == true
	grant.restricted == false
	grants.may_be_limited(grant, networks)
}

# What a service network says of where a call comes from.
networks := {"vpc-lattice-svcs:sourcevpc", "vpc-lattice-svcs:sourcevpcowneraccount"}
