# METADATA
# title: A credential is written into the code
# description: >-
#   A credential in the code is known to everybody who can read the repository, stays in its history after it is taken
#   out, and lands in plain text in plan and state. Judged are credentials by the name of their argument or by their
#   form, and every value of a SecureString parameter.
# related_resources:
#   - https://developer.hashicorp.com/terraform/language/manage-sensitive-data
# custom:
#   id: TF007
#   severity: critical
#   confidence: high
#   input: terraform
#   adoptable: false
#   controls:
#     - nist-800-53:IA-5(7)
#     - ssdf:PS.1.1
#     - csf-2:PR.AA-01
#     - soc2:CC6.1
#     - iso-27001:A.5.17
#     - iso-27001:A.8.12
#     - pci-dss:8.6.2
#     - sox-itgc:LA
#   remediation: >-
#     Replace the credential at its source, because it counts as known. Let the cloud make the new one, or read it from
#     a secret store or from a variable without a default.
package gate.policies.terraform.secret_literal

import data.gate

# What the code writes out is known. Whether it is a credential may hang on the type of a parameter that is not: then
# `credential` is null, and gate asks. A credential that comes from outside is not in the code.
deny contains finding if {
	some literal in input.facts.literals
	literal.credential == true
	message := sprintf("%s has its %s written into the code", [literal.about, literal.argument])
	finding := gate.keyed(literal, literal.path, message, literal.key)
}
