# METADATA
# title: Evidence of a run is kept for less time than is asked for
# description: >-
#   Reports of scans, lists of components and attestations are what an auditor asks for. A file that says a shorter time
#   than the forge would keep them takes them away before anybody has asked.
# related_resources:
#   - https://github.com/actions/upload-artifact#retention-period
#   - https://docs.gitlab.com/ci/yaml/#artifactsexpire_in
#   - https://docs.github.com/en/organizations/managing-organization-settings/configuring-the-retention-period-for-github-actions-artifacts-and-logs-in-your-organization
# custom:
#   id: CI047
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:AU-11
#     - ssdf:PO.3.3
#     - ssdf:PS.3.1
#     - csf-2:PR.PS-04
#     - soc2:CC7.2
#     - soc2:CC4.1
#     - iso-27001:A.8.15
#     - iso-27001:A.5.33
#     - pci-dss:10.5.1
#     - cis-github:2.1.3
#   remediation: >-
#     Remove `retention-days`, so that the settings of the organisation decide, or raise it; on GitLab write
#     `expire_in: 1 year` or `expire_in: never`. GitHub keeps files of public repositories for 90 days at most and of
#     private ones for 400: store what has to be kept for years outside of it, as a file of a release or in a bucket with a
#     lock.
#   answers: >-
#     Write `retention-days` as a number, and `expire_in` as a time such as `1 year`.
#   parameters:
#     days:
#       description: How many days evidence has to be kept; 90 is what GitHub does by itself.
#       default: 90
#     record_pattern:
#       description: A regular expression for names and paths that mean evidence.
#       default: '(?i)(sarif|sbom|cyclonedx|spdx|attestation|provenance|evidence|compliance|vulnerabilit|(^|[^a-z])audit([^a-z]|$)|(security|scan|trivy|grype|semgrep|gitleaks|zap|snyk|checkov|bandit)[-_. ]*(report|result|finding|log))'
package gate.policies.pipeline.short_record_retention

import data.gate

deny contains finding if {
	some kept in input.facts.kept
	kept.days != null
	parameters := data.gate.parameters["short-record-retention"]
	kept.days < parameters.days
	subject := record(kept, parameters.record_pattern)
	message := sprintf("%s is kept for %d days, and %d are asked for", [subject, kept.days, parameters.days])
	finding := gate.followed(kept, message, subject)
}

unknown contains finding if {
	some kept in input.facts.kept
	kept.days == null
	subject := record(kept, data.gate.parameters["short-record-retention"].record_pattern)
	message := sprintf("how long %s is kept is decided when it runs", [subject])
	finding := gate.followed(kept, message, subject)
}

# What is kept, by its name or its path, if that means evidence. Findings that the forge has too are kept there.
record(kept, pattern) := subject if {
	not is_kept_elsewhere(kept)
	subjects := [it | some it in [kept.name, kept.paths]; regex.match(pattern, it)]
	some subject in array.slice(subjects, 0, 1)
}

is_kept_elsewhere(kept) if {
	kept.reported == true
	regex.match(`(?i)sarif`, sprintf("%s %s", [kept.name, kept.paths]))
}
