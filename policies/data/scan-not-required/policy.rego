# METADATA
# title: A red test or scan does not stop a merge
# description: >-
#   A pipeline tests or scans every change, and the rules of the default branch require other checks and not
#   this one. Whatever it finds, the change can be merged; the report is there and nobody has to look. A
#   required check that waits for it is skipped when it fails, which GitHub counts as passed. GitHub only:
#   GitLab knows one check, the pipeline.
# related_resources:
#   - https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks
#   - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches#require-status-checks-before-merging
# custom:
#   id: DATA004
#   severity: medium
#   confidence: medium
#   input: repository
#   needs: [pipeline, forge]
#   controls:
#     - nist-800-53:CM-3(2)
#     - nist-800-53:CM-4
#     - nist-800-53:SA-11
#     - ssdf:PO.4.1
#     - ssdf:PW.8.2
#     - csf-2:PR.PS-06
#     - soc2:CC8.1
#     - soc2:CC7.1
#     - iso-27001:A.8.29
#     - iso-27001:A.8.32
#     - pci-dss:6.2.3
#     - pci-dss:6.5.1
#     - cis-github:1.1.9
#     - sox-itgc:CM
#   remediation: >-
#     In the rule of the branch, under "Require status checks to pass", add the check by the name that the finding
#     says, with GitHub Actions as its source. Where a job stands for many, let it run with `if: always()` and
#     fail unless all others have succeeded, as `re-actors/alls-green` does, and require that one.
#   answers: >-
#     Write the name of the job without expressions, or say in a waiver which rule asks for the check that gate
#     cannot name. Rules for code scanning are not in what gate reads.
package gate.policies.data.scan_not_required

import data.gate

deny contains finding if {
	some check in input.facts.unrequired
	check.required == false
	message := sprintf("%s (%s) is not among the checks that %s requires: %s does not stop a merge%s", [check.check, check.tool, check.branch, what(check), skipped(check)])
	finding := gate.followed(check, message, key(check))
}

unknown contains finding if {
	some check in input.facts.unrequired
	check.required == null
	message := sprintf("whether %s (%s) is among the checks that %s requires is not known: %s", [check.check, check.tool, check.branch, check.why])
	finding := gate.followed(check, message, key(check))
}

what(check) := "a red test" if check.does == "test"

what(check) := sprintf("what a scan of the kind %s finds", [check.category]) if check.does == "scan"

skipped(check) := "" if check.behind == ""

skipped(check) := sprintf("; the required check %s waits for it, is skipped then, and counts as passed", [check.behind]) if check.behind != ""

key(check) := sprintf("%s/%s", [check.does, check.category])
