package gate.policies.airflow.pii_without_redaction_test

import data.gate.policies.airflow.pii_without_redaction as policy

source(task, name) := {
	"_loc": sprintf("%s<%s", [task, name]),
	"task": task,
	"kind": "bucket",
	"shape": name,
	"names": [name],
	"open": [],
	"sure": true,
}

sink(task, name) := {
	"_loc": sprintf("%s>%s", [task, name]),
	"task": task,
	"kind": "bucket",
	"shape": name,
	"names": [name],
	"open": [],
	"again": false,
	"sure": true,
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
	"idle": [],
	"around": {},
	"maybe_around": [],
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
	half := object.union(source("a", "crm~~~"), {"open": [beginning("crm")]})
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

beginning(begins) := {"begins": begins, "ends": "", "possible": sprintf("^%s.*$", [begins]), "free": true}

half(begins) := object.union(source("a", "~~~"), {"open": [beginning(begins)]})

test_a_source_is_only_doubted_where_its_name_may_be_on_the_list if {
	named := document([half("web")], [sink("a", "out")], {"a": []})
	count(policy.unknown) == 0 with input as named with data.gate.parameters as parameters
	none := document([half("")], [sink("a", "out")], {"a": []})
	count(policy.unknown) == 1 with input as none with data.gate.parameters as parameters
	anywhere := {"pii-without-redaction": {"sources": ["*pii*"], "redaction_tasks": ["redact"]}}
	count(policy.unknown) == 0 with input as none with data.gate.parameters as anywhere
	within := document([half("crm")], [sink("a", "y-pii")], {"a": []})
	count(policy.unknown) == 0 with input as within with data.gate.parameters as parameters
}

with_flow(doc, fields) := {"facts": {"flows": [object.union(doc.facts.flows[0], fields)]}}

masked := document(pii, out, {"a": ["mask"], "mask": ["c"], "c": []})

test_a_name_that_undoes_or_looks_at_a_redaction_is_none if {
	every task in ["unmask", "un_redact", "DeMask", "skip_masking", "no_mask", "load_unmasked", "check_mask", "UnmaskOperator"] {
		undone := document(pii, out, {"a": [task], task: ["c"], "c": []})
		locs(policy.deny) == {"c>out"} with input as undone with data.gate.parameters as parameters
	}
	every task in ["mask", "premask", "datamask", "mask_notes", "MaskNames", "redact_un"] {
		done := document(pii, out, {"a": [task], task: ["c"], "c": []})
		count(policy.deny) == 0 with input as done with data.gate.parameters as parameters
	}
}

test_a_task_that_does_nothing_does_not_redact if {
	locs(policy.deny) == {"c>out"} with input as with_flow(masked, {"idle": ["mask"]}) with data.gate.parameters as parameters
}

test_a_destination_that_runs_although_the_redaction_failed_is_found if {
	always := {"around": {"not a": ["not mask"], "not mask": ["c"], "not c": []}}
	locs(policy.deny) == {"c>out"} with input as with_flow(masked, always) with data.gate.parameters as parameters
	strict := {"around": {"not a": ["not mask"], "not mask": ["not c"], "not c": []}}
	count(policy.deny) == 0 with input as with_flow(masked, strict) with data.gate.parameters as parameters
}

test_a_destination_that_may_run_although_the_redaction_did_not_is_unknown if {
	count(policy.deny) == 0 with input as maybe(["mask"], false) with data.gate.parameters as parameters
	locs(policy.unknown) == {"c>out"} with input as maybe(["mask"], false) with data.gate.parameters as parameters
	locs(policy.unknown) == {"c>out"} with input as maybe(["mask", "other"], true) with data.gate.parameters as parameters
	count(policy.unknown) == 0 with input as maybe(["mask", "redact"], true) with data.gate.parameters as parameters
}

both := document(pii, out, {"a": ["mask", "redact"], "mask": ["c"], "redact": ["c"], "c": []})

maybe(before, needs_one) := with_flow(both, {
	"around": {
		"not a": ["not mask", "not redact"],
		"not mask": ["maybe c"],
		"not redact": ["maybe c"],
		"maybe c": ["not c"],
		"not c": [],
	},
	"maybe_around": [{"task": "c", "before": before, "needs_one": needs_one}],
})

test_what_only_gets_the_name_is_unknown if {
	used := document(pii, [object.union(sink("c", "out"), {"sure": false})], {"a": ["c"], "c": []})
	locs(policy.unknown) == {"c>out"} with input as used with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as used with data.gate.parameters as parameters
	given := document([object.union(source("a", "x-pii"), {"sure": false})], out, {"a": ["c"], "c": []})
	locs(policy.unknown) == {"c>out"} with input as given with data.gate.parameters as parameters
	known := document(pii, out, {"a": ["c"], "c": []})
	count(policy.unknown) == 0 with input as known with data.gate.parameters as parameters
}

messages(findings) := {finding.message | some finding in findings}

test_the_message_says_what_is_written_where if {
	sure := document(pii, out, {"a": ["c"], "c": []})
	messages(policy.deny) == {"task `c` writes to bucket `out` what task `a` reads from bucket `x-pii`, without redaction"} with input as sure with data.gate.parameters as parameters
	used := document(pii, [object.union(sink("c", "out"), {"sure": false})], {"a": ["c"], "c": []})
	messages(policy.unknown) == {"task `c` may write to bucket `out` what task `a` reads from bucket `x-pii`, without redaction"} with input as used with data.gate.parameters as parameters
}

test_what_a_redaction_writes_is_redacted if {
	writes := document(pii, [sink("mask", "out")], {"a": ["mask"], "mask": []})
	count(policy.deny) == 0 with input as writes with data.gate.parameters as parameters
	gets := document(pii, [object.union(sink("mask", "out"), {"sure": false})], {"a": ["mask"], "mask": []})
	count(policy.unknown) == 0 with input as gets with data.gate.parameters as parameters
}

# What runs although the redaction failed has not got what only the redaction read.
test_what_a_redaction_reads_goes_nowhere_without_it if {
	always := {"around": {"not mask": ["c"], "not c": []}}
	reads := document([source("mask", "x-pii")], out, {"mask": ["c"], "c": []})
	count(policy.deny) == 0 with input as with_flow(reads, always) with data.gate.parameters as parameters
	half_read := object.union(source("mask", "~~~"), {"open": [beginning("crm")]})
	reads_half := document([half_read], out, {"mask": ["c"], "c": []})
	count(policy.unknown) == 0 with input as with_flow(reads_half, always) with data.gate.parameters as parameters
}

test_what_is_personal_for_sure_is_not_doubted if {
	named := object.union(source("a", "x-pii"), {"open": [beginning("crm")]})
	count(policy.unknown) == 0 with input as document([named], out, {"a": ["c"], "c": []}) with data.gate.parameters as parameters
}

test_dates_make_no_name_that_a_glob_begins if {
	dated := object.union(source("a", "~~~"), {"open": [object.union(beginning(""), {"free": false})]})
	choice := {"pii-without-redaction": {"sources": ["[cp]rm-*"], "redaction_tasks": ["redact"]}}
	count(policy.unknown) == 0 with input as document([dated], [sink("a", "out")], {"a": []}) with data.gate.parameters as choice
}
