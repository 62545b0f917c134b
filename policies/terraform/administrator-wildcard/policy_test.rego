package gate.policies.terraform.administrator_wildcard_test

import data.gate.policies.terraform.administrator_wildcard as policy

# The providers of Azure and Google are not at hand where the plans of the fixtures are made, so their resources are
# judged here.

resource(type, values, refs) := {
	"_loc": "r",
	"address": "x.r",
	"type": type,
	"mode": "managed",
	"action": "create",
	"values": values,
	"unknown": {path: true | some path, _ in refs},
	"constants": {key: true | some key, _ in values},
	"refs": [{"path": path, "to": ref[0], "attr": ref[1], "exact": true} | some path, ref in refs],
}

document(type, values, refs) := {
	"by_type": {type: [resource(type, values, refs)]},
	"by_address": {},
	"resources": [],
}

messages(findings) := {finding.message | some finding in findings}

paths(findings) := {finding.path | some finding in findings}

statement(fields) := document(
	"aws_iam_policy",
	{"policy": json.marshal({"Statement": [object.union({"Effect": "Allow", "Resource": "*"}, fields)]})},
	{},
)

test_every_action_on_every_resource if {
	everything := {"x.r allows every action on every resource"}
	messages(policy.deny) == everything with input as statement({"Action": "*"})
	messages(policy.deny) == everything with input as statement({"Action": ["s3:GetObject", "*:*"]})
	paths(policy.deny) == {["policy"]} with input as statement({"Action": "*"})
}

test_a_wildcard_behind_an_escape_is_one if {
	text := `{"Statement": {"Effect": "Allow", "Action": "\u002a", "Resource": "\u002a"}}`
	found := policy.deny with input as document("aws_iam_policy", {"policy": text}, {})
	messages(found) == {"x.r allows every action on every resource"}
}

test_every_action_but_some if {
	found := policy.deny with input as statement({"NotAction": "iam:*"})
	messages(found) == {"x.r allows every action but iam:* on every resource"}
}

test_a_condition_does_not_make_it_less if {
	limited := {"Action": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}
	count(policy.deny) == 1 with input as statement(limited)
}

test_one_service_or_one_resource_is_not_everything if {
	count(policy.deny) == 0 with input as statement({"Action": "s3:*"})
	count(policy.deny) == 0 with input as statement({"Action": "*", "Resource": "arn:aws:s3:::b/*"})
	count(policy.deny) == 0 with input as statement({"Action": "*", "Effect": "Deny"})
}

test_text_that_is_no_policy_is_unknown if {
	broken := document("aws_iam_policy", {"policy": "{"}, {})
	count(policy.deny) == 0 with input as broken
	messages(policy.unknown) == {"what x.r allows is known only after apply"} with input as broken
}

test_text_known_after_apply_is_unknown if {
	later := document("aws_iam_role_policy", {}, {"policy": ["aws_s3_bucket.b", "arn"]})
	paths(policy.unknown) == {["policy"]} with input as later
}

test_inline_policies_of_a_role_are_judged if {
	text := json.marshal({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})
	role := document("aws_iam_role", {"inline_policy": [{"name": "a", "policy": text}]}, {})
	paths(policy.deny) == {["inline_policy", 0, "policy"]} with input as role
}

# A policy made by a data source with these statements, and these arguments that are known only after apply.
by_data_source(statements, refs) := {
	"by_type": {"aws_iam_policy": [made]},
	"by_address": {"data.aws_iam_policy_document.d": 0},
	"resources": [source],
} if {
	made := resource("aws_iam_policy", {}, {"policy": ["data.aws_iam_policy_document.d", "json"]})
	read := resource("aws_iam_policy_document", {"statement": statements}, refs)
	source := object.union(read, {"_loc": "d", "mode": "data", "action": "read"})
}

test_a_data_source_is_judged_where_its_statement_is if {
	found := policy.deny with input as by_data_source([{"actions": ["*"], "resources": ["*"]}], {})
	{[finding.loc, finding.path] | some finding in found} == {["d", ["statement", 0, "actions"]]}
}

test_an_arn_is_not_every_resource if {
	narrow := by_data_source(
		[{"actions": ["*"], "resources": [null]}],
		{"statement.0.resources": ["aws_s3_bucket.b", "arn"]},
	)
	count(policy.deny) == 0 with input as narrow
	count(policy.unknown) == 0 with input as narrow
}

test_actions_known_after_apply_are_unknown_on_every_resource if {
	later := {"statement.0.actions": ["terraform_data.t", "output"]}
	count(policy.unknown) == 1 with input as by_data_source([{"resources": ["*"]}], later)
	count(policy.unknown) == 0 with input as by_data_source([{"resources": ["arn:aws:s3:::b"]}], later)
}

test_statements_made_in_an_unknown_loop_are_unknown if {
	looped := by_data_source([], {"statement": ["terraform_data.t", "output"]})
	count(policy.unknown) == 1 with input as looped
}

test_the_administrator_policy_of_every_partition if {
	every arn in ["arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws-cn:iam::aws:policy/AdministratorAccess"] {
		attaches(arn)
	}
	not attaches("arn:aws:iam::aws:policy/ReadOnlyAccess")
	not attaches("arn:aws:iam::111122223333:policy/AdministratorAccess")
}

attaches(arn) if {
	attached := document("aws_iam_user_policy_attachment", {"policy_arn": arn}, {})
	count(policy.deny) == 1 with input as attached
}

test_a_policy_of_the_plan_is_judged_where_it_is_written if {
	type := "aws_iam_role_policy_attachment"
	own := document(type, {}, {"policy_arn": ["module.a[\"x\"].aws_iam_policy.p", "arn"]})
	other := document(type, {}, {"policy_arn": ["data.aws_iam_policy.p", "arn"]})
	count(policy.unknown) == 0 with input as own
	count(policy.unknown) == 1 with input as other
}

azure(role, scope) := document("azurerm_role_assignment", {"role_definition_name": role, "scope": scope}, {})

test_an_owner_of_a_subscription if {
	found := policy.deny with input as azure("Owner", "/subscriptions/0000")
	messages(found) == {"x.r makes an owner of a whole subscription"}
	count(policy.deny) == 0 with input as azure("Owner", "/subscriptions/0000/resourceGroups/g")
	count(policy.deny) == 0 with input as azure("Reader", "/subscriptions/0000")
	count(policy.deny) == 1 with input as azure("Owner", "/providers/Microsoft.Management/managementGroups/m")
	count(policy.unknown) == 0 with input as azure("Owner", "/subscriptions/0000")
}

test_an_owner_by_the_id_of_the_role if {
	id := "/providers/Microsoft.Authorization/roleDefinitions/8E3AF657-a8ff-443c-a75c-2fe8c4bcb635"
	by_id := document("azurerm_role_assignment", {"role_definition_id": id, "scope": "/subscriptions/0000"}, {})
	paths(policy.deny) == {["role_definition_id"]} with input as by_id
}

test_an_owner_of_something_known_after_apply if {
	owner := {"role_definition_name": "Owner"}
	group := document("azurerm_role_assignment", owner, {"scope": ["azurerm_resource_group.g", "id"]})
	whole := document("azurerm_role_assignment", owner, {"scope": ["azurerm_subscription.s", "id"]})
	other := document("azurerm_role_assignment", owner, {"scope": ["var.scope", ""]})
	count(policy.unknown) == 0 with input as group
	count(policy.unknown) == 1 with input as whole
	count(policy.unknown) == 1 with input as other
}

test_the_basic_roles_of_google if {
	every role in ["roles/owner", "roles/editor"] {
		grants(role)
	}
	not grants("roles/viewer")
}

grants(role) if {
	granted := document("google_project_iam_member", {"role": role}, {})
	messages(policy.deny) == {sprintf("x.r grants %s", [role])} with input as granted
}

test_a_role_of_google_known_after_apply if {
	type := "google_folder_iam_binding"
	custom := document(type, {}, {"role": ["google_project_iam_custom_role.c", "name"]})
	other := document(type, {}, {"role": ["terraform_data.t", "output"]})
	count(policy.unknown) == 0 with input as custom
	count(policy.unknown) == 1 with input as other
}

test_policies_of_a_role_made_in_an_unknown_loop_are_unknown if {
	inline := document("aws_iam_role", {}, {"inline_policy": ["terraform_data.t", "output"]})
	attached := document("aws_iam_role", {}, {"managed_policy_arns": ["terraform_data.t", "output"]})
	paths(policy.unknown) == {["inline_policy"]} with input as inline
	paths(policy.unknown) == {["managed_policy_arns"]} with input as attached
}
