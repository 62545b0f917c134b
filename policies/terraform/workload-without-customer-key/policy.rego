# METADATA
# title: A workload does not use a key of your own
# description: >-
#   Machines, clusters, functions and workflows keep disks, environment variables, cluster secrets and inputs of their
#   runs. With a key that you manage you decide who can read these, see each use, and can end all access by revoking
#   it. This matters most where such a workload handles customer data, and less where it keeps nothing.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html
#   - https://learn.microsoft.com/en-us/azure/virtual-machines/disk-encryption
#   - https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek
# custom:
#   id: TF018
#   severity: low
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0039
#     - CKV_AWS_173
#     - CKV_AWS_180
#     - CKV_AWS_199
#     - CKV_AWS_236
#     - CKV_AWS_297
#     - CKV_AWS_345
#     - CKV_AWS_346
#     - CKV_AWS_58
#     - CKV_AZURE_117
#     - CKV_GCP_38
#     - GCP-0033
#   controls:
#     - nist-800-53:SC-12
#     - nist-800-53:SC-28(1)
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:C1.1
#     - iso-27001:A.8.24
#     - pci-dss:3.6.1
#     - pci-dss:3.7.1
#     - sox-itgc:LA
#   remediation: >-
#     Name a key that you manage for the disks, variables, cluster secrets or runs of the workload, and let the
#     identity of the service use it. Where the key cannot be changed in place, put a new machine, node pool or
#     cluster in the place of the old one.
#   answers: >-
#     Write the key into the code, or plan again once what it is computed from has been applied. Disks that name no
#     key take that of the account or of their image: name it, so that the plan says which one.
package gate.policies.terraform.workload_without_customer_key

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"compute", "containers", "functions", "orchestration", "network", "identity"}
	property.holds == false
	finding := properties.lacking(property, "stores data without a key of your own")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"compute", "containers", "functions", "orchestration", "network", "identity"}
	property.holds == null
	finding := properties.open(property, "stores data without a key of your own")
}
