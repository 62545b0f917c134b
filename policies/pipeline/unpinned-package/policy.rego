# METADATA
# title: A package is installed in whatever version is the newest where there is something to steal
# description: >-
#   No lock file and no version says which code runs. A release that its author's stolen account has published an
#   hour ago runs in this job, with its secrets, its deployment and its rights.
# related_resources:
#   - https://slsa.dev/spec/v1.0/threats
#   - https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   id: CI031
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
#     Write the exact version behind the package (`pip install twine==6.1.0`, `npx tool@1.2.3`, `go install
#     example.com/tool@v1.2.3`), or install the tools from a lock file: `pip install --require-hashes -r FILE`, `npm
#     ci`, `uv sync --locked`.
#   answers: >-
#     Write the version where it is used instead of taking it from a variable.
#   parameters:
#     trusted_packages:
#       description: Packages that may be installed in any version, by their names without a version.
#       default: [pip, setuptools, wheel, npm]
package gate.policies.pipeline.unpinned_package

import data.gate

deny contains finding if {
	some install in input.facts.packages
	install.exact == false
	held := install.holds[0]
	names := judged(install)
	message := sprintf("%s takes the newest version of %s, in a job that %s", [install.tool, concat(", ", names), words[held]])
	finding := gate.once(gate.followed(install, message, key(install, names)), concat(" ", names))
}

unknown contains finding if {
	some install in input.facts.packages
	install.exact == null
	held := install.holds[0]
	names := judged(install)
	message := sprintf("which version of %s %s takes is decided when it runs, in a job that %s", [concat(", ", names), install.tool, words[held]])
	finding := gate.once(gate.followed(install, message, key(install, names)), concat(" ", names))
}

key(install, names) := sprintf("%s/%s/%s", [install.about, install.tool, concat(" ", names)])

# The packages that nobody trusts in any version, if there are any.
judged(install) := names if {
	trusted := data.gate.parameters["unpinned-package"].trusted_packages
	names := [name | some name in install.packages; not named(name, trusted)]
	names != []
}

named(name, trusted) if {
	some known in trusted
	regex.replace(lower(name), `[\[<>=~!@ ].*$`, "") == lower(known)
}

words := {
	"deploys": "deploys",
	"publishes": "publishes",
	"secrets": "has secrets",
	"identity": "may ask for tokens of clouds",
	"rights": "has a token that may write",
}
