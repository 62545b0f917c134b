# METADATA
# title: A pipeline deploys to production without anybody's approval
# description: >-
#   Naming an environment in a job is what makes the forge ask its reviewers. Where the environment has none, or does
#   not exist at the forge, which then creates it without any protection at the first run, the job deploys unasked.
#   The file alone cannot tell; the forge's settings beside it can.
# related_resources:
#   - https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
# custom:
#   id: DATA002
#   severity: high
#   confidence: high
#   input: repository
#   needs: [pipeline, forge]
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CM-5
#     - nist-800-53:AC-5
#     - ssdf:PO.5.1
#     - csf-2:PR.AA-05
#     - soc2:CC8.1
#     - iso-27001:A.5.3
#     - iso-27001:A.8.32
#     - pci-dss:6.5.1
#     - pci-dss:6.5.4
#     - cis-github:5.2.3
#     - sox-itgc:CM
#   remediation: >-
#     Create the environment in the settings of the repository and give it required reviewers, or name in the job the
#     environment that has them.
#   answers: >-
#     Have a trusted job collect what the forge answers for the environments of the repository, with a token that may
#     read them, and pass the new snapshot with `--forge`.
#   parameters:
#     production_pattern:
#       description: A regular expression for the names of environments that need an approval; ".*" means all of them.
#       default: '(?i)(^|[^a-z])(prod|production|live)([^a-z]|$)'
package gate.policies.data.deploy_to_unprotected_environment

import data.gate

# The environment is there and asks nobody.
deny contains finding if {
	some deployment in input.facts.deployments
	deployment.exists == true
	deployment.approved == false
	is_production(deployment)
	found := finding_of(deployment, sprintf("%s deploys to %s, which nobody has to approve", [deployment.job, deployment.environment]))
	related := [{"loc": place._loc, "path": place.path, "message": place.what} | some place in deployment.via]
	finding := object.union(found, {"related": related})
}

# The environment is not there.
deny contains finding if {
	some deployment in input.facts.deployments
	deployment.exists == false
	is_production(deployment)
	message := "%s deploys to %s, which does not exist and will be created without protection"
	finding := finding_of(deployment, sprintf(message, [deployment.job, deployment.environment]))
}

# The environment may be among those that the snapshot does not show.
unknown contains finding if {
	some deployment in input.facts.deployments
	deployment.exists == null
	is_production(deployment)
	finding := finding_of(deployment, sprintf("whether %s is protected is not known: %s", [deployment.environment, deployment.why]))
}

unknown contains finding if {
	some deployment in input.facts.deployments
	deployment.exists == true
	deployment.approved == null
	is_production(deployment)
	finding := finding_of(deployment, sprintf("who has to approve a deployment to %s is not known", [deployment.environment]))
}

is_production(deployment) if {
	pattern := data.gate.parameters["deploy-to-unprotected-environment"].production_pattern
	regex.match(pattern, deployment.environment)
}

finding_of(deployment, message) := gate.keyed(deployment, deployment.path, message, key) if {
	key := sprintf("%s/%s", [deployment.job, deployment.environment])
}
