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
import data.gate.airflow as names

deny contains finding if {
	some flow in input.facts.flows
	origins := personal(flow)
	some sink in flow.sinks
	sink.again == false
	origin := first_leading_to(sink.task, origins)
	not names.matches(sink, sources)
	message := sprintf(
		"task `%s` writes to %s `%s` what task `%s` reads from %s `%s`, without redaction",
		[sink.task, sink.kind, sink.shape, origin.task, origin.kind, origin.shape],
	)
	found := gate.keyed(sink, [], message, sprintf("%s/%s/%s", [flow.dag, sink.task, sink.shape]))
	finding := object.union(found, {"related": [related(origin)]})
}

# The edges after a task on the way are not known, so it may lead to a destination.
unknown contains finding if {
	some flow in input.facts.flows
	count(flow.loose_ends) > 0
	origins := personal(flow)
	some end in flow.loose_ends
	origin := first_leading_to(end.task, origins)
	message := sprintf("where the personal data goes after task `%s` is not known", [end.task])
	found := gate.keyed(end, end.path, message, sprintf("%s/%s", [flow.dag, end.task]))
	finding := object.union(found, {"related": [related(origin)]})
}

# The name of what is read is only partly known, and may be that of a source of personal data.
unknown contains finding if {
	some flow in input.facts.flows
	ways := unredacted(flow)
	some source in flow.sources
	source.begins != ""
	names.may_match(source, sources)
	reached := graph.reachable(ways, [source.task])
	some sink in flow.sinks
	sink.task in reached
	not names.matches(sink, sources)
	message := sprintf("whether task `%s` reads personal data from %s `%s` is known only when it runs", [source.task, source.kind, source.shape])
	finding := gate.keyed(source, [], message, sprintf("%s/%s/%s", [flow.dag, source.task, source.shape]))
}

sources := data.gate.parameters["pii-without-redaction"].sources

# The reads of personal data with the tasks that they lead to past no redaction; undefined when there are none.
personal(flow) := origins if {
	found := [source | some source in flow.sources; names.matches(source, sources)]
	count(found) > 0
	ways := unredacted(flow)
	origins := [{"source": source, "reached": graph.reachable(ways, [source.task])} | some source in found]
}

# The ways of a flow without the tasks that redact.
unredacted(flow) := object.remove(flow.ways, {task |
	some task, operator in flow.operators
	some pattern in data.gate.parameters["pii-without-redaction"].redaction_tasks
	some name in [task, operator]
	regex.match(sprintf("(?i)%s", [pattern]), name)
})

first_leading_to(task, origins) := [origin.source | some origin in origins; task in origin.reached][0]

related(origin) := {"loc": origin._loc, "path": [], "message": sprintf("task `%s` reads personal data here", [origin.task])}
