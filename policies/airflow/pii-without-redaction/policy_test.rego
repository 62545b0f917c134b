package gate.policies.airflow.pii_without_redaction_test

import data.gate.policies.airflow.pii_without_redaction as policy

ref(loc, name) := {"_loc": loc, "kind": "bucket", "shape": name, "known": true, "known_prefix": name, "uri": null}

task(id, reads, writes, downstream) := {
	"_loc": id,
	"task_id": id,
	"operator": "BashOperator",
	"reads": [ref(sprintf("%s<%s", [id, name]), name) | some name in reads],
	"writes": [ref(sprintf("%s>%s", [id, name]), name) | some name in writes],
	"downstream": downstream,
	"unknown": {},
}

document(tasks) := {"dags": [{"dag_id": "d", "tasks": tasks}]}

parameters := {"pii-without-redaction": {"sources": ["*pii*", "crm-*"], "redaction_tasks": ["redact", "mask"]}}

locs(findings) := {finding.loc | some finding in findings}

test_a_path_without_redaction_is_found_at_the_write if {
	tasks := [task("a", ["x-pii"], [], ["b"]), task("b", [], [], ["c"]), task("c", [], ["out"], [])]
	locs(policy.deny) == {"c>out"} with input as document(tasks) with data.gate.parameters as parameters
	{related.loc | some finding in policy.deny; some related in finding.related} == {"a<x-pii"} with input as document(tasks) with data.gate.parameters as parameters
}

test_redaction_on_every_path_is_enough if {
	tasks := [task("a", ["x-pii"], [], ["mask_names"]), task("mask_names", [], [], ["c"]), task("c", [], ["out"], [])]
	count(policy.deny) == 0 with input as document(tasks) with data.gate.parameters as parameters
}

test_redaction_on_one_of_two_paths_is_not_enough if {
	tasks := [
		task("a", ["x-pii"], [], ["mask_names", "b"]),
		task("mask_names", [], [], ["c"]),
		task("b", [], [], ["c"]),
		task("c", [], ["out"], []),
	]
	locs(policy.deny) == {"c>out"} with input as document(tasks) with data.gate.parameters as parameters
}

test_one_task_that_reads_and_writes_is_a_path if {
	locs(policy.deny) == {"a>out"} with input as document([task("a", ["x-pii"], ["out"], [])]) with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as document([task("redact_all", ["x-pii"], ["out"], [])]) with data.gate.parameters as parameters
}

test_a_move_within_the_sources_and_an_unrelated_branch_are_fine if {
	within := [task("a", ["x-pii"], ["y-pii"], [])]
	count(policy.deny) == 0 with input as document(within) with data.gate.parameters as parameters
	unrelated := [task("a", ["x-pii"], [], []), task("b", ["plain"], ["out"], [])]
	count(policy.deny) == 0 with input as document(unrelated) with data.gate.parameters as parameters
}

test_an_unknown_edge_on_the_way_is_unknown if {
	loose := object.union(task("a", ["x-pii"], [], []), {"unknown": {"downstream": true}})
	locs(policy.unknown) == {"a"} with input as document([loose]) with data.gate.parameters as parameters
	elsewhere := object.union(task("a", ["plain"], [], []), {"unknown": {"downstream": true}})
	count(policy.unknown) == 0 with input as document([elsewhere]) with data.gate.parameters as parameters
}

test_a_source_that_may_hold_personal_data_is_unknown if {
	half := object.union(ref("r", "crm{env}"), {"known": false, "known_prefix": "crm"})
	maybe := object.union(task("a", [], ["out"], []), {"reads": [half]})
	locs(policy.unknown) == {"r"} with input as document([maybe]) with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as document([maybe]) with data.gate.parameters as parameters
}
