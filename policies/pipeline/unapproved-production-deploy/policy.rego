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
import data.gate.pipeline as pipelines

deny contains finding if {
	some [job, subject] in production
	not pipelines.partial(job)
	message := sprintf("%s deploys to production (%s) and nobody has to agree", [job.id, subject])
	finding := gate.keyed(place(job), [], message, job.id)
}

# A part of the job that this repository does not hold may ask for an approval.
unknown contains finding if {
	some [job, subject] in production
	pipelines.partial(job)
	message := sprintf("%s deploys to production (%s); whether somebody has to agree stands in a file of another project", [job.id, subject])
	finding := gate.keyed(place(job), [], message, job.id)
}

# Nobody can tell which environment it is, or whether it is any: an empty name means none.
unknown contains finding if {
	some job in input.jobs
	job.environment != null
	count(job.environment.names) == 0
	count(deployments(job)) > 0
	not by_hand(job)
	message := sprintf("which environment %s deploys to is decided when it runs: %s", [job.id, job.environment.raw])
	finding := gate.keyed(job.environment, [], message, job.id)
}

# Jobs that go to production unasked, with what says so.
production contains found if {
	pattern := data.gate.parameters["unapproved-production-deploy"].production_pattern
	some job in input.jobs
	not asked(job)
	count(deployments(job)) > 0
	signs := [sign | some sign in subjects(job); regex.match(pattern, sign)]
	count(signs) > 0
	subject := signs[0]
	found := [job, subject]
}

# What a job deploys. The word of the file counts too: GitLab records a deployment for every job with an environment.
deployments(job) := array.concat(tools, declared) if {
	tools := [role.tool |
		some step in job.steps
		some role in step.roles
		role.role == "deploy"
		role.category in {"infrastructure", "cluster", "cloud", "host"}
	]
	declared := [name |
		input.vendor == "gitlab"
		job.environment != null
		job.environment.action == "start"
		name := job.environment.raw
	]
}

# The name of the environment decides where there is one; otherwise everything that tells where a job goes.
subjects(job) := job.environment.names if job.environment != null

subjects(job) := array.concat([job.id, job.name, job.stage], arguments) if {
	job.environment == null
	arguments := [role.subject |
		some step in job.steps
		some role in step.roles
		role.role == "deploy"
		role.category in {"infrastructure", "cluster", "cloud", "host"}
	]
}

# At GitHub the environment asks, or the settings of the forge are at fault, which another policy judges.
asked(job) if {
	input.vendor == "github"
	job.environment != null
}

asked(job) if by_hand(job)

by_hand(job) if job.when in {"manual", "never"}

# Somebody starts a job by hand that this one waits for. One that may fail holds up only those that need it by name.
by_hand(job) if {
	input.vendor == "gitlab"
	some other in input.jobs
	other.id in job.ancestors
	other.when == "manual"
	holds_up(other, job)
}

holds_up(other, _) if other.allow_failure == false

holds_up(other, job) if other.id in job.needs

place(job) := job if job.environment == null

place(job) := job.environment if job.environment != null
