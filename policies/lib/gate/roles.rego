# METADATA
# title: What policies about the roles of Azure and Google use
# description: Says who becomes an owner, and of what.
package gate.roles

import data.gate.terraform as tf

# What grants a role of Google to somebody.
google_grants := [resource |
	some of in ["organization", "folder", "project"]
	some how in ["member", "binding"]
	some resource in tf.existing(sprintf("google_%s_iam_%s", [of, how]))
]

# Whether all of these addresses are resources of a type, which is a regular expression; data sources are not.
each_of_type(addresses, type) if {
	count(addresses) > 0
	every address in addresses {
		regex.match(sprintf(`^(module\.[^.]+\.)*%s\.`, [type]), address)
	}
}

# Whether a role assignment of Azure is about the role Owner.
owner(resource) if tf.value(resource, ["role_definition_name"]) == "Owner"

# The id of Owner, the same in every subscription.
owner(resource) if {
	id := tf.value(resource, ["role_definition_id"])
	is_string(id)
	endswith(lower(id), "8e3af657-a8ff-443c-a75c-2fe8c4bcb635")
}

# Whether it is a role of Owner, or may turn out to be one.
may_own(resource) if owner(resource)

may_own(resource) if tf.undecided(resource, ["role_definition_name"])

may_own(resource) if {
	tf.undecided(resource, ["role_definition_id"])
	references := [reference.to | some reference in tf.references(resource, ["role_definition_id"])]
	not each_of_type(references, "azurerm_role_definition")
}

# A subscription, a management group or everything.
wide(resource) if {
	scope := tf.value(resource, ["scope"])
	is_string(scope)
	regex.match(`(?i)^/(subscriptions/[^/]+/?|providers/microsoft\.management/managementgroups/[^/]+/?)?$`, scope)
}

# One of the two is not known, and the other is not narrow for sure.
may_be_wide(resource) if {
	wide(resource)
	not owner(resource)
}

may_be_wide(resource) if {
	tf.undecided(resource, ["scope"])
	references := [reference.to | some reference in tf.references(resource, ["scope"])]
	not each_of_type(references, "azurerm_[a-z_]+")
}

may_be_wide(resource) if {
	some reference in tf.references(resource, ["scope"])
	tf.undecided(resource, ["scope"])
	each_of_type([reference.to], "azurerm_(subscription|management_group)")
}

# The argument that names the role.
role_place(resource) := tf.place(resource, ["role_definition_name"]) if tf.written(resource, ["role_definition_name"])

role_place(resource) := tf.place(resource, ["role_definition_id"]) if {
	not tf.written(resource, ["role_definition_name"])
}
