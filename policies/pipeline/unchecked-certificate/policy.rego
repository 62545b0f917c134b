# METADATA
# title: A program does not check whom it talks to
# description: >-
#   Anybody on the way can answer in place of the server: they read the credentials that go along, and decide what
#   is fetched, cloned or deployed.
# related_resources:
#   - https://curl.se/docs/sslcerts.html
#   - https://man.openbsd.org/ssh_config#StrictHostKeyChecking
# custom:
#   id: CI032
#   severity: medium
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:SC-8
#     - nist-800-53:SC-8(1)
#     - nist-800-53:SC-13
#     - csf-2:PR.DS-02
#     - soc2:CC6.7
#     - iso-27001:A.8.24
#     - iso-27001:A.5.14
#     - pci-dss:4.2.1
#   remediation: >-
#     Remove the option or the variable. Where a server has a certificate of your own authority, give its root to the
#     program (`--cacert`, `GIT_SSL_CAINFO`, `NODE_EXTRA_CA_CERTS`, `PIP_CERT`); where it is a host of SSH, write its
#     key into `known_hosts` from a fixed value.
package gate.policies.pipeline.unchecked_certificate

import data.gate

deny contains finding if {
	some peer in input.facts.unchecked_peers
	message := sprintf("%s %s%s", [subject(peer), what(peer), held(peer)])
	finding := gate.once(gate.followed(peer, message, sprintf("%s/%s/%s", [peer.about, peer.program, peer.by])), peer.by)
}

subject(peer) := sprintf("`%s` keeps %s from checking", [peer.by, peer.program]) if peer.program != ""

subject(peer) := sprintf("`%s` keeps programs from checking", [peer.by]) if peer.program == ""

what(peer) := "the key of the host" if regex.match(`(?i)host_?key|^GIT_SSH`, peer.by)

else := "the certificate of whom they talk to" if peer.program == ""

else := "the certificate of whom it talks to"

held(peer) := sprintf(", in a job that %s", [words[peer.holds[0]]]) if count(peer.holds) > 0

held(peer) := "" if count(peer.holds) == 0

words := {
	"deploys": "deploys",
	"publishes": "publishes",
	"secrets": "has secrets",
	"identity": "may ask for tokens of clouds",
	"rights": "has a token that may write",
}
