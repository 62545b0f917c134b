# METADATA
# title: A job logs in at a vault with a credential that lasts
# description: >-
#   A token, a password or the secret of a role is stored for the pipeline and opens the vault for whoever has it, from
#   anywhere and until somebody changes it. The vault accepts the identity that the forge gives to each run instead,
#   and can ask for the branch and the environment in it.
# related_resources:
#   - https://developer.hashicorp.com/vault/docs/auth/jwt
#   - https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-hashicorp-vault
#   - https://docs.gitlab.com/ci/secrets/hashicorp_vault/
# custom:
#   id: CI069
#   severity: medium
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:IA-5
#     - nist-800-53:AC-2
#     - nist-800-53:AC-6
#     - ssdf:PO.5.2
#     - csf-2:PR.AA-01
#     - soc2:CC6.1
#     - iso-27001:A.5.17
#     - iso-27001:A.8.2
#     - pci-dss:8.6.3
#     - sox-itgc:LA
#   remediation: >-
#     Log in with the identity of the run. GitHub: `permissions: {id-token: write}` for the job, and `method: jwt` with
#     a `role` for `hashicorp/vault-action`. GitLab: `id_tokens` with the `aud` of the vault, and `secrets: … vault:`
#     or `vault write auth/jwt/login role=… jwt=$VAULT_ID_TOKEN`.
#   answers: >-
#     Write the method into the file.
package gate.policies.pipeline.static_vault_token

import data.gate

deny contains finding if {
	some login in input.facts.vault_logins
	login.lasting == true
	message := sprintf("%s logs in at the vault by %s, with a credential that lasts", [subject(login), login.method])
	finding := gate.followed(login, message, sprintf("%s/%s", [login.about, login.method]))
}

unknown contains finding if {
	some login in input.facts.vault_logins
	login.lasting == null
	message := sprintf("whether %s logs in at the vault with a credential that lasts is not known: %s", [login.about, login.why])
	finding := gate.followed(login, message, login.about)
}

subject(login) := "every job" if login.about == ""

subject(login) := login.about if login.about != ""
