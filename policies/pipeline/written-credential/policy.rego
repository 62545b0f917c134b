# METADATA
# title: A credential is written out in a pipeline
# description: >-
#   Everybody who may read the repository, its forks and its history has the credential, and changing it needs a commit.
#   The forge keeps secrets apart from the code, masks them in logs and hands them only to jobs that ask for them.
# related_resources:
#   - https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets
#   - https://docs.gitlab.com/ci/variables/
# custom:
#   id: CI008
#   severity: high
#   confidence: medium
#   input: pipeline
#   adoptable: false
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:IA-5(7)
#     - ssdf:PS.1.1
#     - csf-2:PR.AA-01
#     - soc2:CC6.1
#     - iso-27001:A.5.17
#     - iso-27001:A.8.28
#     - pci-dss:8.6.2
#     - sox-itgc:LA
#   remediation: >-
#     Revoke this credential, keep a new one as a secret of the forge or in a vault, and name only the secret in the
#     pipeline: `${{ secrets.NAME }}`, or a masked variable of the GitLab project.
package gate.policies.pipeline.written_credential

import data.gate

# Keys of clouds are judged by `static-cloud-keys`.
deny contains finding if {
	some literal in input.facts.literals
	message := sprintf("`%s` is written out in the pipeline (%s)", [literal.at, literal.kind])
	finding := gate.keyed(literal, literal.path, message, sprintf("%s/%s", [literal.at, literal.kind]))
}

# Nothing can be unknown here: what is written out is there to be seen, and a file that cannot be read is incomplete.
