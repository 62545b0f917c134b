# METADATA
# title: Something is deployed to production and no scan for secrets could have stopped a change
# description: >-
#   Changes are scanned for other things before they are deployed. A key or password that somebody commits stays
#   in the history and in what is built from it, for everybody who can read either. Said once for a repository,
#   and not where no scan at all stands before it.
# related_resources:
#   - https://docs.github.com/en/code-security/concepts/secret-security/about-push-protection
#   - https://docs.gitlab.com/user/application_security/secret_detection/
# custom:
#   id: CI084
#   severity: low
#   confidence: medium
#   input: repository
#   needs: [pipeline]
#   controls:
#     - nist-800-53:IA-5(7)
#     - nist-800-53:RA-5
#     - ssdf:PW.8.1
#     - ssdf:PS.1.1
#     - csf-2:PR.PS-06
#     - soc2:CC6.1
#     - soc2:CC7.1
#     - iso-27001:A.8.28
#     - iso-27001:A.8.12
#     - pci-dss:8.6.2
#     - cis-github:1.5.1
#     - sox-itgc:LA
#   remediation: >-
#     Search every change so that the job fails: `gitleaks/gitleaks-action`, `gitleaks git .` or `trufflehog git
#     file://. --fail`; on GitLab include `template: Jobs/Secret-Detection.gitlab-ci.yml`. Or switch on secret
#     scanning with push protection at GitHub, and hand gate the snapshot of the settings with `--forge`.
#   answers: >-
#     Give gate what stands elsewhere: the workflow or include of another repository with `--source`, or a scan in a
#     pipeline of this repository.
#   parameters:
#     production_pattern:
#       description: A regular expression for names and arguments that mean production.
#       default: '(?i)(^|[^a-z])(prod|production|live)([^a-z]|$)'
package gate.policies.data.deployment_without_secret_scan

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
	count(coverage.ships) > 0
	count(coverage.by_forge) == 0
	scans.lacks(coverage, ["secret"])
	production(coverage)
}

production(coverage) := scans.production(coverage, data.gate.parameters["deployment-without-secret-scan"].production_pattern)

said(coverage) := sprintf("%s deploys to production (%s) and no scan for secrets can stop a change", [coverage.about, production(coverage)])
