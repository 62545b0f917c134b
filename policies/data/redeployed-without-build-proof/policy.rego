# METADATA
# title: Images are signed and deployed without anybody who looks at the signature
# description: >-
#   The repository signs its images or attests how they were built, and deploys them to production without a
#   check of that in the pipeline. Whoever can push to the registry can replace what was built and reviewed; the
#   signature that would tell is there and is not asked for. A cluster may check it when it admits an image,
#   which no pipeline shows. Said once for a repository.
# related_resources:
#   - https://docs.sigstore.dev/cosign/verifying/verify/
#   - https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations
# custom:
#   id: CI092
#   severity: low
#   confidence: medium
#   input: repository
#   needs: [pipeline]
#   controls:
#     - nist-800-53:SI-7
#     - nist-800-53:SI-7(15)
#     - nist-800-53:SR-4
#     - nist-800-53:CM-14
#     - ssdf:PS.2.1
#     - ssdf:PS.3.2
#     - csf-2:GV.SC-07
#     - soc2:CC6.8
#     - soc2:CC8.1
#     - iso-27001:A.8.32
#     - iso-27001:A.5.21
#     - pci-dss:6.3.2
#     - cis-github:2.4.1
#     - cis-github:4.1.1
#     - sox-itgc:CM
#   remediation: >-
#     Before the deployment, in its job or one that it needs, check what is deployed by its digest: `cosign verify
#     IMAGE@DIGEST --certificate-identity-regexp ... --certificate-oidc-issuer ...` or `gh attestation verify
#     oci://IMAGE@DIGEST --repo OWNER/NAME`. Where the cluster checks it when it admits an image, say so in a
#     waiver with the name of its rule.
#   parameters:
#     production_pattern:
#       description: A regular expression for names and arguments that mean production.
#       default: '(?i)(^|[^a-z])(prod|production|live)([^a-z]|$)'
package gate.policies.data.redeployed_without_build_proof

import data.gate
import data.gate.coverage as scans

deny contains finding if {
	some coverage in input.facts.coverage
	coverage.signing == true
	coverage == first
	message := sprintf("%s deploys to production (%s) and checks no signature, while the repository signs its images", [coverage.about, production(coverage)])
	finding := gate.followed(coverage, message, coverage.about)
}

# Said once: at the first of them.
first := [coverage | some coverage in input.facts.coverage; concerns(coverage)][0]

concerns(coverage) if {
	coverage.verified == false
	count({"image", "workload"} & {kind | some kind in coverage.ships}) > 0
	production(coverage)
}

production(coverage) := scans.production(coverage, data.gate.parameters["redeployed-without-build-proof"].production_pattern)
