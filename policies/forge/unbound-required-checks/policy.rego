# METADATA
# title: Checks of the default branch are missing or can be faked
# description: >-
#   Without a required check a change is merged whatever its tests say. A required check that is not bound to an app
#   counts as passed when anybody with write access reports success under its name.
# related_resources:
#   - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches#require-status-checks-before-merging
# custom:
#   id: GIT003
#   severity: high
#   confidence: high
#   input: forge
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
#     - cis-github:1.1.9
#     - sox-itgc:CM
#   remediation: >-
#     Require the checks that must pass before a merge, gate's own among them, and choose for each the app that
#     reports it (GitHub Actions has the number 15368) instead of "any source".
#   answers: >-
#     Have a trusted job collect the missing answer of the forge with a token that may read the settings of the
#     repository, and pass the new snapshot with `--forge`; the finding says which answer is missing.
#   parameters:
#     checks:
#       description: Names of checks that must be among the required ones, such as gate.
#       default: []
package gate.policies.forge.unbound_required_checks

import data.gate
import data.gate.forge as forges

deny contains finding if {
	some branch in input.branches
	branch.is_default == true
	branch.effective.status_checks_required == false
	message := sprintf("%s requires no check to pass", [forges.label(branch)])
	finding := gate.keyed(branch, ["effective", "status_checks_required"], message, branch.name)
}

deny contains finding if {
	some branch in input.branches
	branch.is_default == true
	some check in branch.required_checks
	check.bound == false
	message := sprintf("the required check %s is bound to no app, so anybody with write access can report it", [check.context])
	finding := gate.keyed(check, ["app_id"], message, sprintf("%s/%s", [branch.name, check.context]))
}

# Whoever may bypass at any time is reported by another policy.
deny contains finding if {
	some branch in input.branches
	branch.is_default == true
	branch.effective.status_checks_required == true
	branch.effective_for_everyone.status_checks_required == false
	some layer in branch.layers
	layer.enforcement == "active"
	layer.rules.status_checks_required == true
	actors := layer.bypass_actors
	is_array(actors)
	some bypass in actors
	bypass.mode == "pull_request"
	who := forges.actor(bypass)
	message := sprintf("%s may merge into %s without the required checks", [who, forges.label(branch)])
	finding := gate.keyed(bypass, [], message, sprintf("%s/%s/%s", [branch.name, layer.source, who]))
}

deny contains finding if {
	some [branch, name] in missing
	branch.effective.status_checks_required == true
	message := sprintf("the check %s is not required by %s", [name, forges.label(branch)])
	finding := gate.keyed(branch, ["effective", "status_checks_required"], message, sprintf("%s/%s", [branch.name, name]))
}

unknown contains finding if {
	forges.observed(input)
	some branch in input.branches
	branch.is_default == true
	branch.effective.status_checks_required == null
	gap := forges.first_gap(branch)
	message := sprintf("whether %s requires checks is not known: %s", [forges.label(branch), forges.reason(gap)])
	finding := gate.keyed(gap, [], message, branch.name)
}

unknown contains finding if {
	some branch in input.branches
	branch.is_default == true
	some check in branch.required_checks
	check.bound == null
	message := sprintf("which app has to report the required check %s is not known", [check.context])
	finding := gate.keyed(check, ["app_id"], message, sprintf("%s/%s", [branch.name, check.context]))
}

unknown contains finding if {
	some gap in forges.default_branch_gap(input)
	message := sprintf("which branch is the default one is not known: %s", [forges.reason(gap)])
	finding := gate.keyed(gap, [], message, "default branch")
}

# Checks that the configuration asks for and no visible layer requires. A declared ruleset need not name them all.
missing contains pair if {
	forges.observed(input)
	some branch in input.branches
	branch.is_default == true
	required := {check.context | some check in branch.required_checks}
	some name in data.gate.parameters["unbound-required-checks"].checks
	not name in required
	pair := [branch, name]
}
