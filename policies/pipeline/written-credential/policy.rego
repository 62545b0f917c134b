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
import data.gate.pipeline as pipelines

# A password that everybody knows (`default-password`), such as `postgres` for a database that ends with its job, keeps
# nobody out and is no secret. Keys of clouds are judged by `static-cloud-keys`.
deny contains finding if {
	some holder in holders
	some literal in holder.literals
	not literal.kind in {"default-password", "aws-access-key"}
	name := pipelines.variable(literal.at)
	not pipelines.cloud_of(name, name)
	finding := gate.keyed(literal, [], message(literal), sprintf("%s/%s", [literal.at, literal.kind]))
}

# All that may hold one: the pipeline, its jobs, their steps. Most of a pipeline holds none.
holders := [holder |
	some holder in array.concat(array.concat([input], input.jobs), [step | some [_, step] in pipelines.steps(input)])
	count(holder.literals) > 0
]

message(literal) := sprintf("`%s` is written out in the pipeline (%s)", [literal.at, literal.kind])

# Nothing can be unknown here: what is written out is there to be seen, and a file that cannot be read is incomplete.
