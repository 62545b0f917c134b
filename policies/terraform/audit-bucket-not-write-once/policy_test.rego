package gate.policies.terraform.audit_bucket_not_write_once_test

import data.gate.policies.terraform.audit_bucket_not_write_once as policy

# The providers of Azure and Google are not at hand for real plans; what their plans hold is written out here.
resource(type, values, more) := object.union(
	{
		"_loc": type,
		"address": sprintf("%s.x", [type]),
		"mode": "managed",
		"type": type,
		"name": "x",
		"action": "create",
		"values": values,
		"unknown": {},
		"constants": {argument: true | some argument, _ in values},
		"refs": [],
		"linked": {},
		"maybe_linked": {},
	},
	more,
)

plan(resources) := {
	"resources": resources,
	"by_type": {type: [found | some found in resources; found.type == type] | some type in {entry.type | some entry in resources}},
	"by_address": {entry.address: index | some index, entry in resources},
}

linked(types) := {"linked": {type: [sprintf("%s.x", [type])] | some type in types}}

bucket(values, types) := resource("aws_s3_bucket", values, linked(types))

lock_type := "aws_s3_bucket_object_lock_configuration"

# A bucket for the audit trail, and a lock of this retention.
locked(retention, values) := [
	bucket(object.union({"bucket": "acme-audit", "object_lock_enabled": true}, values), [lock_type]),
	resource(lock_type, {"rule": [{"default_retention": [retention]}]}, {}),
]

# Set to what another resource will say.
later(argument) := {
	"unknown": {argument: true},
	"refs": [{"path": argument, "to": "terraform_data.y", "attr": "output", "exact": true}],
}

mode := ["rule", 0, "default_retention", 0, "mode"]

days := ["rule", 0, "default_retention", 0, "days"]

years := ["rule", 0, "default_retention", 0, "years"]

paths(findings) := [finding.path | some finding in findings]

nothing(resources) if {
	count(policy.deny) == 0 with input as plan(resources)
	count(policy.unknown) == 0 with input as plan(resources)
}

denied(resources) := found if {
	count(policy.unknown) == 0 with input as plan(resources)
	found := paths(policy.deny) with input as plan(resources)
}

undecided(resources) := found if {
	count(policy.deny) == 0 with input as plan(resources)
	found := paths(policy.unknown) with input as plan(resources)
}

test_names_of_audit_buckets if {
	every name in ["acme-payments-ledger", "audit", "acme-auditlogs-eu", "cloudtrail-123", "trade_records", "AUDIT-2024"] {
		denied([bucket({"bucket": name}, [])]) == [[]]
	}
}

test_names_of_other_buckets if {
	every name in ["film-trailers", "auditorium-plans", "exports", "recordings"] {
		nothing([bucket({"bucket": name}, [])])
	}
}

test_tags_and_the_name_in_the_code_tell_too if {
	denied([bucket({"bucket": "acme-7f3c", "tags": {"Purpose": "evidence of trades"}}, [])]) == [[]]
	denied([resource("aws_s3_bucket", {"bucket": "acme-7f3c"}, {"name": "audit_eu"})]) == [[]]
	denied([bucket({"bucket_prefix": "audit-"}, [])]) == [[]]
	nothing([bucket({"bucket": "acme-7f3c", "tags": {"Owner": "audit-team"}}, [])])
}

test_the_pattern_and_the_years_can_be_set if {
	parameters := {"audit-bucket-not-write-once": {"audit_bucket_pattern": "^journal", "years": 10}}
	count(policy.deny) == 0 with input as plan([bucket({"bucket": "audit"}, [])]) with data.gate.parameters as parameters
	journal := locked({"mode": "COMPLIANCE", "years": 9}, {"bucket": "journal"})
	found := policy.deny with input as plan(journal) with data.gate.parameters as parameters
	paths(found) == [years]
}

test_compliance_for_long_enough_is_write_once if {
	nothing(locked({"mode": "COMPLIANCE", "years": 7, "days": null}, {}))
	nothing(locked({"mode": "COMPLIANCE", "days": 2555}, {}))
	rule := {"rule": [{"default_retention": [{"mode": "COMPLIANCE", "years": 10}]}]}
	nothing([bucket({"bucket": "audit", "object_lock_configuration": [rule]}, [])])
}

test_weak_and_short_locks_are_pointed_at if {
	denied(locked({"mode": "GOVERNANCE", "years": 7}, {})) == [mode]
	denied(locked({"mode": "COMPLIANCE", "days": 2554}, {})) == [days]
	denied(locked({"mode": "GOVERNANCE", "years": 6}, {})) == [years, mode]
}

test_a_lock_without_default_retention_is_none if {
	denied([bucket({"bucket": "audit", "object_lock_enabled": true}, [lock_type]), resource(lock_type, {"rule": []}, {})]) == [[]]
}

test_a_lock_that_is_known_after_apply_is_unknown if {
	undecided([
		bucket({"bucket": "audit", "object_lock_enabled": true}, [lock_type]),
		resource(lock_type, {"rule": [{"default_retention": [{"years": 7}]}]}, later("rule.0.default_retention.0.mode")),
	]) == [mode]
	undecided([bucket({"bucket": "audit"}, [lock_type]), resource(lock_type, {}, later("rule"))]) == [[]]
	unsure := {"maybe_linked": {lock_type: ["aws_s3_bucket_object_lock_configuration.x[0]"]}}
	undecided([resource("aws_s3_bucket", {"bucket": "audit"}, unsure)]) == [[]]
}

# A locked bucket that was made without Object Lock.
with_versioning(values, more) := [
	bucket({"bucket": "audit"}, [lock_type, "aws_s3_bucket_versioning"]),
	resource(lock_type, {"rule": [{"default_retention": [{"mode": "COMPLIANCE", "years": 7}]}]}, {}),
	resource("aws_s3_bucket_versioning", values, more),
]

test_a_lock_needs_versions if {
	status := ["versioning_configuration", 0, "status"]
	nothing(with_versioning({"versioning_configuration": [{"status": "Enabled"}]}, {}))
	denied(with_versioning({"versioning_configuration": [{"status": "Suspended"}]}, {
		"constants": {"versioning_configuration.0.status": true},
	})) == [status]
	undecided(with_versioning({}, later("versioning_configuration.0.status"))) == [status]
	denied(locked({"mode": "COMPLIANCE", "years": 7}, {"object_lock_enabled": false})) == [["object_lock_enabled"]]
	nothing(locked({"mode": "COMPLIANCE", "years": 7}, {"object_lock_enabled": false, "versioning": [{"enabled": true}]}))
}

test_a_name_that_is_known_after_apply_is_unknown_unless_a_tag_settles_it if {
	undecided([resource("aws_s3_bucket", {}, later("bucket"))]) == [["bucket"]]
	nothing([resource("aws_s3_bucket", {"tags": {"Purpose": "web assets"}}, later("bucket"))])
	nothing([resource("aws_s3_bucket", {}, {"unknown": {"bucket": true}})])
}

test_what_is_deleted_is_not_judged if {
	nothing([resource("aws_s3_bucket", {"bucket": "audit"}, {"action": "delete"})])
}

policy_type := "azurerm_storage_container_immutability_policy"

azure(values) := [
	resource("azurerm_storage_container", {"name": "audit"}, linked([policy_type])),
	resource(policy_type, values, {}),
]

test_azure_containers_need_a_locked_policy if {
	nothing(azure({"locked": true, "immutability_period_in_days": 2555}))
	denied(azure({"locked": false, "immutability_period_in_days": 2555})) == [["locked"]]
	denied(azure({"locked": true, "immutability_period_in_days": 30})) == [["immutability_period_in_days"]]
	denied([resource("azurerm_storage_container", {"name": "audit"}, {})]) == [[]]
}

in_account(policies) := [
	resource("azurerm_storage_account", {"name": "acmestore", "immutability_policy": policies}, linked(["azurerm_storage_container"])),
	resource("azurerm_storage_container", {"name": "audit"}, {
		"refs": [{"path": "storage_account_id", "to": "azurerm_storage_account.x", "attr": "id", "exact": true}],
	}),
]

test_the_policy_of_an_azure_account_holds_for_its_containers if {
	nothing(in_account([{"state": "Locked", "period_since_creation_in_days": 3650}]))
	denied(in_account([{"state": "Unlocked", "period_since_creation_in_days": 3650}])) == [["immutability_policy", 0, "state"]]
	denied([resource("azurerm_storage_account", {"name": "audit"}, {})]) == [[]]
}

test_one_whole_lock_is_enough if {
	account := {"name": "audit", "immutability_policy": [{"state": "Unlocked", "period_since_creation_in_days": 30}]}
	nothing([
		resource("azurerm_storage_account", account, linked(["azurerm_storage_container"])),
		resource("azurerm_storage_container", {"name": "records"}, {
			"linked": {policy_type: [sprintf("%s.x", [policy_type])]},
			"refs": [{"path": "storage_account_id", "to": "azurerm_storage_account.x", "attr": "id", "exact": true}],
		}),
		resource(policy_type, {"locked": true, "immutability_period_in_days": 2555}, {}),
	])
}

test_a_whole_lock_makes_the_name_of_no_account if {
	lock := resource(lock_type, {"rule": [{"default_retention": [{"mode": "COMPLIANCE", "years": 7}]}]}, {})
	nothing([resource("aws_s3_bucket", {"object_lock_enabled": true}, object.union(later("bucket"), linked([lock_type]))), lock])
}

google(policies) := [resource("google_storage_bucket", {"name": "acme-audit", "retention_policy": policies}, {})]

test_google_buckets_need_a_locked_policy if {
	nothing(google([{"is_locked": true, "retention_period": "220752000"}]))
	denied(google([{"is_locked": false, "retention_period": 220752000}])) == [["retention_policy", 0, "is_locked"]]
	denied(google([{"is_locked": true, "retention_period": 86400}])) == [["retention_policy", 0, "retention_period"]]
	denied(google([])) == [[]]
}
