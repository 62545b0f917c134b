package gate.policies.airflow.prohibited_data_source_test

import data.gate.policies.airflow.prohibited_data_source as policy

document(reads, writes) := {"dags": [{"dag_id": "d", "tasks": [{"task_id": "t", "reads": reads, "writes": writes}]}]}

bucket(name) := {
	"_loc": "f#1",
	"kind": "bucket",
	"shape": name,
	"known": true,
	"known_prefix": name,
	"uri": sprintf("s3://%s/x", [name]),
}

partial(shape, prefix) := {
	"_loc": "f#1",
	"kind": "bucket",
	"shape": shape,
	"known": false,
	"known_prefix": prefix,
	"uri": null,
}

table(name) := {"_loc": "f#1", "kind": "table", "shape": name, "known": true, "known_prefix": name, "uri": null}

prohibit(names) := {"prohibited-data-source": {"prohibited": names}}

test_names_and_globs_match_in_any_case if {
	every name in ["acme-ledger", "ACME-Ledger", "acme-*", "*ledger", "s3://acme-ledger/*"] {
		count(policy.deny) == 1 with input as document([bucket("acme-ledger")], []) with data.gate.parameters as prohibit([name])
		count(policy.deny) == 1 with input as document([], [bucket("acme-ledger")]) with data.gate.parameters as prohibit([name])
	}
	every name in ["ledger", "acme", "acme-ledger-2"] {
		count(policy.deny) == 0 with input as document([bucket("acme-ledger")], []) with data.gate.parameters as prohibit([name])
	}
}

test_a_table_is_off_limits_with_its_dataset if {
	every name in ["bank.core.accounts", "bank.core", "core", "core.*", "core.accounts"] {
		count(policy.deny) == 1 with input as document([table("bank.core.accounts")], []) with data.gate.parameters as prohibit([name])
	}
	count(policy.deny) == 0 with input as document([table("bank.core.accounts")], []) with data.gate.parameters as prohibit(["accounts2"])
}

test_the_empty_list_prohibits_nothing if {
	count(policy.deny) == 0 with input as document([bucket("x")], [partial("x-{e}", "x-")]) with data.gate.parameters as prohibit([])
	count(policy.unknown) == 0 with input as document([bucket("x")], [partial("x-{e}", "x-")]) with data.gate.parameters as prohibit([])
}

test_a_partly_known_name_that_may_be_on_the_list_is_unknown if {
	every name in ["acme-prod-raw", "acme-prod-*"] {
		count(policy.unknown) == 1 with input as document([partial("acme-{env}-raw", "acme-")], []) with data.gate.parameters as prohibit([name])
		count(policy.deny) == 0 with input as document([partial("acme-{env}-raw", "acme-")], []) with data.gate.parameters as prohibit([name])
	}
	every name in ["acme-prod-out", "other-prod-raw", "other-*"] {
		count(policy.unknown) == 0 with input as document([partial("acme-{env}-raw", "acme-")], []) with data.gate.parameters as prohibit([name])
	}
}

test_a_glob_that_fits_whatever_the_run_fills_in_is_a_violation if {
	count(policy.deny) == 1 with input as document([partial("acme-{env}-raw", "acme-")], []) with data.gate.parameters as prohibit(["acme-*-raw"])
	count(policy.unknown) == 0 with input as document([partial("acme-{env}-raw", "acme-")], []) with data.gate.parameters as prohibit(["acme-*-raw"])
}

test_a_name_of_which_nothing_is_known_is_not_taken_for_one_on_the_list if {
	count(policy.unknown) == 0 with input as document([partial("{bucket}", "")], []) with data.gate.parameters as prohibit(["acme-ledger"])
}

test_arguments_from_something_unknown_may_name_any_data if {
	task := {"_loc": "f#1", "task_id": "t", "operator": "S3CopyObjectOperator", "args": {}, "unknown": {"args": true}, "reads": [], "writes": []}
	hidden := {"dags": [{"dag_id": "d", "tasks": [task]}]}
	count(policy.unknown) == 1 with input as hidden with data.gate.parameters as prohibit(["ledger"])
	count(policy.unknown) == 0 with input as hidden with data.gate.parameters as prohibit([])
}
