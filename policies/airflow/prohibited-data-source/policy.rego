# METADATA
# title: A task reads or writes data that is off limits
# description: >-
#   Some buckets and datasets must not be used by pipelines at all: archives under legal hold, the ledger's own
#   storage, data of another controller. The list is yours; without one this policy finds nothing.
# custom:
#   id: AF002
#   severity: high
#   confidence: high
#   input: airflow
#   controls:
#     - nist-800-53:SR-4
#     - nist-800-53:CM-8
#     - csf-2:ID.AM-07
#     - soc2:PI1.4
#     - iso-27001:A.5.9
#     - iso-27001:A.5.33
#     - sox-itgc:CO
#   remediation: >-
#     Use the approved source or destination for this data, or ask the owner of the list to take the name off it.
#   answers: >-
#     Write the names of tables, buckets and connections as text or as constants of the DAG file, so that they can be
#     read without running it.
#   parameters:
#     prohibited:
#       description: >-
#         Names of buckets, datasets, tables or URIs, or globs of them, that no task may read or write.
#       default: []
package gate.policies.airflow.prohibited_data_source

import data.gate
import data.gate.airflow as names

deny contains finding if {
	some access in input.facts.accesses
	names.matches(access, prohibited)
	message := sprintf("task `%s` %s %s `%s`, which is off limits", [access.task, access.does, access.kind, access.shape])
	finding := gate.keyed(access, access.path, message, subject(access))
}

# A part of the name is not known, or all of it.
unknown contains finding if {
	some access in input.facts.accesses
	names.may_match(access, prohibited)
	message := sprintf(
		"task `%s` %s %s `%s`; whether that is off limits is known only when it runs",
		[access.task, access.does, access.kind, access.shape],
	)
	finding := gate.keyed(access, access.path, message, subject(access))
}

# A file that nobody can read may name any data.
unknown contains finding if {
	some text in input.facts.unread_files
	count(prohibited) > 0
	message := sprintf(
		"`%s` of task `%s`%s runs a text that gate cannot read and that may name any data: %s",
		[text.arg, text.task, others(text), text.why],
	)
	finding := gate.keyed(text, text.path, message, sprintf("%s/%s/%s", [text.dag, text.task, text.arg]))
}

# Arguments that come from something unknown may name any data.
unknown contains finding if {
	some hidden in input.facts.hidden_arguments
	count(prohibited) > 0
	message := sprintf("arguments of task `%s` are made where gate cannot follow them; they may name any data", [hidden.task])
	finding := gate.keyed(hidden, hidden.path, message, sprintf("%s/%s/*", [hidden.dag, hidden.task]))
}

prohibited := data.gate.parameters["prohibited-data-source"].prohibited

subject(access) := sprintf("%s/%s/%s/%s", [access.dag, access.task, access.does, access.shape])

others(text) := "" if text.others == 0

others(text) := sprintf(" (and of %d more)", [text.others]) if text.others > 0
