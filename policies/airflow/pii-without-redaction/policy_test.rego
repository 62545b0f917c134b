package gate.policies.airflow.pii_without_redaction_test

import data.gate.policies.airflow.pii_without_redaction as policy

source(task, name) := {
	"_loc": sprintf("%s<%s", [task, name]),
	"task": task,
	"kind": "bucket",
	"shape": name,
	"names": [name],
	"begins": "",
	"possible": "",
}

sink(task, name) := {
	"_loc": sprintf("%s>%s", [task, name]),
	"task": task,
	"kind": "bucket",
	"shape": name,
	"names": [name],
	"again": false,
}

onwards(task) := {"_loc": task, "path": ["downstream"], "task": task}

# A flow over tasks whose ids are those of `ways`.
document(sources, sinks, ways) := loose(sources, sinks, [], ways)

loose(sources, sinks, ends, ways) := {"facts": {"flows": [{
	"dag": "d",
	"sources": sources,
	"sinks": sinks,
	"loose_ends": ends,
	"ways": ways,
	"operators": {task: "BashOperator" | some task, _ in ways},
}]}}

parameters := {"pii-without-redaction": {"sources": ["*pii*", "crm-*"], "redaction_tasks": ["redact", "mask"]}}

locs(findings) := {finding.loc | some finding in findings}

pii := [source("a", "x-pii")]

out := [sink("c", "out")]

test_a_path_without_redaction_is_found_at_the_write if {
	open := document(pii, out, {"a": ["b"], "b": ["c"], "c": []})
	locs(policy.deny) == {"c>out"} with input as open with data.gate.parameters as parameters
	{related.loc | some finding in policy.deny; some related in finding.related} == {"a<x-pii"} with input as open with data.gate.parameters as parameters
}

test_redaction_on_every_path_is_enough if {
	one := document(pii, out, {"a": ["mask_names"], "mask_names": ["c"], "c": []})
	count(policy.deny) == 0 with input as one with data.gate.parameters as parameters
	two := document(pii, out, {"a": ["MASK", "redact"], "MASK": ["c"], "redact": ["c"], "c": []})
	count(policy.deny) == 0 with input as two with data.gate.parameters as parameters
}

test_redaction_on_one_of_two_paths_is_not_enough if {
	half := document(pii, out, {"a": ["mask_names", "b"], "mask_names": ["c"], "b": ["c"], "c": []})
	locs(policy.deny) == {"c>out"} with input as half with data.gate.parameters as parameters
}

test_an_operator_may_redact_by_its_name if {
	plain := document(pii, out, {"a": ["b"], "b": ["c"], "c": []})
	masking := json.patch(plain, [{"op": "replace", "path": "/facts/flows/0/operators/b", "value": "MaskingOperator"}])
	count(policy.deny) == 1 with input as plain with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as masking with data.gate.parameters as parameters
}

test_one_task_that_reads_and_writes_is_a_path if {
	locs(policy.deny) == {"a>out"} with input as document(pii, [sink("a", "out")], {"a": []}) with data.gate.parameters as parameters
	redacts := document([source("redact_all", "x-pii")], [sink("redact_all", "out")], {"redact_all": []})
	count(policy.deny) == 0 with input as redacts with data.gate.parameters as parameters
}

test_a_move_within_the_sources_and_other_data_are_fine if {
	within := document(pii, [sink("a", "y-pii")], {"a": []})
	count(policy.deny) == 0 with input as within with data.gate.parameters as parameters
	plain := document([source("a", "plain")], out, {"a": ["c"], "c": []})
	count(policy.deny) == 0 with input as plain with data.gate.parameters as parameters
}

test_a_destination_that_is_named_twice_is_one if {
	twice := [sink("a", "out"), object.union(sink("a", "out"), {"_loc": "asset", "again": true})]
	locs(policy.deny) == {"a>out"} with input as document(pii, twice, {"a": []}) with data.gate.parameters as parameters
}

test_the_first_read_that_leads_there_is_named if {
	two := document([source("a", "x-pii"), source("b", "y-pii")], out, {"a": [], "b": ["c"], "c": []})
	{related.loc | some finding in policy.deny; some related in finding.related} == {"b<y-pii"} with input as two with data.gate.parameters as parameters
	both := document([source("a", "x-pii"), source("b", "y-pii")], out, {"a": ["b"], "b": ["c"], "c": []})
	{related.loc | some finding in policy.deny; some related in finding.related} == {"a<x-pii"} with input as both with data.gate.parameters as parameters
}

test_an_unknown_edge_on_the_way_is_unknown if {
	locs(policy.unknown) == {"a"} with input as loose(pii, [], [onwards("a")], {"a": []}) with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as loose(pii, [], [onwards("a")], {"a": []}) with data.gate.parameters as parameters
	elsewhere := loose([source("a", "plain")], [], [onwards("a")], {"a": []})
	count(policy.unknown) == 0 with input as elsewhere with data.gate.parameters as parameters
}

test_a_source_that_may_hold_personal_data_is_unknown if {
	half := object.union(source("a", "crm~~~"), {"begins": "crm", "possible": "^crm.*$"})
	maybe := document([half], [sink("a", "out")], {"a": []})
	locs(policy.unknown) == {"a<crm~~~"} with input as maybe with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as maybe with data.gate.parameters as parameters
	redacted := document([half], out, {"a": ["mask"], "mask": ["c"], "c": []})
	count(policy.unknown) == 0 with input as redacted with data.gate.parameters as parameters
	onward := loose([half], [], [onwards("a")], {"a": []})
	count(policy.unknown) == 0 with input as onward with data.gate.parameters as parameters
}

test_an_unknown_edge_names_the_read_before_it if {
	ends := loose(pii, [], [onwards("a")], {"a": []})
	{related.loc | some finding in policy.unknown; some related in finding.related} == {"a<x-pii"} with input as ends with data.gate.parameters as parameters
}

half(begins) := object.union(source("a", "~~~"), {"begins": begins, "possible": sprintf("^%s.*$", [begins])})

test_a_source_is_only_doubted_where_its_name_may_be_on_the_list if {
	every begins in ["", "web"] {
		named := document([half(begins)], [sink("a", "out")], {"a": []})
		count(policy.unknown) == 0 with input as named with data.gate.parameters as parameters
	}
	within := document([half("crm")], [sink("a", "y-pii")], {"a": []})
	count(policy.unknown) == 0 with input as within with data.gate.parameters as parameters
}
