# METADATA
# title: Stored files can be read without a record of it
# description: >-
#   Without an access log nobody can say afterwards which files were read, by whom and when. After a breach that is the
#   difference between telling some people and telling everybody.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
#   - https://learn.microsoft.com/en-us/azure/storage/blobs/monitor-blob-storage
#   - https://cloud.google.com/storage/docs/access-logs
# custom:
#   id: TF061
#   severity: medium
#   confidence: medium
#   input: terraform
#   aliases:
#     - AWS-0089
#     - CKV_AWS_18
#     - CKV_GCP_62
#     - GCP-0077
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
#     Send the access log to a bucket that holds nothing but logs: `aws_s3_bucket_logging`, a diagnostic setting for the
#     account on Azure, a `logging` block on Google Cloud. Give file servers and transfers a destination too. A bucket
#     that holds nothing but logs needs no log itself: waive it.
#   answers: >-
#     Write the destination of the log into the code of the same plan, or plan again once what it depends on has been
#     applied.
package gate.policies.terraform.storage_without_access_log

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service == "storage"
	property.holds == false
	finding := properties.lacking(property, "is used without an access log")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service == "storage"
	property.holds == null
	finding := properties.open(property, "is used without an access log")
}
