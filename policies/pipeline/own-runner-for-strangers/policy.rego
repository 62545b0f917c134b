# METADATA
# title: Code of a fork can run on a machine of one's own
# description: >-
#   Everybody can open a pull request, and its code, its tests and its build scripts run on the runner. A machine that
#   is not made anew for each job keeps what they leave behind: for the next job with secrets, and inside the network
#   that it stands in.
# related_resources:
#   - https://docs.github.com/en/actions/reference/security/secure-use#hardening-for-self-hosted-runners
#   - https://docs.github.com/en/actions/reference/runners/self-hosted-runners
# custom:
#   id: CI019
#   severity: high
#   confidence: medium
#   input: pipeline
#   vendors: [github]
#   controls:
#     - nist-800-53:SC-7
#     - nist-800-53:CM-7
#     - nist-800-53:SC-4
#     - ssdf:PO.5.1
#     - csf-2:PR.IR-01
#     - csf-2:PR.PS-05
#     - soc2:CC6.6
#     - soc2:CC6.8
#     - iso-27001:A.8.31
#     - iso-27001:A.8.22
#     - pci-dss:2.2.1
#     - cis-github:2.2.1
#     - cis-github:2.2.4
#     - sox-itgc:CO
#   remediation: >-
#     Run what pull requests start on runners of GitHub, or keep forks away with a condition on the job: `if:
#     github.event.pull_request.head.repo.full_name == github.repository`. Runners of one's own belong to jobs on
#     pushes to protected branches, and are made anew for each job.
#   answers: >-
#     Write the labels of the runner into the job instead of an expression, or keep forks away with a condition. List
#     the labels of runners that a service makes anew for each job in `managed_labels`.
#   parameters:
#     managed_labels:
#       description: Regular expressions for the labels of runners that are made anew for each job.
#       default:
#         - '(?i)^(blacksmith|buildjet|depot|namespace-profile|nscloud|ubicloud|warp)-'
#         # AWS CodeBuild makes a machine for the run that a label names, and RunsOn too.
#         - '(?i)^codebuild-.+-\$\{\{ *github\.run_id *\}\}-\$\{\{ *github\.run_attempt *\}\}$'
#         - '(?i)^runs-on(=\$\{\{ *github\.run_id *\}\})?/'
package gate.policies.pipeline.own_runner_for_strangers

import data.gate

deny contains finding if {
	some runner in input.facts.runners
	runner.own == true
	runner.strangers == true
	not is_managed(runner)
	message := sprintf("%s runs the code of a pull request, from a fork too, on a runner of its owner: %s", [runner.about, labels(runner)])
	finding := gate.followed(runner, message, runner.about)
}

# Said once for each kind of runner: whose it is, is one question.
unknown contains finding if {
	some runner in input.facts.runners
	runner.own == null
	not is_managed(runner)
	runner == [other | some other in input.facts.runners; other.strangers == true; other.labels == runner.labels][0]
	message := sprintf("%s runs the code of a pull request, from a fork too, and nobody knows whose the runner is: %s", [runner.about, labels(runner)])
	finding := gate.followed(runner, message, labels(runner))
}

# All that it may run on is.
is_managed(runner) if {
	count(runner.labels) > 0
	patterns := data.gate.parameters["own-runner-for-strangers"].managed_labels
	every label in runner.labels {
		fits(label, patterns)
	}
}

fits(label, patterns) if {
	some pattern in patterns
	regex.match(pattern, label)
}

fits(label, _) if regex.match(`(?i)^(ubuntu|windows|macos)-[a-z0-9.-]+$`, label)

labels(runner) := concat(", ", runner.labels) if count(runner.labels) > 0

labels(runner) := "a group of runners" if count(runner.labels) == 0
