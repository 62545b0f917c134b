# METADATA
# title: A job deploys to production without an approval
# description: >-
#   Whatever is merged, or whoever can start the pipeline, reaches production at once: nobody but the author has agreed,
#   and there is no record that anybody did.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
#   - https://docs.gitlab.com/ci/environments/protected_environments/
# custom:
#   id: CI006
#   severity: high
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CM-5
#     - nist-800-53:AC-5
#     - ssdf:PO.5.1
#     - csf-2:PR.AA-05
#     - csf-2:ID.RA-07
#     - soc2:CC8.1
#     - iso-27001:A.5.3
#     - iso-27001:A.8.31
#     - iso-27001:A.8.32
#     - pci-dss:6.5.1
#     - pci-dss:6.5.4
#     - cis-github:5.2.3
#     - sox-itgc:CM
#   remediation: >-
#     On GitHub name an environment in the job and give it required reviewers in the settings; on GitLab add
#     `when: manual` to the job and protect its environment.
#   answers: >-
#     Write the name of the environment into the job, and its approval (`when: manual` on GitLab) into a file of this
#     repository instead of one of another project.
#   parameters:
#     production_pattern:
#       description: A regular expression for names and arguments that mean production.
#       default: '(?i)(^|[^a-z])(prod|production|live)([^a-z]|$)'
package gate.policies.pipeline.unapproved_production_deploy

import data.gate

deny contains finding if {
	some deployment in input.facts.deployments
	deployment.deploys == true
	deployment.approver == "nobody"
	some subject in production(deployment)
	finding := about(deployment, sprintf("%s deploys to production (%s) and nobody has to agree", [deployment.about, subject]))
}

# A part of the job that this repository does not hold may ask for an approval, or a job that is not always there.
unknown contains finding if {
	some deployment in input.facts.deployments
	deployment.deploys == true
	deployment.approver == null
	some subject in production(deployment)
	finding := about(deployment, sprintf("%s deploys to production (%s); %s", [deployment.about, subject, doubt(deployment)]))
}

# Only the name of what it runs says that it deploys; a file that gate does not have would tell.
unknown contains finding if {
	some deployment in input.facts.deployments
	deployment.deploys == null
	deployment.approver in {null, "nobody"}
	some subject in production(deployment)
	finding := about(deployment, sprintf("%s may deploy to production (%s) and nobody has to agree; %s", [deployment.about, subject, deployment.why]))
}

# Nobody can tell which environment it is, or whether it is any: an empty name means none.
unknown contains finding if {
	some deployment in input.facts.deployments
	deployment.deploys == true
	deployment.environments == null
	deployment.approver in {null, "nobody", "environment"}
	finding := about(deployment, sprintf("which environment %s deploys to is decided when it runs: %s", [deployment.about, deployment.written]))
}

about(deployment, message) := gate.followed(deployment, message, deployment.about)

doubt(deployment) := gate.doubt("whether somebody has to agree", deployment.why) if startswith(deployment.why, "a variable")

else := "whether somebody has to agree stands in a file of another project"

# The first of the names that means production. That of the environment decides where there is one.
production(deployment) := array.slice(signs, 0, 1) if {
	deployment.environments != null
	pattern := data.gate.parameters["unapproved-production-deploy"].production_pattern
	signs := [name | some name in array.concat(deployment.environments, deployment.signs); regex.match(pattern, name)]
}
