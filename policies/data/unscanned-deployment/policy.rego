# METADATA
# title: Something is deployed to production that no scan could have stopped
# description: >-
#   No pipeline of the repository that looks at changes, and none on the way to this deployment, runs a security scan
#   that can fail. Whatever is merged reaches production, with the vulnerabilities, secrets and open doors that it has.
#   Scans may also run outside of pipelines, so this is shown and blocks only where `fail-on` or an own severity says so.
# related_resources:
#   - https://csrc.nist.gov/pubs/sp/800/218/final
# custom:
#   id: DATA003
#   severity: medium
#   confidence: medium
#   input: repository
#   needs: [pipeline]
#   controls:
#     - nist-800-53:SA-11
#     - nist-800-53:SA-11(1)
#     - nist-800-53:CM-3(2)
#     - nist-800-53:RA-5
#     - ssdf:PW.7.2
#     - ssdf:PW.8.2
#     - csf-2:PR.PS-06
#     - csf-2:ID.RA-01
#     - soc2:CC7.1
#     - soc2:CC8.1
#     - iso-27001:A.8.29
#     - iso-27001:A.8.8
#     - pci-dss:6.2.3
#     - pci-dss:6.3.1
#     - pci-dss:11.3.1
#     - cis-github:2.3.7
#     - sox-itgc:CM
#   remediation: >-
#     Add a job that scans the code, its dependencies or the image and fails on findings, let the deployment need it, and
#     name it among the required checks of the branch.
#   answers: >-
#     Give gate what stands elsewhere: the workflow or include of another repository with `--source`, or a scan in a
#     pipeline of this repository.
#   parameters:
#     production_pattern:
#       description: A regular expression for names and arguments that mean production.
#       default: '(?i)(^|[^a-z])(prod|production|live)([^a-z]|$)'
#     required:
#       description: >-
#         The kinds of scans that there must be, of `sast`, `dast`, `sca`, `secret`, `image` and `iac`. With none, one of
#         any kind is enough.
#       default: []
package gate.policies.data.unscanned_deployment

import data.gate

deny contains finding if {
	some coverage in input.facts.coverage
	coverage.whole == true
	some subject in production(coverage)
	lacking := missing(coverage)
	lacking != ""
	finding := gate.followed(coverage, sprintf("%s deploys to production (%s) and %s can stop it", [coverage.about, subject, lacking]), coverage.about)
}

unknown contains finding if {
	some coverage in input.facts.coverage
	coverage.whole == null
	some subject in production(coverage)
	lacking := missing(coverage)
	lacking != ""
	finding := gate.followed(coverage, sprintf("%s deploys to production (%s) and %s here can stop it; %s", [coverage.about, subject, lacking, coverage.why]), coverage.about)
}

# What is lacking, in words; empty where nothing is.
missing(coverage) := "no scan" if {
	count(required) == 0
	count(array.concat(coverage.before, coverage.elsewhere)) == 0
}

else := sprintf("no scan of the kind %s", [concat(", ", kinds)]) if {
	passed := {kind | some kind in array.concat(coverage.before, coverage.elsewhere)}
	kinds := [kind | some kind in required; not kind in passed]
	count(kinds) > 0
}

else := ""

required := data.gate.parameters["unscanned-deployment"].required

# The first of the names that means production. That of the environment decides where there is one.
production(coverage) := array.slice(signs, 0, 1) if {
	coverage.environments != null
	pattern := data.gate.parameters["unscanned-deployment"].production_pattern
	signs := [name | some name in array.concat(coverage.environments, coverage.signs); regex.match(pattern, name)]
}
