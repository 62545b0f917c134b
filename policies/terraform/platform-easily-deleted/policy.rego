# METADATA
# title: A resource that much depends on is deleted without a second question
# description: >-
#   Clusters, balancers, zones of names, registries and directories hold little data and carry everything else. One that
#   is deleted by mistake stops many services at once.
# related_resources:
#   - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
#   - https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html
#   - https://cloud.google.com/compute/docs/instances/preventing-accidental-vm-deletion
# custom:
#   id: TF088
#   severity: low
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV_AWS_150
#     - CKV_AWS_344
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CP-9
#     - csf-2:PR.DS-11
#     - csf-2:ID.RA-07
#     - soc2:CC8.1
#     - soc2:A1.2
#     - iso-27001:A.8.13
#     - iso-27001:A.8.32
#     - pci-dss:6.5.1
#     - sox-itgc:CM
#   remediation: >-
#     Switch deletion protection on, and leave `force_destroy` and `force_delete` off, so that nothing is deleted while
#     it is in use.
#   answers: >-
#     Write the switch as a constant, or plan again once what it is computed from has been applied.
package gate.policies.terraform.platform_easily_deleted

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "deletion-protected"
	property.service in {"analytics", "compute", "containers", "delivery", "identity", "ml", "network", "orchestration", "registry"}
	property.holds == false
	finding := properties.lacking(property, "can be deleted by mistake")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "deletion-protected"
	property.service in {"analytics", "compute", "containers", "delivery", "identity", "ml", "network", "orchestration", "registry"}
	property.holds == null
	finding := properties.open(property, "can be deleted by mistake")
}
