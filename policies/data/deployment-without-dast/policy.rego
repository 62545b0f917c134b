# METADATA
# title: What runs before production is not attacked before production gets it
# description: >-
#   The pipeline deploys to an environment that comes before production and then to production, with scans of
#   files only. Nothing that looks at the running service, as an attacker does, stands between the two. Said
#   once for a repository, and not where no scan at all stands before it.
# related_resources:
#   - https://www.zaproxy.org/docs/docker/
#   - https://docs.gitlab.com/user/application_security/dast/
# custom:
#   id: CI085
#   severity: low
#   confidence: medium
#   input: repository
#   needs: [pipeline]
#   controls:
#     - nist-800-53:SA-11(8)
#     - nist-800-53:RA-5
#     - ssdf:PW.8.2
#     - csf-2:PR.PS-06
#     - csf-2:ID.RA-01
#     - soc2:CC7.1
#     - soc2:CC8.1
#     - iso-27001:A.8.29
#     - pci-dss:6.4.1
#     - pci-dss:11.3.2
#     - sox-itgc:CM
#   remediation: >-
#     Put a job between the two deployments that scans the first environment and that the second one needs:
#     `zaproxy/action-baseline` with `fail_action: true`, or `zap-baseline.py -t https://staging.example`, or
#     `nuclei -u https://staging.example`; on GitLab include `template: DAST.gitlab-ci.yml`.
#   answers: >-
#     Give gate what stands elsewhere: the workflow or include of another repository with `--source`, or a scan in a
#     pipeline of this repository.
#   parameters:
#     production_pattern:
#       description: A regular expression for names and arguments that mean production.
#       default: '(?i)(^|[^a-z])(prod|production|live)([^a-z]|$)'
package gate.policies.data.deployment_without_dast

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
	coverage.rehearsed == true
	count({"code", "image", "workload"} & {kind | some kind in coverage.ships}) > 0
	scans.lacks(coverage, ["dast"])
	production(coverage)
}

production(coverage) := scans.production(coverage, data.gate.parameters["deployment-without-dast"].production_pattern)

said(coverage) := sprintf("%s deploys to production (%s) and no scan of the running service stands between it and the environment before", [coverage.about, production(coverage)])
