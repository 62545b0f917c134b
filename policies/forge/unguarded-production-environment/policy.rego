# METADATA
# title: Production can be deployed to without somebody else's approval
# description: >-
#   The environment is the last gate before production: without a required reviewer every job that names it gets its
#   secrets, and where the person who starts a deployment may approve it, one account is enough.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
# custom:
#   id: GIT005
#   severity: high
#   confidence: high
#   input: forge
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CM-5
#     - nist-800-53:AC-5
#     - ssdf:PO.5.1
#     - csf-2:PR.AA-05
#     - soc2:CC8.1
#     - soc2:CC6.3
#     - iso-27001:A.5.3
#     - iso-27001:A.8.31
#     - iso-27001:A.8.32
#     - pci-dss:6.5.1
#     - pci-dss:6.5.4
#     - sox-itgc:CM
#   remediation: >-
#     In the settings of the environment add required reviewers and switch on "Prevent self-review";
#     switch off "Allow administrators to bypass configured protection rules".
#   answers: >-
#     Have a trusted job collect what the forge answers for the environments of the repository, with a token that may
#     read them, and pass the new snapshot with `--forge`.
#   parameters:
#     production_pattern:
#       description: A regular expression for the names of environments that count as production.
#       default: '(?i)(^|[^a-z])(prod|production|live)([^a-z]|$)'
package gate.policies.forge.unguarded_production_environment

import data.gate

# What is said of each weakness that is certain, and of each that nobody can tell.
words := {
	"nobody": {
		"certain": "nobody has to approve a deployment to %s",
		"unclear": "who has to approve a deployment to %s is not known",
	},
	"self_review": {
		"certain": "whoever starts a deployment to %s may approve it",
		"unclear": "whether people may approve their own deployment to %s is not known",
	},
	"administrators": {
		"certain": "administrators may deploy to %s without the approval",
		"unclear": "whether administrators may deploy to %s without the approval is not known",
	},
}

deny contains finding if {
	some approval in input.facts.approvals
	approval.certain == true
	is_production(approval)
	message := sprintf(words[approval.weakness].certain, [approval.environment])
	finding := gate.keyed(approval, approval.path, message, approval.environment)
}

unknown contains finding if {
	some approval in input.facts.approvals
	approval.certain == null
	is_production(approval)
	message := sprintf(words[approval.weakness].unclear, [approval.environment])
	finding := gate.keyed(approval, approval.path, message, subject(approval))
}

unknown contains finding if {
	some list in input.facts.environment_lists
	list.complete == null
	message := sprintf("whether production is guarded is not known: %s", [list.why])
	finding := gate.keyed(list, list.path, message, "environments")
}

is_production(approval) if {
	pattern := data.gate.parameters["unguarded-production-environment"].production_pattern
	regex.match(pattern, approval.environment)
}

subject(approval) := approval.environment if approval.weakness != "administrators"

subject(approval) := sprintf("%s/administrators", [approval.environment]) if approval.weakness == "administrators"
