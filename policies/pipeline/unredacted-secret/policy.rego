# METADATA
# title: A part of a secret is used that the log does not hide
# description: >-
#   GitHub hides a secret in the log as it is stored. What `fromJSON` reads out of it is another text that no mask
#   knows, and the first program that prints it shows it to everybody who may read the run. GitLab reads no parts of a
#   variable.
# related_resources:
#   - https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information
# custom:
#   id: CI068
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github]
#   controls:
#     - nist-800-53:IA-5(7)
#     - nist-800-53:SC-28
#     - ssdf:PS.1.1
#     - csf-2:PR.AA-01
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - iso-27001:A.5.17
#     - iso-27001:A.8.12
#     - pci-dss:8.6.2
#     - pci-dss:8.3.2
#   remediation: >-
#     Store each part as a secret of its own. Where that cannot be, have it masked before it is used: `echo
#     "::add-mask::$PART"`, with the part as a variable of the step.
package gate.policies.pipeline.unredacted_secret

import data.gate

# Said once for each secret of a job, at the first part.
deny contains finding if {
	some part in input.facts.secret_parts
	part == [other | some other in input.facts.secret_parts; [other.about, other.secret] == [part.about, part.secret]][0]
	message := sprintf("a part of %s gets into `%s`, and no mask of the log knows it", [part.secret, part.at])
	finding := gate.followed(part, message, sprintf("%s/%s", [part.about, part.secret]))
}
