package gate.policies.airflow.prohibited_data_source_test

import data.gate.policies.airflow.prohibited_data_source as policy

document(accesses) := {"facts": {"accesses": accesses, "hidden_arguments": []}}

access(names) := {
	"_loc": "f#1",
	"path": [],
	"dag": "d",
	"task": "t",
	"does": "reads from",
	"kind": "bucket",
	"shape": "acme-ledger",
	"names": names,
	"open": [],
}

bucket := access(["acme-ledger", "s3://acme-ledger/x"])

partial(name, begins, ends) := object.union(access([name]), {"open": [{
	"begins": begins,
	"ends": ends,
	"possible": sprintf("^%s.*%s$", [begins, ends]),
	"free": true,
}]})

raw := partial("acme-~~~-raw", "acme-", "-raw")

prohibit(names) := {"prohibited-data-source": {"prohibited": names}}

test_names_and_globs_match_in_any_case if {
	every name in ["acme-ledger", "ACME-Ledger", "acme-*", "*ledger", "s3://acme-ledger/*"] {
		count(policy.deny) == 1 with input as document([bucket]) with data.gate.parameters as prohibit([name])
	}
	every name in ["ledger", "acme", "acme-ledger-2"] {
		count(policy.deny) == 0 with input as document([bucket]) with data.gate.parameters as prohibit([name])
	}
}

test_every_name_that_data_goes_by_counts if {
	table := access(["bank", "bank.core", "bank.core.accounts", "core", "core.accounts"])
	every name in ["bank.core.accounts", "bank.core", "core", "core.*", "core.accounts"] {
		count(policy.deny) == 1 with input as document([table]) with data.gate.parameters as prohibit([name])
	}
	count(policy.deny) == 0 with input as document([table]) with data.gate.parameters as prohibit(["accounts"])
}

test_the_message_says_what_is_done_to_what if {
	found := policy.deny with input as document([bucket]) with data.gate.parameters as prohibit(["acme-*"])
	{[finding.message, finding.key] | some finding in found} == {[
		"task `t` reads from bucket `acme-ledger`, which is off limits",
		"d/t/reads from/acme-ledger",
	]}
}

test_the_empty_list_prohibits_nothing if {
	count(policy.deny) == 0 with input as document([bucket, raw]) with data.gate.parameters as prohibit([])
	count(policy.unknown) == 0 with input as document([bucket, raw]) with data.gate.parameters as prohibit([])
}

test_a_partly_known_name_that_may_be_on_the_list_is_unknown if {
	every name in ["acme-prod-raw", "acme-prod-*", "ACME-prod-*w", "ac*-p*-raw", "*-prod-raw", "*prod*"] {
		count(policy.unknown) == 1 with input as document([raw]) with data.gate.parameters as prohibit([name])
		count(policy.deny) == 0 with input as document([raw]) with data.gate.parameters as prohibit([name])
	}
	every name in ["acme-prod-out", "other-prod-raw", "other-*", "*-prod", "acme", "acme-*-out"] {
		count(policy.unknown) == 0 with input as document([raw]) with data.gate.parameters as prohibit([name])
	}
}

test_a_glob_that_fits_whatever_the_run_fills_in_is_a_violation if {
	count(policy.deny) == 1 with input as document([raw]) with data.gate.parameters as prohibit(["acme-*-raw"])
	count(policy.unknown) == 0 with input as document([raw]) with data.gate.parameters as prohibit(["acme-*-raw"])
}

test_a_name_of_which_nothing_is_known_may_be_any_on_the_list if {
	every name in ["acme-ledger", "*ledger*", "acme-*"] {
		count(policy.unknown) == 1 with input as document([partial("~~~", "", "")]) with data.gate.parameters as prohibit([name])
	}
	count(policy.unknown) == 0 with input as document([partial("~~~", "", "")]) with data.gate.parameters as prohibit([])
}

test_a_date_makes_no_name_of_a_glob_that_may_begin_with_anything if {
	daily := object.union(access(["raw-~~~"]), {"open": [{"begins": "raw-", "ends": "", "possible": "^raw-[-0-9]*$", "free": false}]})
	count(policy.unknown) == 0 with input as document([daily]) with data.gate.parameters as prohibit(["*ledger*", "raw-ledger"])
	count(policy.unknown) == 1 with input as document([daily]) with data.gate.parameters as prohibit(["raw-2026*"])
	count(policy.unknown) == 1 with input as document([daily]) with data.gate.parameters as prohibit(["raw-2026-01-01"])
}

test_a_text_that_cannot_be_read_may_name_any_data if {
	file := {"_loc": "f#3", "path": ["args", "sql"], "dag": "d", "task": "t", "arg": "sql", "executed": false, "why": "w", "others": 0}
	doc := {"facts": {"accesses": [], "hidden_arguments": [], "unread_files": [file]}}
	found := policy.unknown with input as doc with data.gate.parameters as prohibit(["acme-*"])
	{[finding.path, finding.message, finding.key] | some finding in found} == {[
		["args", "sql"],
		"`sql` of task `t` runs a text that gate cannot read and that may name any data: w",
		"d/t/sql",
	]}
	count(policy.unknown) == 0 with input as doc with data.gate.parameters as prohibit([])
}

test_arguments_from_something_unknown_may_name_any_data if {
	hidden := {"_loc": "f#1", "path": ["args"], "dag": "d", "task": "t", "executed": false}
	doc := {"facts": {"accesses": [], "hidden_arguments": [hidden]}}
	count(policy.unknown) == 1 with input as doc with data.gate.parameters as prohibit(["ledger"])
	count(policy.unknown) == 0 with input as doc with data.gate.parameters as prohibit([])
}

test_one_finding_says_how_many_more_tasks_it_is_about if {
	every others, words in {0: "", 1: " (and of 1 more)", 2: " (and of 2 more)"} {
		file := {"_loc": "f#3", "path": ["args", "sql"], "dag": "d", "task": "t", "arg": "sql", "executed": false, "why": "w", "others": others}
		doc := {"facts": {"accesses": [], "hidden_arguments": [], "unread_files": [file]}}
		found := policy.unknown with input as doc with data.gate.parameters as prohibit(["acme-*"])
		{finding.message | some finding in found} == {sprintf("`sql` of task `t`%s runs a text that gate cannot read and that may name any data: w", [words])}
	}
}
