# METADATA
# title: Personal data reaches a destination without redaction
# description: >-
#   A path leads from a task that reads personal data to a task that writes it elsewhere, and no task on it masks,
#   tokenises or anonymises. Which sources hold personal data and which tasks redact is told by their names; both lists
#   are parameters.
# custom:
#   id: AF005
#   severity: high
#   confidence: medium
#   input: airflow
#   controls:
#     - nist-800-53:SI-19
#     - nist-800-53:PT-3
#     - nist-800-53:SC-28
#     - csf-2:PR.DS-10
#     - soc2:C1.1
#     - iso-27001:A.8.11
#     - iso-27001:A.5.34
#     - pci-dss:3.4.1
#     - pci-dss:6.5.5
#     - sox-itgc:CO
#   remediation: >-
#     Put a redaction task between the source and the destination, on every path. If the source holds no personal data,
#     or the task redacts under another name, say so in the parameters.
#   answers: >-
#     Write the names of sources and destinations as text or constants of the DAG file, and the order of tasks with
#     `>>`, so that the way of the data can be read without running it.
#   parameters:
#     sources:
#       description: >-
#         Names of buckets, datasets, tables or URIs that hold personal data, or globs of them.
#       default:
#         - "*pii*"
#         - "*customer*raw*"
#         - "*raw*customer*"
#         - "*cardholder*"
#         - "*personal*data*"
#     redaction_tasks:
#       description: Regular expressions on the id or operator of tasks that redact, in any case.
#       default:
#         - redact
#         - mask
#         - anonymi[sz]e
#         - pseudonymi[sz]e
#         - tokeni[sz]e
#         - de_?identif
package gate.policies.airflow.pii_without_redaction

import data.gate
import data.gate.airflow as flows

deny contains finding if {
	patterns := sources
	some dag in input.dags
	redacting := redaction_tasks(dag)
	readers := origins(dag, patterns, redacting)
	some sink in dag.tasks
	not sink.task_id in redacting
	origin := first_leading_to(sink, readers)
	some write in once_each(sink.writes)
	not flows.matches(write, patterns)
	message := sprintf(
		"task `%s` writes to %s what task `%s` reads from %s, without redaction",
		[sink.task_id, flows.label(write), origin.task, flows.label(origin.ref)],
	)
	keyed := gate.keyed(write, [], message, sprintf("%s/%s/%s", [dag.dag_id, sink.task_id, write.shape]))
	finding := object.union(keyed, {"related": [related(origin)]})
}

# The edges after a task on the way are not known, so it may lead to a destination.
unknown contains finding if {
	patterns := sources
	some dag in input.dags
	redacting := redaction_tasks(dag)
	readers := origins(dag, patterns, redacting)
	some task in dag.tasks
	object.get(task.unknown, "downstream", false)
	not task.task_id in redacting
	origin := first_leading_to(task, readers)
	message := sprintf("where the personal data goes after task `%s` is not known", [task.task_id])
	keyed := gate.keyed(task, ["downstream"], message, sprintf("%s/%s", [dag.dag_id, task.task_id]))
	finding := object.union(keyed, {"related": [related(origin)]})
}

# The name of what is read is only partly known, and may be that of a source of personal data.
unknown contains finding if {
	patterns := sources
	some dag in input.dags
	redacting := redaction_tasks(dag)
	some task in dag.tasks
	not task.task_id in redacting
	some read in task.reads
	not flows.matches(read, patterns)
	flows.may_match(read, patterns)
	some reached in graph.reachable(flows.graph_without(dag, redacting), [task.task_id])
	some sink in dag.tasks
	sink.task_id == reached
	some write in sink.writes
	not flows.matches(write, patterns)
	message := sprintf("whether task `%s` reads personal data from %s is known only when it runs", [task.task_id, flows.label(read)])
	finding := gate.keyed(read, [], message, sprintf("%s/%s/%s", [dag.dag_id, task.task_id, read.shape]))
}

sources := data.gate.parameters["pii-without-redaction"].sources

redaction_tasks(dag) := {task.task_id |
	patterns := data.gate.parameters["pii-without-redaction"].redaction_tasks
	some task in dag.tasks
	some pattern in patterns
	some name in [task.task_id, task.operator]
	regex.match(sprintf("(?i)%s", [pattern]), name)
}

# Every read of personal data, with the tasks that it leads to past no redaction.
origins(dag, patterns, redacting) := [{"task": task.task_id, "ref": read, "reached": reached} |
	edges := flows.graph_without(dag, redacting)
	some task in dag.tasks
	some read in task.reads
	flows.matches(read, patterns)
	reached := graph.reachable(edges, [task.task_id])
]

# The first such read, by the id of its task, that leads to `sink`.
first_leading_to(sink, readers) := sort([{"task": reader.task, "ref": reader.ref} |
	some reader in readers
	sink.task_id in reader.reached
])[0]

# A destination that is named twice, by a call and by an asset, is one.
once_each(writes) := [write |
	some index, write in writes
	earlier := {other.shape | some other in array.slice(writes, 0, index)}
	not write.shape in earlier
]

related(origin) := {
	"loc": origin.ref._loc,
	"path": [],
	"message": sprintf("task `%s` reads personal data here", [origin.task]),
}
