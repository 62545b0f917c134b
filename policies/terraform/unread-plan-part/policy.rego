# METADATA
# title: A part of the plan is not judged
# description: >-
#   Applying a plan may do more than change resources: it runs actions, leaves changes to a later plan, and a newer version
#   of the tool writes sections that gate does not know. What happens there is judged by no policy, so a plan that has
#   such a part says less than it does.
# related_resources:
#   - https://developer.hashicorp.com/terraform/internals/json-format
#   - https://developer.hashicorp.com/terraform/language/block/action
# custom:
#   id: TF008
#   severity: high
#   confidence: high
#   input: terraform
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CM-4
#     - ssdf:PW.7.2
#     - csf-2:PR.PS-06
#     - soc2:CC8.1
#     - iso-27001:A.8.32
#     - pci-dss:6.5.1
#     - sox-itgc:CM
#   remediation: >-
#     Take an action out of the configuration, or have its code and its arguments reviewed and waive this unknown. Plan
#     deferred changes again once what they wait for is there: `terraform apply`, then `terraform plan -out=p` and
#     `terraform show -json p > plan.json`. For a key that gate does not know, update gate.
#   answers: >-
#     Take an action out of the configuration, plan deferred changes again once what they wait for is there, and update
#     gate for a key that it does not know. What has to stay is accepted by its owner.
package gate.policies.terraform.unread_plan_part

import data.gate

# Nothing here is a violation: a part that nobody reads may be harmless, and nobody can say so.
unknown contains finding if {
	some part in input.facts.unread
	finding := gate.keyed(part, [], sprintf("%s, and no policy judges it", [part.subject]), part.key)
}
