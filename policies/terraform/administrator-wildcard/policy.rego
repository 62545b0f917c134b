# METADATA
# title: An identity gets the rights of an administrator
# description: >-
#   Whoever takes over such an identity owns the account: data, logs, backups and the rights of everybody else. Judged
#   are policies that allow every action, or every action but some, on every resource, whatever their conditions, and
#   the roles of the clouds that amount to it.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
# custom:
#   id: TF005
#   severity: high
#   confidence: high
#   input: terraform
#   types:
#     - aws_iam_policy
#     - aws_iam_role_policy
#     - aws_iam_user_policy
#     - aws_iam_group_policy
#     - aws_iam_role
#     - aws_ssoadmin_permission_set_inline_policy
#     - aws_iam_role_policy_attachment
#     - aws_iam_user_policy_attachment
#     - aws_iam_group_policy_attachment
#     - aws_iam_policy_attachment
#     - aws_ssoadmin_managed_policy_attachment
#     - azurerm_role_assignment
#     - google_organization_iam_member
#     - google_organization_iam_binding
#     - google_folder_iam_member
#     - google_folder_iam_binding
#     - google_project_iam_member
#     - google_project_iam_binding
#   controls:
#     - nist-800-53:AC-6
#     - nist-800-53:AC-3
#     - csf-2:PR.AA-05
#     - soc2:CC6.1
#     - soc2:CC6.3
#     - iso-27001:A.5.15
#     - iso-27001:A.8.2
#     - iso-27001:A.5.18
#     - pci-dss:7.2.1
#     - pci-dss:7.2.2
#     - pci-dss:7.2.5
#     - sox-itgc:LA
#   remediation: >-
#     Name the actions that are needed and the resources that they are needed on, or use a narrower role of the cloud.
#   answers: >-
#     Write the actions, the resources and the role into the code, or plan again once what the policy is computed from
#     has been applied, so that the plan says what is allowed.
package gate.policies.terraform.administrator_wildcard

import data.gate
import data.gate.iam
import data.gate.roles
import data.gate.terraform as tf

deny contains finding if {
	some [resource, statement] in stated
	statement.allows == true
	unbounded(statement)
	"*" in statement.resources
	message := sprintf("%s allows %s on every resource", [resource.address, scope(statement)])
	finding := gate.keyed(statement.place, where(statement), message, resource.address)
}

unknown contains finding if {
	some [resource, path] in policy_documents
	iam.unreadable(resource, path)
	message := sprintf("what %s allows is known only after apply", [resource.address])
	finding := gate.finding(resource, path, message)
}

# A statement of a data source that may turn out to be one for administrators.
unknown contains finding if {
	some [resource, statement] in stated
	count(statement.unknown) > 0
	statement.allows == true
	may_be_unbounded(statement)
	may_be_everywhere(statement)
	message := sprintf("whether %s allows everything is known only after apply", [resource.address])
	finding := gate.keyed(statement.place, statement.place.path, message, resource.address)
}

deny contains finding if {
	some [resource, path] in attachments
	arn := tf.value(resource, path)
	is_string(arn)
	regex.match(`^arn:aws[a-z-]*:iam::aws:policy/AdministratorAccess$`, arn)
	message := sprintf("%s attaches AdministratorAccess", [resource.address])
	finding := gate.finding(resource, path, message)
}

unknown contains finding if {
	some [resource, path] in attachments
	tf.undecided(resource, path)
	not judged_elsewhere(resource, path)
	message := sprintf("which policy %s attaches is known only after apply", [resource.address])
	finding := gate.finding(resource, path, message)
}

deny contains finding if {
	some resource in tf.existing("azurerm_role_assignment")
	roles.owner(resource)
	roles.wide(resource)
	message := sprintf("%s makes an owner of a whole subscription", [resource.address])
	finding := gate.finding(resource, roles.role_place(resource), message)
}

unknown contains finding if {
	some resource in tf.existing("azurerm_role_assignment")
	roles.may_own(resource)
	roles.may_be_wide(resource)
	message := sprintf("whether %s makes an owner of a subscription is known only after apply", [resource.address])
	finding := gate.finding(resource, roles.role_place(resource), message)
}

deny contains finding if {
	some resource in roles.google_grants
	role := tf.value(resource, ["role"])
	role in {"roles/owner", "roles/editor"}
	message := sprintf("%s grants %s", [resource.address, role])
	finding := gate.finding(resource, ["role"], message)
}

# A role of the plan itself is a custom one, and never these two.
unknown contains finding if {
	some resource in roles.google_grants
	tf.undecided(resource, ["role"])
	references := [reference.to | some reference in tf.references(resource, ["role"])]
	not roles.each_of_type(references, "google_(project|organization)_iam_custom_role")
	message := sprintf("which role %s grants is known only after apply", [resource.address])
	finding := gate.finding(resource, ["role"], message)
}

# The statements of all of them, read once for both answers. A text that does not name every resource, in as many words
# or behind an escape, holds none of those that are looked for, and is not taken apart.
stated := [[resource, statement] |
	some [resource, path] in policy_documents
	may_name_everything(tf.value(resource, path))
	some statement in iam.statements(resource, path)
]

may_name_everything(text) if not is_string(text)

may_name_everything(text) if {
	is_string(text)
	regex.match(`"[*]"|\\`, text)
}

# The arguments that hold a policy document.
policy_documents contains found if {
	some type in ["aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"]
	some resource in tf.existing(type)
	found := [resource, ["policy"]]
}

policy_documents contains found if {
	some resource in tf.existing("aws_iam_role")
	some index, _ in tf.items(resource, ["inline_policy"])
	found := [resource, ["inline_policy", index, "policy"]]
}

# Those that are made in a loop over something that is not known yet.
policy_documents contains found if {
	some resource in tf.existing("aws_iam_role")
	object.get(resource.unknown, "inline_policy", false) == true
	found := [resource, ["inline_policy"]]
}

policy_documents contains found if {
	some resource in tf.existing("aws_ssoadmin_permission_set_inline_policy")
	found := [resource, ["inline_policy"]]
}

# The arguments that name a policy to attach.
attachments contains found if {
	some of in ["role_policy", "user_policy", "group_policy", "policy"]
	some resource in tf.existing(sprintf("aws_iam_%s_attachment", [of]))
	found := [resource, ["policy_arn"]]
}

attachments contains found if {
	some resource in tf.existing("aws_ssoadmin_managed_policy_attachment")
	found := [resource, ["managed_policy_arn"]]
}

attachments contains found if {
	some resource in tf.existing("aws_iam_role")
	some index, _ in tf.items(resource, ["managed_policy_arns"])
	found := [resource, ["managed_policy_arns", index]]
}

attachments contains found if {
	some resource in tf.existing("aws_iam_role")
	object.get(resource.unknown, "managed_policy_arns", false) == true
	found := [resource, ["managed_policy_arns"]]
}

unbounded(statement) if {
	some action in statement.actions
	action in {"*", "*:*"}
}

unbounded(statement) if count(statement.not_actions) > 0

scope(statement) := "every action" if count(statement.not_actions) == 0

scope(statement) := sprintf("every action but %s", [concat(", ", listed)]) if {
	count(statement.not_actions) > 0
	listed := [sprintf("%v", [action]) | some action in statement.not_actions]
}

may_be_unbounded(statement) if unbounded(statement)

may_be_unbounded(statement) if count(statement.unknown & {"actions", "not_actions"}) > 0

may_be_everywhere(statement) if "*" in statement.resources

may_be_everywhere(statement) if "resources" in statement.unknown

# The actions of a statement of a data source; the whole of a text.
where(statement) := array.concat(path, ["actions"]) if {
	path := statement.place.path
	count(path) == 2
	path[0] == "statement"
	count(statement.not_actions) == 0
} else := array.concat(path, ["not_actions"]) if {
	path := statement.place.path
	count(path) == 2
	path[0] == "statement"
} else := statement.place.path

# Whether what an argument refers to is a policy of this plan, which is judged where it is written.
judged_elsewhere(resource, path) if {
	references := [reference.to | some reference in tf.references(resource, path)]
	roles.each_of_type(references, "aws_iam_policy")
}
