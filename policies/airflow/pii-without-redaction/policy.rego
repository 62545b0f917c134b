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
	redacts := names.redacting(flow, redaction_tasks)
	origins := personal(flow, redacts, names.ways(flow, redacts), {true})
	some sink in flow.sinks
	sink.sure == true
	takes(sink, redacts)
	origin := first_leading_to(sink.task, origins)
	finding := unprotected(flow, sink, origin, "writes to")
}

# A task that only gets the name of what it reads or writes, or that may run although the one that redacts did not.
unknown contains finding if {
	some flow in input.facts.flows
	redacts := names.redacting(flow, redaction_tasks)
	known := personal(flow, redacts, names.ways(flow, redacts), {true})
	origins := personal(flow, redacts, names.maybe_ways(flow, redacts), {true, false})
	some sink in flow.sinks
	takes(sink, redacts)
	origin := first_leading_to(sink.task, origins)
	not surely(sink, known)
	finding := unprotected(flow, sink, origin, "may write to")
}

# The edges after a task on the way are not known, so it may lead to a destination.
unknown contains finding if {
	some flow in input.facts.flows
	redacts := names.redacting(flow, redaction_tasks)
	origins := personal(flow, redacts, names.ways(flow, redacts), {true})
	some end in flow.loose_ends
	origin := first_leading_to(end.task, origins)
	message := sprintf("where the personal data goes after task `%s` is not known", [end.task])
	found := gate.keyed(end, end.path, message, sprintf("%s/%s", [flow.dag, end.task]))
	finding := object.union(found, {"related": [related(origin)]})
}

# A part of the name of what is read is not known, and it may be that of a source of personal data. A glob that may begin
# with anything says nothing about such a name.
unknown contains finding if {
	some flow in input.facts.flows
	redacts := names.redacting(flow, redaction_tasks)
	ways := names.ways(flow, redacts)
	some source in flow.sources
	not source.task in redacts
	names.may_match(source, [pattern | some pattern in sources; not startswith(pattern, "*")])
	not names.matches(source, sources)
	reached := graph.reachable(ways, [source.task])
	some sink in flow.sinks
	sink.task in reached
	takes(sink, redacts)
	message := sprintf("whether task `%s` reads personal data from %s `%s` is known only when it runs", [source.task, source.kind, source.shape])
	finding := gate.keyed(source, [], message, sprintf("%s/%s/%s", [flow.dag, source.task, source.shape]))
}

sources := data.gate.parameters["pii-without-redaction"].sources

redaction_tasks := data.gate.parameters["pii-without-redaction"].redaction_tasks

# The reads of personal data with the tasks that they lead to past no redaction.
personal(flow, redacts, ways, sure) := [{"source": source, "reached": graph.reachable(ways, [source.task])} |
	some source in flow.sources
	source.sure in sure
	names.matches(source, sources)
	not source.task in redacts
]

# Whether no personal data may be written there: it is no source itself, and its task does not redact.
takes(sink, redacts) if {
	sink.again == false
	not names.matches(sink, sources)
	not sink.task in redacts
}

surely(sink, known) if {
	sink.sure == true
	first_leading_to(sink.task, known)
}

first_leading_to(task, origins) := [origin.source | some origin in origins; task in origin.reached][0]

unprotected(flow, sink, origin, does) := object.union(found, {"related": [related(origin)]}) if {
	message := sprintf(
		"task `%s` %s %s `%s` what task `%s` reads from %s `%s`, without redaction",
		[sink.task, does, sink.kind, sink.shape, origin.task, origin.kind, origin.shape],
	)
	found := gate.keyed(sink, [], message, sprintf("%s/%s/%s", [flow.dag, sink.task, sink.shape]))
}

related(origin) := {"loc": origin._loc, "path": [], "message": sprintf("task `%s` reads personal data here", [origin.task])}
