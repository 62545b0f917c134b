# METADATA
# title: A program is deployed to production and no scan of its dependencies could have stopped it
# description: >-
#   The pipeline builds or tests a program and deploys it, with scans of other things before it. Most of what is
#   deployed are packages of others; a known hole in one of them goes to production unseen. Said once for a
#   repository, and not where no scan at all stands before it.
# related_resources:
#   - https://docs.github.com/en/code-security/concepts/supply-chain-security/about-dependency-review
#   - https://docs.gitlab.com/user/application_security/dependency_scanning/
# custom:
#   id: CI082
#   severity: low
#   confidence: medium
#   input: repository
#   needs: [pipeline]
#   controls:
#     - nist-800-53:RA-5
#     - nist-800-53:SR-3
#     - nist-800-53:SI-2
#     - ssdf:PW.4.4
#     - ssdf:RV.1.1
#     - csf-2:ID.RA-01
#     - csf-2:PR.PS-02
#     - soc2:CC7.1
#     - iso-27001:A.8.8
#     - pci-dss:6.3.1
#     - pci-dss:6.3.2
#     - cis-github:1.5.5
#     - sox-itgc:CO
#   remediation: >-
#     Scan what the lock file names, so that the job fails: `trivy fs --exit-code 1 .`, `osv-scanner`, `npm
#     audit`, `pip-audit` or `cargo audit`, and `actions/dependency-review-action` for changes; on GitLab include
#     `template: Jobs/Dependency-Scanning.gitlab-ci.yml`.
#   answers: >-
#     Give gate what stands elsewhere: the workflow or include of another repository with `--source`, or a scan in a
#     pipeline of this repository.
#   parameters:
#     production_pattern:
#       description: A regular expression for names and arguments that mean production.
#       default: '(?i)(^|[^a-z])(prod|production|live)([^a-z]|$)'
package gate.policies.data.deployment_without_dependency_scan

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
	"code" in coverage.ships
	scans.lacks(coverage, ["sca", "image"])
	production(coverage)
}

production(coverage) := scans.production(coverage, data.gate.parameters["deployment-without-dependency-scan"].production_pattern)

said(coverage) := sprintf("%s deploys a program to production (%s) and no scan of its dependencies can stop it", [coverage.about, production(coverage)])
