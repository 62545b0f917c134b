# METADATA
# title: A security scan runs but cannot stop the pipeline
# description: >-
#   The scan is there for the auditor and its findings are not for anybody: whatever it reports, the change is built,
#   merged and deployed. A control that cannot fail is no control.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontinue-on-error
#   - https://docs.gitlab.com/ci/yaml/#allow_failure
# custom:
#   id: CI007
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:SA-11
#     - nist-800-53:SA-11(1)
#     - nist-800-53:CM-3(2)
#     - ssdf:PW.7.2
#     - ssdf:PW.8.2
#     - csf-2:PR.PS-06
#     - soc2:CC7.1
#     - soc2:CC8.1
#     - iso-27001:A.8.29
#     - pci-dss:6.2.3
#     - pci-dss:11.3.1
#     - cis-github:1.1.18
#     - cis-github:2.3.7
#     - sox-itgc:CM
#   remediation: >-
#     Let the scan fail the job: remove `continue-on-error`, `allow_failure`, `|| true` or the soft-fail option and set a
#     threshold such as `--exit-code 1 --severity HIGH,CRITICAL`. Record accepted findings in the scanner's own list of
#     exceptions.
#   answers: >-
#     Write what happens when the scan finds something as a fixed value instead of an expression or a variable:
#     `continue-on-error`, `allow_failure`, the exit code and the threshold of the scanner.
package gate.policies.pipeline.toothless_scan

import data.gate
import data.gate.pipeline as pipelines

# The way the scanner is called.
deny contains finding if {
	some [job, step, role] in scans
	role.toothless != null
	not bites(job, role)
	message := sprintf("%s cannot fail the job: %s", [role.tool, role.toothless])
	found := culprit(step, role)
	finding := gate.keyed(found.entity, found.path, message, key(job, role))
}

# What the script does with its result.
deny contains finding if {
	some [job, _, role] in scans
	role.toothless == null
	role.ignored != null
	not bites(job, role)
	message := sprintf("the result of %s is ignored: %s", [role.tool, role.ignored])
	finding := gate.keyed(role, [], message, key(job, role))
}

# What becomes of a scan that runs beside other steps: the job fails with it at the step that waits for it, and at its
# end if none does, unless somebody cancels it before.
deny contains finding if {
	some [job, step, role] in scans
	step.background.ends == "cancelled"
	not bites(job, role)
	message := sprintf("%s runs in the background and is cancelled before anything waits for its result", [role.tool])
	finding := gate.keyed(step, ["background"], message, key(job, role))
}

deny contains finding if {
	some [job, step, role] in scans
	step.background.ends in {"waited", "group", "job_end"}
	step.continue_on_error == false
	[role.toothless, role.ignored] == [null, null]
	some deployment in deployments_beside(job, step)
	not bites(job, role)
	message := sprintf("%s runs beside %s, which deploys before its result can stop the job", [role.tool, deployment])
	finding := gate.keyed(step, ["background"], message, key(job, role))
}

unknown contains finding if {
	some [job, step, role] in scans
	step.background.ends in {"tolerated", "unknown"}
	not bites(job, role)
	message := sprintf("whether %s, which runs in the background, fails the job cannot be said: %s", [
		role.tool,
		doubts[step.background.ends],
	])
	finding := gate.keyed(step, ["background"], message, key(job, role))
}

doubts := {
	"tolerated": "the step that waits for it has `continue-on-error`",
	"unknown": "an expression decides, or a step that waits or cancels is not known",
}

# What the job does with the result of the step, and the pipeline with that of the job.
deny contains finding if {
	some [job, step, role] in scans
	step.continue_on_error == true
	not bites(job, role)
	message := sprintf("the job goes on when %s finds something", [role.tool])
	finding := gate.keyed(step, ["continue-on-error"], message, key(job, role))
}

deny contains finding if {
	some [job, step, role] in scans
	step.continue_on_error == false
	forgiving(job)
	not bites(job, role)
	message := sprintf("the pipeline goes on when %s finds something", [role.tool])
	finding := gate.keyed(job, [switch], message, key(job, role))
}

unknown contains finding if {
	some [job, step, role] in scans
	step.continue_on_error == null
	not bites(job, role)
	message := sprintf("whether the job goes on when %s finds something is decided when it runs", [role.tool])
	finding := gate.keyed(step, ["continue-on-error"], message, key(job, role))
}

unknown contains finding if {
	some [job, step, role] in scans
	step.continue_on_error == false
	job.allow_failure == null
	not bites(job, role)
	message := sprintf("whether the pipeline goes on when %s finds something is decided when it runs", [role.tool])
	finding := gate.keyed(job, [switch], message, key(job, role))
}

unknown contains finding if {
	some [job, step, role] in scans
	role.toothless == null
	some name in undecided(step)
	not bites(job, role)
	message := sprintf("whether %s fails the job is decided when it runs: `%s`", [role.tool, name])
	finding := gate.keyed(step, ["with", name], message, key(job, role))
}

scans := [[job, step, role] |
	some [job, step] in pipelines.steps(input)
	some role in step.roles
	role.role == "scan"
	not reported(job)
]

# What is uploaded to GitHub's code scanning is judged there: its own check fails, as it does for CodeQL.
reported(job) if {
	some step in job.steps
	pipelines.action(step) == "github/codeql-action"
	step.uses.path == "upload-sarif"
	step.continue_on_error == false
}

# Scanners that run once more in the same job in a way that stops it: the first run is for the report.
biting := {[job.id, role.tool, role.category] |
	some [job, step, role] in scans
	role.toothless == null
	role.ignored == null
	step.continue_on_error == false
	job.allow_failure == false
	count(undecided(step)) == 0
	holds_up(job, step)
}

# Whether the job stops at the step, or at one that waits for it, before it deploys anything.
holds_up(_, step) if object.get(step, "background", null) == null

holds_up(job, step) if {
	step.background.ends in {"waited", "group", "job_end"}
	count(deployments_beside(job, step)) == 0
}

# What deploys while a step still runs in the background.
deployments_beside(job, step) := {role.tool |
	background := object.get(step, "background", null)
	background != null
	some other in job.steps
	other.index != step.index
	other.index >= background.from
	not is_after(other, background)
	some role in other.roles
	role.role == "deploy"
}

is_after(step, background) if {
	background.until != null
	step.index >= background.until
}

bites(job, role) if [job.id, role.tool, role.category] in biting

# Inputs that decide whether an action fails and that an expression fills.
undecided(step) := [name |
	some name, value in step["with"]
	lower(name) in {
		"exit-code",
		"fail-build",
		"fail-on-vuln",
		"fail_action",
		"ignore_on_exit",
		"no-fail",
		"soft_fail",
		"soft_fail_commenter",
		"warn-only",
	}
	contains(value, "${{")
]

# A job that somebody starts by hand does not hold up the pipeline in any case; its own steps still stop at a failure.
forgiving(job) if {
	job.allow_failure == true
	job.when != "manual"
}

switch := "continue-on-error" if input.vendor == "github"

switch := "allow_failure" if input.vendor == "gitlab"

# The input of the action that makes it so, or the action when an input is missing; of a script the command.
culprit(step, role) := {"entity": step, "path": ["with", given[0]]} if {
	step.kind == "uses"
	given := inputs_named(step, role)
	count(given) > 0
}

culprit(step, role) := {"entity": step, "path": ["uses"]} if {
	step.kind == "uses"
	count(inputs_named(step, role)) == 0
}

culprit(step, role) := {"entity": role, "path": []} if step.kind == "run"

# Inputs that the reason names in backquotes.
inputs_named(step, role) := [name |
	some name, _ in step["with"]
	contains(role.toothless, sprintf("`%s`", [lower(name)]))
]

key(job, role) := sprintf("%s/%s/%s", [job.id, role.category, role.tool])
