# METADATA
# title: Code of infrastructure is applied to production and no scan of it could have stopped it
# description: >-
#   Terraform, charts or templates of a cloud are applied, with scans of other things before it. An open port or
#   a public bucket that somebody writes there reaches production as it is. Said once for a repository, and not
#   where no scan at all stands before it.
# related_resources:
#   - https://www.checkov.io/
#   - https://docs.gitlab.com/user/application_security/iac_scanning/
# custom:
#   id: CI081
#   severity: low
#   confidence: medium
#   input: repository
#   needs: [pipeline]
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
#     - cis-github:2.3.7
#     - sox-itgc:CM
#   remediation: >-
#     Scan the code before it is applied, so that the job fails: `gate check`, `checkov -d .`, `trivy config
#     --exit-code 1 .` or `kics scan`, in a job that the deployment needs; on GitLab include `template: Jobs/SAST-
#     IaC.gitlab-ci.yml`.
#   answers: >-
#     Give gate what stands elsewhere: the workflow or include of another repository with `--source`, or a scan in a
#     pipeline of this repository.
#   parameters:
#     production_pattern:
#       description: A regular expression for names and arguments that mean production.
#       default: '(?i)(^|[^a-z])(prod|production|live)([^a-z]|$)'
package gate.policies.data.deployment_without_iac_scan

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
	"infrastructure" in coverage.ships
	scans.lacks(coverage, ["iac"])
	production(coverage)
}

production(coverage) := scans.production(coverage, data.gate.parameters["deployment-without-iac-scan"].production_pattern)

said(coverage) := sprintf("%s applies code of infrastructure to production (%s) and no scan of it can stop it", [coverage.about, production(coverage)])
