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
import data.gate.forge as forges

# The environment is there and asks nobody.
deny contains finding if {
	some [job, name] in deployments
	some environment in settings(name)
	forges.unguarded(environment)
	message := sprintf("%s deploys to %s, which nobody has to approve", [job.id, name])
	related := {"loc": environment._loc, "path": ["reviewers"], "message": "no required reviewers"}
	found := gate.keyed(job.environment, [], message, sprintf("%s/%s", [job.id, name]))
	finding := object.union(found, {"related": [related]})
}

# The environment is not there.
deny contains finding if {
	some [job, name] in deployments
	count(settings(name)) == 0
	count(gaps) == 0
	message := sprintf("%s deploys to %s, which does not exist and will be created without protection", [job.id, name])
	finding := gate.keyed(job.environment, [], message, sprintf("%s/%s", [job.id, name]))
}

# The environment may be among those that the snapshot does not show.
unknown contains finding if {
	some [job, name] in deployments
	count(settings(name)) == 0
	some gap in gaps
	message := sprintf("whether %s is protected is not known: %s", [name, forges.reason(gap)])
	finding := gate.keyed(job.environment, [], message, sprintf("%s/%s", [job.id, name]))
}

unknown contains finding if {
	some [job, name] in deployments
	some environment in settings(name)
	environment.reviewers == null
	message := sprintf("who has to approve a deployment to %s is not known", [name])
	finding := gate.keyed(job.environment, [], message, sprintf("%s/%s", [job.id, name]))
}

# Jobs with each production environment that they deploy to. A name that an expression makes up is not among them:
# whatever it comes to, an unguarded production environment is a finding about the forge's settings.
deployments contains found if {
	pattern := data.gate.parameters["deploy-to-unprotected-environment"].production_pattern
	input.forge != null
	some pipeline in input.pipelines
	pipeline.vendor == input.forge.source.forge
	some job in pipeline.jobs
	job.environment != null
	some name in names(job.environment)
	regex.match(pattern, name)
	found := [job, name]
}

names(environment) := {environment.name} if environment.name != null

names(environment) := {name | some name in environment.names} if environment.name == null

# What the forge has under a name; it does not tell capital letters apart.
settings(name) := [environment |
	wanted := lower(name)
	some environment in input.forge.environments
	lower(environment.name) == wanted
]

# Why the list of environments may be short.
gaps := [gap |
	some gap in input.forge.unknowns
	gap.path == "/environments"
]
