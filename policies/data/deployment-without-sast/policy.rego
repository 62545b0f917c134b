# METADATA
# title: A program is deployed to production and no static analysis could have stopped it
# description: >-
#   The pipeline builds a program or its image and deploys it, with scans of other things before it. What people
#   have written themselves, where no list of known holes helps, is analysed by nothing. Said once for a
#   repository, and not where no scan at all stands before it.
# related_resources:
#   - https://docs.github.com/en/code-security/concepts/code-scanning/about-code-scanning
#   - https://docs.gitlab.com/user/application_security/sast/
# custom:
#   id: CI083
#   severity: low
#   confidence: medium
#   input: repository
#   needs: [pipeline]
#   controls:
#     - nist-800-53:SA-11(1)
#     - nist-800-53:RA-5
#     - ssdf:PW.7.2
#     - ssdf:PO.3.2
#     - csf-2:PR.PS-06
#     - csf-2:ID.RA-01
#     - soc2:CC8.1
#     - soc2:CC7.1
#     - iso-27001:A.8.29
#     - iso-27001:A.8.28
#     - pci-dss:6.2.3
#     - pci-dss:6.2.4
#     - sox-itgc:CM
#   remediation: >-
#     Analyse the code so that the job fails: `github/codeql-action/analyze`, `semgrep scan --error`, or the
#     analyser of the language such as `bandit -r src` or `gosec ./...`; on GitLab include `template:
#     Jobs/SAST.gitlab-ci.yml`.
#   answers: >-
#     Give gate what stands elsewhere: the workflow or include of another repository with `--source`, or a scan in a
#     pipeline of this repository.
#   parameters:
#     production_pattern:
#       description: A regular expression for names and arguments that mean production.
#       default: '(?i)(^|[^a-z])(prod|production|live)([^a-z]|$)'
package gate.policies.data.deployment_without_sast

import data.gate
import data.gate.coverage as scans

deny contains finding if {
	some coverage in input.facts.coverage
	coverage.whole == true
	coverage == first
	finding := gate.followed(coverage, said(coverage), coverage.about)
}

unknown contains finding if {
	some coverage in input.facts.coverage
	coverage.whole == null
	coverage == first
	finding := gate.followed(coverage, sprintf("%s here; %s", [said(coverage), coverage.why]), coverage.about)
}

# Said once: at the first of them.
first := [coverage | some coverage in input.facts.coverage; concerns(coverage)][0]

concerns(coverage) if {
	count({"code", "image"} & {kind | some kind in coverage.ships}) > 0
	scans.lacks(coverage, ["sast"])
	production(coverage)
}

production(coverage) := scans.production(coverage, data.gate.parameters["deployment-without-sast"].production_pattern)

said(coverage) := sprintf("%s deploys a program to production (%s) and no static analysis can stop it", [coverage.about, production(coverage)])
