package gate.policies.airflow.untrusted_template_test

import data.gate.policies.airflow.untrusted_template as policy

document(task) := {"dags": [{
	"dag_id": "d",
	"tasks": [object.union({"_loc": "f#1", "task_id": "t", "args": {}, "unknown": {}, "templated": []}, task)],
}]}

template(arg, source, untrusted) := {"arg": arg, "expr": "e", "source": source, "untrusted": untrusted}

paths(findings) := {finding.path | some finding in findings}

test_text_that_is_run_must_not_come_from_the_trigger if {
	every arg in ["bash_command", "sql", "cmds", "arguments", "query"] {
		paths(policy.deny) == {["args", arg]} with input as document({"templated": [template(arg, "dag_run.conf", true)]})
	}
}

test_the_path_leads_into_lists_and_objects if {
	paths(policy.deny) == {["args", "arguments", 1]} with input as document({"templated": [template("arguments.1", "params", true)]})
	paths(policy.deny) == {["args", "configuration", "query", "query"]} with input as document({"templated": [template("configuration.query.query", "params", true)]})
}

test_values_passed_as_data_are_fine if {
	every arg in ["env.PATH_IN", "parameters.day", "op_kwargs.x", "s3_key"] {
		count(policy.deny) == 0 with input as document({"templated": [template(arg, "dag_run.conf", true)]})
	}
}

test_what_the_trigger_does_not_decide_is_fine if {
	count(policy.deny) == 0 with input as document({"templated": [template("bash_command", "context", false)]})
	count(policy.deny) == 0 with input as document({"templated": [template("bash_command", "params", false)]})
}

test_a_command_of_which_nothing_is_known_is_unknown if {
	hidden := {"args": {"bash_command": null}, "unknown": {"args.bash_command": true}}
	paths(policy.unknown) == {["args", "bash_command"]} with input as document(hidden)
	count(policy.deny) == 0 with input as document(hidden)
}

test_a_partly_known_command_and_no_command_are_not_unknown if {
	half := {"args": {"bash_command": {"$partial": "echo {x}"}}, "unknown": {"args.bash_command": true}}
	count(policy.unknown) == 0 with input as document(half)
	count(policy.unknown) == 0 with input as document({"args": {"sql": null}})
}

test_arguments_from_something_unknown_may_hold_a_command if {
	hidden := {"operator": "BashOperator", "args": {"env": {}}, "unknown": {"args": true}}
	paths(policy.unknown) == {["args"]} with input as document(hidden)
	count(policy.unknown) == 0 with input as document(object.union(hidden, {"args": {"bash_command": "date"}}))
	every operator in ["PythonOperator", "EmptyOperator", "@task", "@task.branch"] {
		count(policy.unknown) == 0 with input as document(object.union(hidden, {"operator": operator}))
	}
}
