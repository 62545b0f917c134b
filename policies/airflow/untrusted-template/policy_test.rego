package gate.policies.airflow.untrusted_template_test

import data.gate.policies.airflow.untrusted_template as policy

document(templates, hidden) := {"facts": {"templates": templates, "hidden_arguments": hidden}}

template(untrusted) := {
	"_loc": "f#1",
	"path": ["args", "arguments", 1],
	"dag": "d",
	"task": "t",
	"arg": "arguments.1",
	"expr": "params.x",
	"source": "params",
	"untrusted": untrusted,
	"why": "",
}

hidden(executed) := {"_loc": "f#2", "path": ["args"], "dag": "d", "task": "t", "executed": executed}

places(findings) := {[finding.loc, finding.path, finding.key] | some finding in findings}

test_text_that_is_run_must_not_come_from_the_trigger if {
	untrusted := document([template(true)], [])
	places(policy.deny) == {["f#1", ["args", "arguments", 1], "d/t/arguments.1/params.x"]} with input as untrusted
	count(policy.unknown) == 0 with input as untrusted
}

test_what_the_trigger_does_not_decide_is_fine if {
	count(policy.deny) == 0 with input as document([template(false)], [])
	count(policy.unknown) == 0 with input as document([template(false)], [])
}

test_a_command_of_which_nothing_is_known_is_unknown if {
	nothing := document([object.union(template(null), {"expr": null, "source": null, "why": "it is made elsewhere"})], [])
	count(policy.deny) == 0 with input as nothing
	places(policy.unknown) == {["f#1", ["args", "arguments", 1], "d/t/arguments.1"]} with input as nothing
	messages := {finding.message | some finding in policy.unknown} with input as nothing
	messages == {"`arguments.1` of task `t` may run text that whoever starts the run writes: it is made elsewhere"}
}

test_arguments_from_something_unknown_may_hold_a_command if {
	places(policy.unknown) == {["f#2", ["args"], "d/t/*"]} with input as document([], [hidden(null)])
	count(policy.unknown) == 0 with input as document([], [hidden(false)])
}

file(executed) := {
	"_loc": "f#3",
	"path": ["args", "sql", 1],
	"dag": "d",
	"task": "t",
	"arg": "sql.1",
	"file": "a.sql",
	"executed": executed,
	"why": "it is not there",
	"others": 0,
}

test_a_text_that_cannot_be_read_is_unknown_where_it_is_run if {
	run := {"facts": {"templates": [], "hidden_arguments": [], "unread_files": [file(true)]}}
	count(policy.deny) == 0 with input as run
	places(policy.unknown) == {["f#3", ["args", "sql", 1], "d/t/sql.1"]} with input as run
	messages := {finding.message | some finding in policy.unknown} with input as run
	messages == {"`sql.1` of task `t` runs a text that gate cannot read: it is not there"}
	named := {"facts": {"templates": [], "hidden_arguments": [], "unread_files": [file(false)]}}
	count(policy.unknown) == 0 with input as named
}

test_texts_of_a_folder_that_nobody_knows_are_one_finding if {
	several := object.union(file(true), {"others": 41, "path": ["args", "template_searchpath"], "why": "it is elsewhere"})
	run := {"facts": {"templates": [], "hidden_arguments": [], "unread_files": [several]}}
	messages := {finding.message | some finding in policy.unknown} with input as run
	messages == {"`sql.1` of task `t` (and of 41 more) runs a text that gate cannot read: it is elsewhere"}
}

test_one_other_task_is_counted if {
	one := object.union(file(true), {"others": 1})
	run := {"facts": {"templates": [], "hidden_arguments": [], "unread_files": [one]}}
	messages := {finding.message | some finding in policy.unknown} with input as run
	messages == {"`sql.1` of task `t` (and of 1 more) runs a text that gate cannot read: it is not there"}
}
