# METADATA
# title: All secrets are handed over at once
# description: >-
#   `secrets: inherit` gives a workflow of somebody else every secret that there is, those that are added next year
#   too, and `toJSON(secrets)` puts them all into one text that GitHub no longer masks. For `secrets[env.NAME]` the
#   runner has to hold them all, because nobody knows before which one is asked for. One compromised step has all of
#   them instead of the one that it needs.
# related_resources:
#   - https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows#passing-inputs-and-secrets-to-a-reusable-workflow
#   - https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information
# custom:
#   id: CI020
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github]
#   controls:
#     - nist-800-53:AC-6
#     - nist-800-53:CM-7
#     - nist-800-53:IA-5(7)
#     - nist-800-53:SC-28
#     - ssdf:PO.5.1
#     - ssdf:PO.3.2
#     - ssdf:PS.1.1
#     - csf-2:PR.AA-05
#     - csf-2:PR.AA-01
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:CC6.3
#     - iso-27001:A.8.2
#     - iso-27001:A.5.15
#     - iso-27001:A.5.17
#     - iso-27001:A.8.12
#     - pci-dss:7.2.2
#     - pci-dss:7.2.5
#     - pci-dss:8.6.2
#     - pci-dss:8.3.2
#     - cis-github:2.3.8
#     - sox-itgc:LA
#   remediation: >-
#     Name the secrets that are needed: `secrets: {TOKEN: ${{ secrets.TOKEN }}}` for a workflow, one variable of `env`
#     for each in a step. Instead of a computed name, give each environment of the forge a secret of the same name
#     and write `environment: ${{ inputs.target }}` and `${{ secrets.TOKEN }}`.
#   parameters:
#     trusted_owners:
#       description: Owners whose workflows may have every secret, such as the own organisation.
#       default: []
package gate.policies.pipeline.all_secrets_handed_over

import data.gate

deny contains finding if {
	some use in input.facts.secret_uses
	use.name == "*"
	use.at == "secrets"
	use.action != ""
	not is_trusted(use.action)
	message := sprintf("%s hands every secret to %s", [use.about, use.action])
	finding := gate.keyed(use, use.path, message, sprintf("%s/%s", [use.about, use.action]))
}

# A workflow of this repository is judged in its own file.
deny contains finding if {
	some use in input.facts.secret_uses
	use.name == "*"
	use.at != "secrets"
	not use.computed
	message := sprintf("%s puts every secret into one text", [holder(use)])
	finding := gate.keyed(use, use.path, message, sprintf("%s/%s", [use.about, use.at]))
}

# Said once for each job, at the first of them.
deny contains finding if {
	some use in input.facts.secret_uses
	use.computed
	use == [other | some other in input.facts.secret_uses; other.computed; other.about == use.about][0]
	message := sprintf("%s asks for a secret by a name that it computes (`secrets[…]`), and so it gets every one", [holder(use)])
	finding := gate.keyed(use, use.path, message, sprintf("%s/computed", [use.about]))
}

holder(use) := use.about if use.about != ""

holder(use) := "the pipeline" if use.about == ""

is_trusted(action) if {
	some owner in data.gate.parameters["all-secrets-handed-over"].trusted_owners
	startswith(lower(action), sprintf("%s/", [lower(owner)]))
}
