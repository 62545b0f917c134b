package gate.policies.terraform.audit_bucket_not_write_once_test

import data.gate.policies.terraform.audit_bucket_not_write_once as policy

store(names, more) := object.union(
	{
		"_loc": "p#1",
		"path": [],
		"about": "aws_s3_bucket.x",
		"type": "aws_s3_bucket",
		"names": names,
		"records": [],
		"locked": true,
		"locks": [],
		"held_days": 0,
		"gaps": [],
		"why": "",
		"via": [],
	},
	more,
)

gap(of, open) := {"_loc": "p#2", "path": ["x"], "of": of, "open": open, "why": "it is known only after apply"}

open(names) := store(names, {"locked": false, "gaps": [gap("store", true)]})

later := "it is known only after apply"

# A lock of so many days.
locked(days, more) := store(["audit"], object.union(
	{"locks": [{"hard": {"value": true}, "days": {"_loc": "p#2", "path": ["days"], "value": days, "why": later}}]},
	more,
))

denied(store) := {finding.message | some finding in found} if {
	found := policy.deny with input as {"facts": {"stores": [store]}}
}

undecided(store) := {finding.message | some finding in found} if {
	found := policy.unknown with input as {"facts": {"stores": [store]}}
}

nothing(store) if {
	denied(store) == set()
	undecided(store) == set()
}

test_names_of_audit_buckets if {
	every name in ["acme-payments-ledger", "audit", "acme-auditlogs-eu", "cloudtrail-123", "trade_records", "AUDIT-2024"] {
		denied(open(["acme-7f3c", name])) == {"aws_s3_bucket.x holds audit records and is not write-once"}
	}
}

test_names_of_other_buckets if {
	every name in ["film-trailers", "auditorium-plans", "exports", "recordings"] {
		nothing(open(["x", name]))
	}
}

test_the_pattern_and_the_years_can_be_set if {
	parameters := {"audit-bucket-not-write-once": {"audit_bucket_pattern": "^journal", "years": 10}}
	denied(open(["audit"])) == set() with data.gate.parameters as parameters
	short := object.union(locked(9 * 365, {"held_days": 9 * 365}), {"names": ["journal"]})
	message := "aws_s3_bucket.x keeps audit records for 3285 days, not for 10 years"
	denied(short) == {message} with data.gate.parameters as parameters
}

test_a_hard_lock_that_is_long_enough_is_write_once if {
	nothing(locked(2555, {"held_days": 2555}))
	nothing(locked(2555, {"held_days": 2555, "gaps": [gap("lock", true), gap("lock", null)]}))
	denied(locked(2554, {"held_days": 2554})) == {"aws_s3_bucket.x keeps audit records for 2554 days, not for 7 years"}
	nothing(object.union(locked(1, {"held_days": 1}), {"names": ["assets"]}))
}

test_a_lock_that_can_be_lifted if {
	message := "the retention of aws_s3_bucket.x can be lifted, so that audit records can be deleted"
	denied(locked(2555, {"gaps": [gap("lock", true)]})) == {message}
	unsure := locked(2555, {"gaps": [gap("lock", null)]})
	denied(unsure) == set()
	undecided(unsure) == {"how aws_s3_bucket.x keeps audit records is known only after apply"}
}

test_a_lock_whose_length_is_not_known if {
	denied(locked(null, {})) == set()
	undecided(locked(null, {})) == {"how aws_s3_bucket.x keeps audit records is known only after apply"}
	undecided(locked(null, {"held_days": 2555})) == set()
}

test_a_lock_needs_versions if {
	lost := locked(2555, {"held_days": 2555, "gaps": [gap("versions", true)]})
	denied(lost) == {"aws_s3_bucket.x holds audit records and does not keep their versions"}
	unsure := locked(2555, {"held_days": 2555, "gaps": [gap("versions", null)]})
	undecided(unsure) == {"whether aws_s3_bucket.x keeps versions of audit records is known only after apply"}
	other := object.union(lost, {"names": ["assets"]})
	denied(other) == set()
}

test_a_lock_that_may_be_there if {
	unsure := store(["audit"], {"locked": null, "gaps": [gap("store", null)]})
	denied(unsure) == set()
	message := "whether aws_s3_bucket.x, which holds audit records, is write-once is known only after apply"
	undecided(unsure) == {message}
}

test_a_purpose_that_is_not_known if {
	unsure := store(["x"], {"locked": false, "gaps": [gap("purpose", null), gap("store", true)]})
	denied(unsure) == set()
	undecided(unsure) == {"whether aws_s3_bucket.x holds audit records is known only after apply, like its name"}
	undecided(object.union(unsure, {"held_days": 2555})) == set()
	undecided(object.union(unsure, {"names": ["audit"]})) == set()
}

trail := {"kind": "audit-trail", "by": "aws_cloudtrail.main", "_loc": "p#3", "path": ["s3_bucket_name"]}

test_what_is_written_into_a_bucket_says_more_than_its_name if {
	written := object.union(open(["x"]), {"records": [trail]})
	denied(written) == {"aws_s3_bucket.x holds audit records and is not write-once"}
	undecided(object.union(written, {"gaps": [gap("purpose", null), gap("records", null)]})) == set()
	nothing(object.union(locked(2555, {"held_days": 2555}), {"names": ["x"], "records": [trail]}))
}

test_what_may_be_written_into_a_bucket if {
	unsure := store(["x"], {"locked": false, "gaps": [gap("records", null), gap("store", true)]})
	denied(unsure) == set()
	message := "whether aws_s3_bucket.x holds audit records is known only after apply, like where they are written"
	undecided(unsure) == {message}
	undecided(object.union(unsure, {"held_days": 2555})) == set()
	undecided(object.union(unsure, {"names": ["audit"]})) == set()
}

test_what_writes_is_related if {
	via := [{"_loc": "p#3", "path": ["s3_bucket_name"], "what": "aws_cloudtrail.main writes an audit trail there"}]
	related := [{"loc": "p#3", "path": ["s3_bucket_name"], "message": "aws_cloudtrail.main writes an audit trail there"}]
	every fields in [
		{"gaps": [gap("store", true)]},
		{"gaps": [gap("store", null)]},
		{"locks": locked(1, {}).locks},
		{"locks": locked(null, {}).locks},
	] {
		store := store(["audit"], object.union(fields, {"via": via}))
		answers := (policy.deny | policy.unknown) with input as {"facts": {"stores": [store]}}
		{finding.related | some finding in answers} == {related}
	}
}
