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

deny contains finding if {
	some checks in input.facts.status_checks
	checks.required == false
	message := sprintf("%s requires no check to pass", [checks.label])
	finding := gate.keyed(checks, checks.path, message, checks.branch)
}

deny contains finding if {
	some source in input.facts.check_sources
	source.bound == false
	message := sprintf("the required check %s is bound to no app, so anybody with write access can report it", [source.check])
	finding := gate.keyed(source, source.path, message, sprintf("%s/%s", [source.branch, source.check]))
}

# Whoever may bypass at any time is reported by another policy.
deny contains finding if {
	some bypass in input.facts.bypasses
	bypass.mode == "pull_request"
	bypass.skips_checks == true
	message := sprintf("%s may merge into %s without the required checks", [bypass.who, bypass.label])
	finding := gate.keyed(bypass, bypass.path, message, sprintf("%s/%s/%s", [bypass.branch, bypass.layer, bypass.who]))
}

# The configuration asks for a check that no visible layer requires.
deny contains finding if {
	some checks in input.facts.status_checks
	checks.required == true
	checks.observed == true
	some name in data.gate.parameters["unbound-required-checks"].checks
	not name in checks.names
	message := sprintf("the check %s is not required by %s", [name, checks.label])
	finding := gate.keyed(checks, checks.path, message, sprintf("%s/%s", [checks.branch, name]))
}

unknown contains finding if {
	some checks in input.facts.status_checks
	checks.required == null
	message := sprintf("whether %s requires checks is not known: %s", [checks.label, checks.why])
	finding := gate.keyed(checks, checks.path, message, checks.branch)
}

unknown contains finding if {
	some source in input.facts.check_sources
	source.bound == null
	message := sprintf("which app has to report the required check %s is not known", [source.check])
	finding := gate.keyed(source, source.path, message, sprintf("%s/%s", [source.branch, source.check]))
}

unknown contains finding if {
	some branch in input.facts.default_branches
	branch.name == null
	message := sprintf("which branch is the default one is not known: %s", [branch.why])
	finding := gate.keyed(branch, branch.path, message, "default branch")
}
