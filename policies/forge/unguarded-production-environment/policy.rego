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
import data.gate.forge as forges

production := [environment |
	pattern := data.gate.parameters["unguarded-production-environment"].production_pattern
	some environment in input.environments
	regex.match(pattern, environment.name)
]

deny contains finding if {
	some environment in production
	forges.unguarded(environment)
	message := sprintf("nobody has to approve a deployment to %s", [environment.name])
	finding := gate.keyed(environment, ["reviewers"], message, environment.name)
}

deny contains finding if {
	some environment in production
	environment.reviewers > 0
	environment.prevent_self_review == false
	message := sprintf("whoever starts a deployment to %s may approve it", [environment.name])
	finding := gate.keyed(environment, ["prevent_self_review"], message, environment.name)
}

deny contains finding if {
	some environment in production
	is_number(environment.reviewers)
	environment.reviewers > 0
	object.get(environment, "admins_bypass", null) == true
	message := sprintf("administrators may deploy to %s without the approval", [environment.name])
	finding := gate.keyed(environment, ["admins_bypass"], message, environment.name)
}

unknown contains finding if {
	some environment in production
	environment.reviewers == null
	message := sprintf("who has to approve a deployment to %s is not known", [environment.name])
	finding := gate.keyed(environment, ["reviewers"], message, environment.name)
}

unknown contains finding if {
	some environment in production
	is_number(environment.reviewers)
	environment.reviewers > 0
	environment.prevent_self_review == null
	message := sprintf("whether people may approve their own deployment to %s is not known", [environment.name])
	finding := gate.keyed(environment, ["prevent_self_review"], message, environment.name)
}

unknown contains finding if {
	some environment in production
	is_number(environment.reviewers)
	environment.reviewers > 0
	object.get(environment, "admins_bypass", null) == null
	message := sprintf("whether administrators may deploy to %s without the approval is not known", [environment.name])
	finding := gate.keyed(environment, ["admins_bypass"], message, sprintf("%s/administrators", [environment.name]))
}

unknown contains finding if {
	forges.observed(input)
	some gap in input.unknowns
	gap.path == "/environments"
	message := sprintf("whether production is guarded is not known: %s", [forges.reason(gap)])
	finding := gate.keyed(gap, [], message, "environments")
}
