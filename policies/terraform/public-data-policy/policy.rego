# METADATA
# title: A store of data is open to everybody
# description: >-
#   The policy of a database, search domain, warehouse, catalog, file system, archive, backup vault, access point
#   or group of models lets everybody with an account anywhere in, and no condition says who is meant. Buckets are
#   judged by a policy of their own. Deny statements beside it, and switches that block public access, are not
#   weighed.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# custom:
#   id: TF119
#   severity: critical
#   confidence: medium
#   input: terraform
#   aliases:
#     - CKV_AWS_167
#     - CKV_AWS_283
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
#     Name the accounts, roles or services that need it, or compare aws:PrincipalOrgID, aws:SourceVpce or
#     aws:SourceAccount with StringEquals. A file system may ask for elasticfilesystem:AccessedViaMountTarget.
#   answers: >-
#     Write the principals and the conditions of the policy into the code, or plan again once what they are
#     computed from has been applied.
package gate.policies.terraform.public_data_policy

import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "resource"
	grant.of in {
		"aws_backup_vault_policy", "aws_cloudwatch_log_resource_policy", "aws_dynamodb_resource_policy",
		"aws_efs_file_system_policy", "aws_elasticsearch_domain", "aws_elasticsearch_domain_policy",
		"aws_glacier_vault", "aws_glue_resource_policy", "aws_media_store_container_policy", "aws_opensearch_domain",
		"aws_opensearch_domain_policy", "aws_redshift_resource_policy", "aws_redshiftserverless_resource_policy",
		"aws_s3_access_point", "aws_s3control_access_grants_instance_resource_policy",
		"aws_s3control_access_point_policy", "aws_s3control_bucket_policy",
		"aws_s3control_multi_region_access_point_policy", "aws_s3control_object_lambda_access_point_policy",
		"aws_s3tables_table_bucket_policy", "aws_s3tables_table_policy", "aws_sagemaker_model_package_group_policy",
	}
	grant.effect == "allow"
	grant.who.everybody == true
	grant.restricted == false
	not grants.may_be_limited(grant, {"elasticfilesystem:accessedviamounttarget", "elasticfilesystem:accesspointarn"})
	finding := grants.public(grant)
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "resource"
	grant.of in {
		"aws_backup_vault_policy", "aws_cloudwatch_log_resource_policy", "aws_dynamodb_resource_policy",
		"aws_efs_file_system_policy", "aws_elasticsearch_domain", "aws_elasticsearch_domain_policy",
		"aws_glacier_vault", "aws_glue_resource_policy", "aws_media_store_container_policy", "aws_opensearch_domain",
		"aws_opensearch_domain_policy", "aws_redshift_resource_policy", "aws_redshiftserverless_resource_policy",
		"aws_s3_access_point", "aws_s3control_access_grants_instance_resource_policy",
		"aws_s3control_access_point_policy", "aws_s3control_bucket_policy",
		"aws_s3control_multi_region_access_point_policy", "aws_s3control_object_lambda_access_point_policy",
		"aws_s3tables_table_bucket_policy", "aws_s3tables_table_policy", "aws_sagemaker_model_package_group_policy",
	}
	may_be_wrong(grant)
	not grants.limited(grant, {"elasticfilesystem:accessedviamounttarget", "elasticfilesystem:accesspointarn"})
	finding := grants.open(grant, "lets everybody in")
}

may_be_wrong(grant) if grants.may_be_public(grant)

may_be_wrong(grant) if {
	grant.effect == "allow"
	grant.who.everybody == true
	grant.restricted == false
	grants.may_be_limited(grant, {"elasticfilesystem:accessedviamounttarget", "elasticfilesystem:accesspointarn"})
}
