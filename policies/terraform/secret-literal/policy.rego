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
import data.gate.terraform as tf

# Nothing can be unknown here, so there is no rule `unknown`: what the code writes out is a constant, and a constant is
# known before apply. A credential that comes from outside is not in the code.

deny contains finding if {
	some secret in input.secrets
	secret.constant == true
	message := sprintf("%s has its %s written into the code", [secret.resource, label(secret)])
	finding := gate.keyed(secret, secret.at, message, concat("#", [secret.resource, secret.path]))
}

# The argument `value` does not say that it is a credential; the type of the parameter does.
deny contains finding if {
	some parameter in tf.existing("aws_ssm_parameter")
	tf.value(parameter, ["type"]) == "SecureString"
	some argument in ["value", "insecure_value"]
	object.get(parameter.constants, argument, false) == true
	value := tf.value(parameter, [argument])
	not value in {null, ""}
	not listed(parameter, argument)
	message := sprintf("%s has its %s written into the code", [parameter.address, argument])
	finding := gate.keyed(parameter, [argument], message, concat("#", [parameter.address, argument]))
}

# Whether the document has it among its secrets already, because of its form.
listed(parameter, argument) if {
	some secret in input.secrets
	secret.constant == true
	secret.resource == parameter.address
	secret.path == argument
}

# The argument that holds the credential; a variable holds it as a whole.
label(secret) := secret.path if secret.path != ""

label(secret) := "value" if secret.path == ""
