# METADATA
# title: A program from the net runs unchecked in a build
# description: >-
#   Whoever controls the server, the domain or the account behind the address decides at every run what the build
#   does and what comes out of it. Nobody has reviewed it, and two builds of one commit need not be alike.
# related_resources:
#   - https://slsa.dev/spec/v1.0/threats
#   - https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   id: CI037
#   severity: medium
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:SI-7
#     - nist-800-53:SR-3
#     - nist-800-53:CM-14
#     - ssdf:PO.3.2
#     - ssdf:PW.4.4
#     - csf-2:GV.SC-07
#     - csf-2:PR.PS-05
#     - soc2:CC6.8
#     - soc2:CC9.2
#     - iso-27001:A.8.19
#     - iso-27001:A.5.21
#     - pci-dss:6.3.2
#     - cis-github:3.1.7
#   remediation: >-
#     Keep the script or program in the repository, or fetch a fixed version and compare it before it runs: write its
#     digest into the workflow and run `echo "DIGEST FILE" | sha256sum --check`, or verify its signature (`cosign
#     verify-blob`, `gpg --verify`). An address that names a full commit hash stays what it is as well. For packages
#     write `#sha256=` and the digest, or the commit, behind the address.
#   answers: >-
#     Write the address and the full commit hash in it where it is used instead of taking them from a variable.
package gate.policies.pipeline.unverified_download_in_build

import data.gate

deny contains finding if {
	some download in input.facts.downloads
	download.pinned == false
	download.holds == []
	finding := about(download, unchecked(download))
}

unknown contains finding if {
	some download in input.facts.downloads
	download.pinned == null
	download.holds == []
	finding := about(download, sprintf("%s unless its address names a commit; %s", [unchecked(download), download.why]))
}

about(download, message) := gate.once(gate.followed(download, message, subject(download)), "download")

subject(download) := sprintf("%s/%s/%s", [download.about, download.program, download.host])

unchecked(download) := sprintf("what %s fetches from %s goes to %s without being checked", [download.program, origin(download), download.runs])

origin(download) := download.host if download.host != ""

origin(download) := "an address in a variable" if download.host == ""
