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

deny contains finding if {
	some scan in input.facts.scans
	scan.stops == false
	finding := gate.once(gate.followed(scan, lost(scan), key(scan)), scan.tool)
}

unknown contains finding if {
	some scan in input.facts.scans
	scan.stops == null
	finding := gate.once(gate.followed(scan, undecided(scan), key(scan)), scan.tool)
}

# What is said of a result that is lost, by where it is.
lost(scan) := sprintf(words[scan.lost], [scan.tool]) if scan.lost in {"cancelled", "by_hand", "step", "job"}

lost(scan) := sprintf(words[scan.lost], [scan.tool, scan.detail]) if scan.lost in {"call", "script", "deployment", "template", "never"}

words := {
	"call": "%s cannot fail the job: %s",
	"script": "the result of %s is ignored: %s",
	"cancelled": "%s runs in the background and is cancelled before anything waits for its result",
	"deployment": "%s runs beside %s, which deploys before its result can stop the job",
	"step": "the job goes on when %s finds something",
	"job": "the pipeline goes on when %s finds something",
	"template": "the project weakens %s, which comes from a template: %s",
	"never": "%s never runs: %s",
	"by_hand": "%s runs only if somebody starts it, and nothing waits for it",
}

undecided(scan) := sprintf("whether %s, which runs in the background, fails the job cannot be said: %s", [scan.tool, scan.detail]) if scan.lost == "background"

undecided(scan) := sprintf("whether %s goes on when %s finds something is decided when it runs", [goes_on[scan.lost], scan.tool]) if {
	not startswith(scan.why, "what comes after")
}

# The run decides nothing here: gate does not know what a later step makes of it.
undecided(scan) := sprintf("whether the job fails when %s finds something cannot be said: %s", [scan.tool, scan.why]) if {
	scan.lost == "step"
	startswith(scan.why, "what comes after")
}

undecided(scan) := sprintf("whether %s fails the job is decided when it runs: `%s`", [scan.tool, scan.detail]) if scan.lost == "input"

undecided(scan) := sprintf("whether %s can fail the job cannot be said: %s", [scan.tool, scan.why]) if {
	scan.lost in {"call", "script", "cancelled", "deployment", "template", "never", "by_hand"}
}

goes_on := {"job": "the pipeline", "step": "the job"}

key(scan) := sprintf("%s/%s/%s", [scan.about, scan.category, scan.tool])
