# METADATA
# title: Whoever starts the run decides what a command or statement says
# description: >-
#   `dag_run.conf` and `params` come from the trigger form, the API or another DAG. Put into a shell command, a SQL
#   statement or the arguments of a container, their text becomes code that runs with the task's own access.
# related_resources:
#   - https://airflow.apache.org/docs/apache-airflow/stable/security/security_model.html
# custom:
#   id: AF003
#   severity: high
#   confidence: high
#   input: airflow
#   controls:
#     - nist-800-53:SI-10
#     - nist-800-53:SA-11
#     - ssdf:PW.5.1
#     - csf-2:PR.PS-06
#     - soc2:CC6.8
#     - iso-27001:A.8.28
#     - pci-dss:6.2.4
#     - sox-itgc:CM
#   remediation: >-
#     Pass the value as data: through `env` for a command, through `parameters` for a statement. Or declare it as a
#     `Param` with an enumeration, a number type, a date format or a pattern, so that Airflow checks it first.
#   answers: >-
#     Write the text in the repository, as a template or of constants, so that what it is made of can be read without
#     running it. A file that it names lies beside the DAG file, in a folder above or in one of `template_searchpath`, and
#     macros and filters stand in the DAG file.
package gate.policies.airflow.untrusted_template

import data.gate

deny contains finding if {
	some template in input.facts.templates
	template.untrusted == true
	message := sprintf(
		"`%s` of task `%s` runs text that whoever starts the run writes (%s)",
		[template.arg, template.task, template.source],
	)
	subject := sprintf("%s/%s/%s/%s", [template.dag, template.task, template.arg, template.expr])
	finding := gate.keyed(template, template.path, message, subject)
}

# A command of which all or a part is not known may hold any template, and so may a template that cannot be followed.
unknown contains finding if {
	some template in input.facts.templates
	template.untrusted == null
	message := sprintf(
		"`%s` of task `%s` may run text that whoever starts the run writes: %s",
		[template.arg, template.task, template.why],
	)
	subject := sprintf("%s/%s/%s", [template.dag, template.task, template.arg])
	finding := gate.keyed(template, template.path, message, subject)
}

# So may a file that nobody can read.
unknown contains finding if {
	some text in input.facts.unread_files
	text.executed == true
	message := sprintf("`%s` of task `%s`%s runs a text that gate cannot read: %s", [text.arg, text.task, others(text), text.why])
	finding := gate.keyed(text, text.path, message, sprintf("%s/%s/%s", [text.dag, text.task, text.arg]))
}

# Arguments that come from something unknown may hold a command.
unknown contains finding if {
	some hidden in input.facts.hidden_arguments
	hidden.executed == null
	message := sprintf("arguments of task `%s` are made where gate cannot follow them", [hidden.task])
	finding := gate.keyed(hidden, hidden.path, message, sprintf("%s/%s/*", [hidden.dag, hidden.task]))
}

others(text) := "" if text.others == 0

others(text) := sprintf(" (and of %d more)", [text.others]) if text.others > 0
