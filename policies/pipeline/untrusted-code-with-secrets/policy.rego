# METADATA
# title: Code of a stranger is checked out where the pipeline has secrets
# description: >-
#   pull_request_target, workflow_run and issue_comment start with the secrets and the writing token of the repository
#   even for a fork. Once the code of the pull request is in the workspace, its build scripts, tests, hooks or
#   configuration files run with them.
# related_resources:
#   - https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout
# custom:
#   id: CI003
#   severity: critical
#   confidence: high
#   input: pipeline
#   vendors: [github]
#   controls:
#     - nist-800-53:AC-6
#     - nist-800-53:CM-7
#     - nist-800-53:SI-10
#     - nist-800-53:SA-11
#     - ssdf:PO.5.1
#     - ssdf:PW.5.1
#     - csf-2:PR.AA-05
#     - csf-2:PR.PS-06
#     - soc2:CC6.1
#     - soc2:CC6.8
#     - iso-27001:A.8.2
#     - iso-27001:A.8.28
#     - pci-dss:6.2.4
#     - pci-dss:7.2.2
#   remediation: >-
#     Build and test the pull request in a workflow on pull_request, which has no secrets. Keep in the privileged one
#     what needs them, without a checkout of the pull request, and hand over results as artifacts that it does not run.
#   answers: >-
#     Check out a reference that is written in the workflow, or move the checkout into a workflow on pull_request,
#     where the code has no secrets whoever wrote it.
package gate.policies.pipeline.untrusted_code_with_secrets

import data.gate
import data.gate.pipeline as pipelines

deny contains finding if {
	some [job, entity, path, words] in checkouts
	not guarded(job)
	message := sprintf("%s %s", [job.id, words])
	finding := gate.keyed(entity, path, message, job.id)
}

# Behind an environment somebody may look at the code first; the settings of the forge say whether anybody does.
unknown contains finding if {
	some [job, entity, path, words] in checkouts
	guarded(job)
	message := sprintf("%s %s; whether its environment asks for an approval is not known", [job.id, words])
	finding := gate.keyed(entity, path, message, job.id)
}

# A step or job decides during the run what is checked out; it may well be the head of the pull request.
unknown contains finding if {
	some event in privileged
	some [job, step] in pipelines.steps(input)
	pipelines.action(step) == "actions/checkout"
	reaches(event, job, step)
	some name in ["ref", "repository"]
	some interpolation in step.interpolations
	interpolation.at == sprintf("with.%s", [name])
	some context in interpolation.contexts
	regex.match(`^(steps|needs)\.`, context)
	not of_named_repository(step, name)
	message := sprintf("%s checks out %s under %s; whether it is the code of a stranger is not known", [job.id, context, event])
	finding := gate.keyed(step, ["with", name], message, job.id)
}

guarded(job) if job.approval == "external"

guarded(job) if {
	some other in input.jobs
	other.id in job.ancestors
	other.approval == "external"
}

# Where a job gets the code of a pull request: the entity, the path below it, and the words for it.
checkouts contains found if {
	some event in privileged
	some [job, step] in pipelines.steps(input)
	pipelines.action(step) == "actions/checkout"
	reaches(event, job, step)
	some name in ["ref", "repository"]
	some interpolation in step.interpolations
	interpolation.at == sprintf("with.%s", [name])
	some context in interpolation.contexts
	is_head(context)
	not of_named_repository(step, name)
	found := [job, step, ["with", name], sprintf("checks out the code of a stranger: %s under %s", [context, event])]
}

checkouts contains found if {
	some event in privileged
	some [job, step] in pipelines.steps(input)
	pipelines.action(step) == "actions/checkout"
	reaches(event, job, step)
	some ref in pipelines.handed(step, "ref")
	contains(ref, "refs/pull/")
	found := [job, step, ["with", "ref"], sprintf("checks out the code of a stranger: %s under %s", [ref, event])]
}

checkouts contains found if {
	some event in privileged
	some [job, step] in pipelines.steps(input)
	step.run != null
	reaches(event, job, step)
	some command in step.run.commands
	takes_head(job, step, command)
	found := [job, command, [], sprintf("fetches the code of a stranger under %s", [event])]
}

privileged := {trigger.raw |
	some trigger in input.triggers
	trigger.raw in {"pull_request_target", "workflow_run", "issue_comment"}
}

# What names the code of a pull request from a fork.
is_head(context) if context == "github.head_ref"

is_head(context) if regex.match(`^github\.event\.pull_request\.(head\.(sha|ref|label|repo\.[a-z_]+)|merge_commit_sha)$`, context)

is_head(context) if regex.match(`^github\.event\.workflow_run\.(head_(sha|branch|commit\.id|repository\.[a-z_]+)|pull_requests\..*head\..*)$`, context)

takes_head(_, _, command) if regex.match(`^(sudo )?gh (.* )?pr checkout\b`, pipelines.line(command))

takes_head(_, _, command) if {
	changes_tree(command)
	some pattern in [
		`(^|[\s/:+"'])pull/`,
		`github\.head_ref`,
		`github\.event\.pull_request\.head\.(sha|ref|repo)`,
		`github\.event\.workflow_run\.head_`,
	]
	regex.match(pattern, pipelines.line(command))
}

takes_head(job, step, command) if {
	changes_tree(command)
	some variable in command.variables
	some [name, interpolation] in pipelines.variables(job, step)
	name == variable
	some context in interpolation.contexts
	is_head(context)
}

changes_tree(command) if {
	command.program == "git"
	regex.match(`^\S+ (-\S+ |\S+=\S+ )*(fetch|pull|checkout|switch|reset|clone|merge|worktree)\b`, pipelines.line(command))
}

# The name of a stranger's branch in another, named repository is a branch of that repository.
of_named_repository(step, "ref") if {
	some repository in pipelines.handed(step, "repository")
	not contains(repository, "${{")
}

# Whether the event gets as far as the step, going by conditions of the usual forms.
reaches(event, job, step) if {
	not keeps_out(event, job["if"])
	not keeps_out(event, step["if"])
}

# A condition with `||` may hold for other reasons.
keeps_out(event, condition) if {
	not contains(condition, "||")
	text := replace(replace(condition, " ", ""), "\"", "'")
	some guard in array.concat(own_code, other_events(event))
	regex.match(guard, text)
}

# The head is part of this repository, so somebody with write access pushed it; or only members may comment.
own_code := [
	`head\.repo\.full_name==github\.repository`,
	`github\.repository==github\.event\.(pull_request\.head\.repo|workflow_run\.head_repository)\.full_name`,
	`head_repository\.full_name==github\.repository`,
	`head\.repo\.fork==false`,
	`!github\.event\.pull_request\.head\.repo\.fork`,
	`author_association=='(OWNER|MEMBER|COLLABORATOR)'`,
	`contains\(.*,github\.event\.comment\.author_association\)`,
	`workflow_run\.event(==|=='?)'(push|schedule|workflow_dispatch|release|merge_group)'`,
]

other_events(event) := [
	sprintf(`github\.event_name!='%s'`, [event]),
	sprintf(`github\.event_name=='(%s)'`, [concat("|", [other |
		some trigger in input.triggers
		trigger.raw != event
		other := trigger.raw
	])]),
]
