# METADATA
# title: An image is deployed to production and no scan of images could have stopped it
# description: >-
#   The pipeline builds and pushes an image and deploys it, with scans of other things before it. What comes
#   with the base image and its packages, where most known holes of a container are, is looked at by nobody.
#   Said once for a repository, and not where no scan at all stands before it.
# related_resources:
#   - https://docs.docker.com/scout/
#   - https://docs.gitlab.com/user/application_security/container_scanning/
# custom:
#   id: CI080
#   severity: low
#   confidence: medium
#   input: repository
#   needs: [pipeline]
#   controls:
#     - nist-800-53:RA-5
#     - nist-800-53:SI-2
#     - ssdf:RV.1.1
#     - ssdf:PW.8.2
#     - csf-2:ID.RA-01
#     - soc2:CC7.1
#     - iso-27001:A.8.8
#     - pci-dss:6.3.1
#     - pci-dss:11.3.1
#     - sox-itgc:CO
#   remediation: >-
#     Scan the image that was built, before it is deployed, so that the job fails: a step `aquasecurity/trivy-
#     action` with `exit-code: 1` and `severity: HIGH,CRITICAL`, or `trivy image --exit-code 1 --severity
#     HIGH,CRITICAL IMAGE`; on GitLab include `template: Jobs/Container-Scanning.gitlab-ci.yml`.
#   answers: >-
#     Give gate what stands elsewhere: the workflow or include of another repository with `--source`, or a scan in a
#     pipeline of this repository.
#   parameters:
#     production_pattern:
#       description: A regular expression for names and arguments that mean production.
#       default: '(?i)(^|[^a-z])(prod|production|live)([^a-z]|$)'
package gate.policies.data.deployment_without_image_scan

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
	"image" in coverage.ships
	scans.lacks(coverage, ["image"])
	production(coverage)
}

production(coverage) := scans.production(coverage, data.gate.parameters["deployment-without-image-scan"].production_pattern)

said(coverage) := sprintf("%s deploys an image to production (%s) and no scan of images can stop it", [coverage.about, production(coverage)])
