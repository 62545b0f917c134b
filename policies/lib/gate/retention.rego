# METADATA
# title: How long object storage keeps what it is given
# description: Reads the locks of buckets and containers of AWS, Azure and Google Cloud into one form.
package gate.retention

import data.gate.terraform as tf

# Whatever holds objects. An Azure account is judged by its containers when the plan has them.
stores := [store |
	some type in ["aws_s3_bucket", "azurerm_storage_account", "azurerm_storage_container", "google_storage_bucket"]
	some store in tf.existing(type)
	count(tf.linked(store, "azurerm_storage_container")) == 0
]

# What says what a store is for: its names, those of its account, and tags about that.
names(store) := {text |
	some holder in array.concat([store], azure_accounts(store))
	arguments := [tf.value(holder, [argument]) | some argument in ["bucket", "bucket_prefix", "name"]]
	some text in array.concat(array.concat([holder.name], arguments), purposes(holder))
	is_string(text)
}

# Tags that say what is inside. Others do not: what the audit team owns need not be an audit trail.
purposes(store) := [value |
	some labels in ["tags", "labels"]
	tags := tf.value(store, [labels])
	is_object(tags)
	some key, value in tags
	is_string(value)
	regex.match(`(?i)^(name|purpose|usage|contents?|data([-_ ]?(class(ification)?|type))?)$`, key)
]

# The locks of a store, whole or weak: `holder` writes them, `hard` says that nobody can lift it, `days` how long it is.
locks(store) := [lock |
	some [holder, base] in s3_retentions(store)
	retention := tf.value(holder, base)
	lock := {
		"holder": holder,
		"hard": object.get(retention, "mode", null) == "COMPLIANCE",
		"hard_path": array.concat(base, ["mode"]),
		"days": s3_days(retention),
		"length_path": array.concat(base, [s3_unit(holder, base)]),
	}
] if {
	store.type == "aws_s3_bucket"
}

locks(store) := array.concat(by_account, by_container) if {
	startswith(store.type, "azurerm_")
	by_account := [lock |
		some account in array.concat([store], azure_accounts(store))
		some index, policy in tf.items(account, ["immutability_policy"])
		is_object(policy)
		lock := {
			"holder": account,
			"hard": object.get(policy, "state", null) == "Locked",
			"hard_path": ["immutability_policy", index, "state"],
			"days": number(object.get(policy, "period_since_creation_in_days", null)),
			"length_path": ["immutability_policy", index, "period_since_creation_in_days"],
		}
	]
	by_container := [lock |
		some policy in tf.linked(store, "azurerm_storage_container_immutability_policy")
		lock := {
			"holder": policy,
			"hard": tf.value(policy, ["locked"]) == true,
			"hard_path": ["locked"],
			"days": number(tf.value(policy, ["immutability_period_in_days"])),
			"length_path": ["immutability_period_in_days"],
		}
	]
}

locks(store) := [lock |
	some index, policy in tf.items(store, ["retention_policy"])
	is_object(policy)
	lock := {
		"holder": store,
		"hard": object.get(policy, "is_locked", null) == true,
		"hard_path": ["retention_policy", index, "is_locked"],
		"days": number(object.get(policy, "retention_period", null)) / 86400,
		"length_path": ["retention_policy", index, "retention_period"],
	}
] if {
	store.type == "google_storage_bucket"
}

# Whether a store has no lock that is known now, but may have one.
undecided(store) if {
	some type in [object_lock, "azurerm_storage_container_immutability_policy"]
	tf.maybe_linked(store, type)
}

undecided(store) if {
	some holder in array.concat([store], azure_accounts(store))
	some block in ["object_lock_configuration", "immutability_policy", "retention_policy"]
	tf.undecided(holder, [block])
}

undecided(store) if {
	some configuration in tf.linked(store, object_lock)
	tf.undecided(configuration, ["rule"])
}

# The switches on which keeping versions hangs, for a bucket with a lock: those of its versioning, or else that of Object
# Lock itself, which makes AWS keep versions from the beginning.
version_switches(store) := configured if {
	configured := [[part, ["versioning_configuration", 0, "status"]] | some part in tf.linked(store, "aws_s3_bucket_versioning")]
	count(configured) > 0
	count(locks(store)) > 0
} else := [[store, ["object_lock_enabled"]]] if {
	store.type == "aws_s3_bucket"
	count(tf.items(store, ["object_lock_configuration"])) == 0
	tf.value(store, ["versioning", 0, "enabled"]) != true
	count(locks(store)) > 0
} else := []

object_lock := "aws_s3_bucket_object_lock_configuration"

# The blocks of default retention, with what writes them.
s3_retentions(store) := array.concat(split_off, inline) if {
	split_off := [[part, ["rule", index, "default_retention", 0]] |
		some part in tf.linked(store, object_lock)
		some index, _ in tf.items(part, ["rule"])
		is_object(tf.value(part, ["rule", index, "default_retention", 0]))
	]
	inline := [[store, ["object_lock_configuration", 0, "rule", index, "default_retention", 0]] |
		some index, _ in tf.items(store, ["object_lock_configuration", 0, "rule"])
		is_object(tf.value(store, ["object_lock_configuration", 0, "rule", index, "default_retention", 0]))
	]
}

s3_days(retention) := number(object.get(retention, "days", null)) + (number(object.get(retention, "years", null)) * 365)

s3_unit(holder, base) := "days" if {
	tf.given(holder, array.concat(base, ["days"]))
} else := "years"

azure_accounts(store) := [account |
	store.type == "azurerm_storage_container"
	some argument in ["storage_account_id", "storage_account_name"]
	some account in tf.targets(store, [argument])
]

# A number, which some providers write as text; 0 when there is none.
number(value) := value if {
	is_number(value)
} else := to_number(value) if {
	is_string(value)
	regex.match(`^[0-9]+$`, value)
} else := 0
