# METADATA
# title: The pipeline runs code of its repository that the repository does not hold
# description: >-
#   An action, a workflow, an include or a program is named by a path of the repository, and nothing stands there. What
#   runs is then made by an earlier step or does not run at all: nobody has reviewed it, and nobody can.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses
#   - https://docs.gitlab.com/ci/yaml/#includelocal
# custom:
#   id: CI009
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CM-3(2)
#     - nist-800-53:SI-7
#     - nist-800-53:SR-3
#     - ssdf:PW.7.1
#     - ssdf:PW.7.2
#     - csf-2:PR.PS-06
#     - csf-2:GV.SC-07
#     - soc2:CC6.8
#     - soc2:CC8.1
#     - iso-27001:A.8.28
#     - iso-27001:A.8.32
#     - pci-dss:6.2.3
#     - cis-github:1.1.3
#     - sox-itgc:CM
#   remediation: >-
#     Commit what the path names, correct the path, or remove the step. Code that a build makes, such as `dist/index.js`,
#     is committed beside its sources. Code of another repository is named as `owner/name/path@<full commit hash>`.
package gate.policies.pipeline.missing_code

import data.gate

deny contains finding if {
	some missing in input.facts.missing
	message := sprintf("%s is not in the repository: %s", [missing.name, reason(missing)])
	finding := gate.keyed(missing, missing.path, message, concat("/", [missing.about, missing.kind, missing.name]))
}

reason(missing) := "the path leads out of it" if missing.outside == true

reason(missing) := sprintf("there is no %s at %s", [replace(missing.kind, "_", " "), where(missing)]) if {
	missing.outside == false
}

where(missing) := "its top" if missing.file == ""

where(missing) := sprintf("`%s`", [missing.file]) if missing.file != ""

# Nothing can be unknown here: where the reader cannot say what stands at a path, the key that names it is unread.
