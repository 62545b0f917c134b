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
import data.gate.airflow as flows

deny contains finding if {
	prohibited := data.gate.parameters["prohibited-data-source"].prohibited
	some dag in input.dags
	some task in dag.tasks
	some use in flows.touched(task)
	flows.matches(use.ref, prohibited)
	message := sprintf("task `%s` %s %s, which is off limits", [task.task_id, use.verb, flows.label(use.ref)])
	finding := gate.keyed(use.ref, [], message, subject(dag, task, use))
}

unknown contains finding if {
	prohibited := data.gate.parameters["prohibited-data-source"].prohibited
	some dag in input.dags
	some task in dag.tasks
	some use in flows.touched(task)
	not flows.matches(use.ref, prohibited)
	flows.may_match(use.ref, prohibited)
	message := sprintf(
		"task `%s` %s %s; whether that is off limits is known only when it runs",
		[task.task_id, use.verb, flows.label(use.ref)],
	)
	finding := gate.keyed(use.ref, [], message, subject(dag, task, use))
}

# Arguments that come from something unknown may name any data.
unknown contains finding if {
	count(data.gate.parameters["prohibited-data-source"].prohibited) > 0
	some dag in input.dags
	some task in dag.tasks
	flows.may_hide(task, set())
	message := sprintf("arguments of task `%s` are made where gate cannot follow them; they may name any data", [task.task_id])
	finding := gate.keyed(task, ["args"], message, sprintf("%s/%s/*", [dag.dag_id, task.task_id]))
}

subject(dag, task, use) := sprintf("%s/%s/%s/%s", [dag.dag_id, task.task_id, use.verb, use.ref.shape])
