package gate.grants_test

import data.gate.grants

listed(texts) := {"listed": texts, "except": [], "every": false, "whole": true}

but(texts) := {"listed": [], "except": texts, "every": true, "whole": true}

test_a_text_stands_for_a_name_in_any_case_with_its_wildcards if {
	every text in ["iam:PassRole", "IAM:passrole", "iam:Pass*", "iam:P?ssRole", "*", "*:*role", "i*:*"] {
		grants.stands_for(text, "iam:passrole")
	}
	every text in ["iam:PassRoles", "iam:Pass", "iam:Pass?", "sts:*", "iam:[p]assrole", "iam:{passrole,x}", ""] {
		not grants.stands_for(text, "iam:passrole")
	}
	grants.stands_for("a[b]*", "a[b]c")
	grants.stands_for(`a\*`, `a\b`)
}

test_what_covers_a_name_is_said_as_it_is_written if {
	names := {"s3:getobject", "s3:putobject"}
	grants.covering(listed(["S3:Get*", "sqs:*", "s3:putobject"]), names) == {"S3:Get*", "s3:putobject"}
	grants.covering(but(["iam:*"]), names) == {"everything but iam:*"}
	grants.covering(but(["s3:*"]), names) == set()
	grants.covering(but(["s3:Get*"]), names) == {"everything but s3:Get*"}
	grants.covering(listed([]), names) == set()
}

test_everything_is_said_as_such_only_where_something_is_left_out_of_it_for_sure if {
	names := {"s3:getobject", "s3:putobject"}
	grants.covering({"listed": ["*"], "except": [], "every": true, "whole": true}, names) == {"*"}
	every fields in [{"every": null}, {"every": false}, {"whole": false}] {
		grants.covering(object.union(but(["sqs:*"]), fields), names) == set()
	}
}

test_what_is_not_known_may_cover_a_name if {
	open := {"listed": ["sqs:*"], "except": [], "every": null, "whole": false}
	grants.covering(open, {"s3:getobject"}) == set()
	grants.may_cover(open, {"s3:getobject"})
	grants.may_cover(object.union(but(["sqs:*"]), {"every": null}), {"s3:getobject"})
	not grants.may_cover(object.union(but(["s3:*"]), {"every": null}), {"s3:getobject"})
	not grants.may_cover(listed(["sqs:*"]), {"s3:getobject"})
	grants.may_cover(listed(["s3:*"]), {"s3:getobject"})
}

test_a_list_that_is_not_whole_may_cover_a_name_though_it_is_not_everything if {
	grants.may_cover({"listed": ["sqs:*"], "except": [], "every": false, "whole": false}, {"s3:getobject"})
}

test_region_and_account_of_what_is_left_out_do_not_count if {
	general := grants.general(but(["arn:aws:lambda:eu-central-1:111122223333:function:*"]))
	general == but(["arn:*:lambda:*:*:function:*"])
	every sort in ["user", "group", "role", "policy", "permission set"] {
		grants.covering(general, {grants.samples[sort]}) == {"everything but arn:*:lambda:*:*:function:*"}
	}
	grants.covering(general, {grants.samples["function"]}) == set()
}

test_only_all_of_a_sort_covers_its_sample if {
	every text in ["*", "arn:aws:iam::111122223333:role/*", "arn:aws-us-gov:iam::*:role/*", "arn:*:iam::*:r*", "arn:aws:iam::*"] {
		count(grants.covering(grants.general(listed([text])), {grants.samples.role})) == 1
	}
	every text in ["arn:aws:iam::*:role/claims-*", "arn:aws:iam::*:role/a*", "arn:aws:iam::*:role/${aws:username}", "arn:aws:iam::${aws:PrincipalAccount}:user/*", "aws_iam_role.a.arn", "arn:aws:s3:::*"] {
		count(grants.covering(grants.general(listed([text])), {grants.samples.role})) == 0
	}
	count(grants.covering(grants.general(listed(["arn:aws:iam::${aws:PrincipalAccount}:role/*"])), {grants.samples.role})) == 1
	count(grants.covering(grants.general(listed(["arn:aws:lambda:eu-central-1:111122223333:function:*"])), {grants.samples["function"]})) == 1
}

test_what_is_everything_of_a_service if {
	every text in ["arn:aws:s3:::*", "arn:aws:s3:*", "arn:aws:s?:::*", "arn:aws:*:*:*:*", "arn:aws:s3:::*/*"] {
		grants.is_everything(listed([text]), "s3")
	}
	every text in ["arn:aws:s3:::claims/*", "arn:aws:s3:::claims*", "arn:aws:sqs:*:*:*", "arn:aws:s3:::?", "aws_s3_bucket.a.arn", ""] {
		not grants.is_everything(listed([text]), "s3")
		not grants.may_be_everything(listed([text]), "s3")
	}
	grants.is_everything(listed(["arn:aws:dynamodb:eu-central-1:1:table/*"]), "dynamodb")
	not grants.is_everything(listed(["arn:aws:dynamodb:eu-central-1:1:table/claims*"]), "dynamodb")
	not grants.is_everything(listed(["arn:aws:dynamodb:eu-central-1:1:table/claims/index/*"]), "dynamodb")
	not grants.is_everything(listed(["arn:aws:dynamodb:eu-central-1:1:table/*"]), "sqs")
	grants.is_everything(but(["arn:aws:s3:::a"]), "sqs")
	open := {"listed": [], "except": [], "every": null, "whole": false}
	not grants.is_everything(open, "s3")
	grants.may_be_everything(open, "s3")
}

condition(fields) := {"conditions": [object.union({"operator": "StringEquals", "key": "iam:PolicyARN", "values": ["a"], "whole": true, "restricts": false}, fields)]}

test_a_condition_limits_when_it_fails_without_its_key_and_names_something if {
	keys := {"iam:policyarn", "aws:resourcetag/", "graph.facebook.com:"}
	every fields in [
		{}, {"operator": "ForAnyValue:ArnLike"}, {"key": "IAM:policyarn"}, {"key": "aws:ResourceTag/a"}, {"key": "graph.facebook.com:app_id"},
		{"operator": "Bool", "values": ["true"]},
	] {
		grants.limited(condition(fields), keys)
		grants.may_be_limited(condition(fields), keys)
	}
	every fields in [
		{"operator": "StringEqualsIfExists"}, {"operator": "ForAllValues:StringEquals"}, {"operator": "StringNotEquals"}, {"operator": "Null"},
		{"values": ["*"]}, {"values": ["a", "**"]}, {"values": ["arn:aws:iam::aws:policy/AdministratorAccess"]}, {"values": []}, {"key": "iam:policyarns"}, {"operator": "Bool", "values": ["False"]},
		{"values": [], "whole": false, "operator": "StringLikeIfExists"}, {"values": ["*"], "whole": false},
	] {
		not grants.limited(condition(fields), keys)
	}
	not grants.may_be_limited(condition({"values": ["*"], "whole": false}), keys)
	every fields in [{"values": [], "whole": false}, {"operator": "", "key": "", "values": [], "whole": false}] {
		not grants.limited(condition(fields), keys)
		grants.may_be_limited(condition(fields), keys)
	}
}

test_values_that_are_not_all_known_may_limit_and_only_on_one_of_the_keys if {
	keys := {"iam:policyarn"}
	not grants.limited(condition({"values": ["a"], "whole": false}), keys)
	grants.may_be_limited(condition({"values": ["a"], "whole": false}), keys)
	not grants.may_be_limited(condition({"key": "iam:PolicyARNs", "values": ["a"], "whole": false}), keys)
	not grants.limited(condition({"key": "iam:PolicyARNs"}), keys)
	not grants.may_be_limited(condition({"values": []}), keys)
}

doing(action, resource) := {"actions": listed([action]), "resources": listed([resource]), "conditions": []}

everyone := {
	"user": "arn:aws:iam::111122223333:user/*",
	"group": "arn:aws:iam::111122223333:group/*",
	"role": "arn:aws:iam::111122223333:role/*",
	"policy": "arn:aws:iam::111122223333:policy/*",
	"function": "arn:aws:lambda:eu-central-1:111122223333:function:*",
	"permission set": "arn:aws:sso:::permissionset/*",
}

test_each_escalating_action_is_one_on_all_of_its_own_sort_only if {
	every row in [
		["iam:AddUserToGroup", "group"],
		["iam:AttachGroupPolicy", "group"],
		["iam:AttachRolePolicy", "role"],
		["iam:AttachUserPolicy", "user"],
		["iam:CreateAccessKey", "user"],
		["iam:CreateLoginProfile", "user"],
		["iam:CreatePolicyVersion", "policy"],
		["iam:PutGroupPolicy", "group"],
		["iam:PutRolePolicy", "role"],
		["iam:PutUserPolicy", "user"],
		["iam:SetDefaultPolicyVersion", "policy"],
		["iam:UpdateAssumeRolePolicy", "role"],
		["iam:UpdateLoginProfile", "user"],
		["lambda:UpdateFunctionCode", "function"],
		["sso:AttachCustomerManagedPolicyReferenceToPermissionSet", "permission set"],
		["sso:AttachManagedPolicyToPermissionSet", "permission set"],
		["sso:CreateAccountAssignment", "permission set"],
		["sso:PutInlinePolicyToPermissionSet", "permission set"],
		["sts:AssumeRole", "role"],
	] {
		grants.escalations(doing(row[0], everyone[row[1]])) == {row[0]}
		{sort | some sort, resource in everyone; count(grants.escalations(doing(row[0], resource))) > 0} == {row[1]}
		{sort | some sort, resource in everyone; grants.may_escalate(doing(row[0], resource))} == {row[1]}
	}
}

test_each_condition_that_names_policies_boundaries_functions_or_tags_limits_an_escalation if {
	open := doing("iam:CreatePolicyVersion", "*")
	every key in ["iam:PermissionsBoundary", "iam:PolicyARN", "iam:ResourceTag/team", "aws:ResourceTag/team", "lambda:FunctionArn"] {
		limited := object.union(open, condition({"key": key}))
		grants.escalations(limited) == set()
		not grants.may_escalate(limited)
	}
	other := object.union(open, condition({"key": "aws:RequestTag/team"}))
	grants.escalations(other) == {"iam:CreatePolicyVersion"}
	grants.may_escalate(other)
}

test_what_everybody_may_do_is_said_as_it_is_written if {
	every row in [
		[listed(["s3:Get*", "s3:PutObject"]), "s3:Get* and s3:PutObject"],
		[but(["s3:Delete*"]), "everything but s3:Delete*"],
		[object.union(listed(["s3:Get*"]), {"except": ["s3:Delete*"]}), "s3:Get*"],
		[listed([]), "what it is for"],
	] {
		finding := grants.public({"_loc": "r", "path": ["policy"], "about": "aws_s3_bucket.b", "via": [], "actions": row[0]})
		finding.message == sprintf("aws_s3_bucket.b lets everybody do %s", [row[1]])
	}
}

test_a_role_is_taken_in_each_of_three_ways if {
	every action in ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"] {
		grants.covering(listed([action]), grants.taking) == {action}
	}
	grants.covering(listed(["sts:TagSession"]), grants.taking) == set()
}

test_what_may_let_everybody_in_is_what_has_an_open_answer_and_no_other if {
	grant := {"effect": "allow", "restricted": false, "who": {"everybody": true}}
	not grants.may_be_public(grant)
	every fields in [{"effect": null}, {"restricted": null}, {"who": {"everybody": null}}] {
		grants.may_be_public(object.union(grant, fields))
	}
	every fields in [{"effect": "deny"}, {"restricted": true}, {"who": {"everybody": false}}] {
		not grants.may_be_public(object.union({"effect": null, "restricted": null, "who": {"everybody": null}}, fields))
	}
}

test_many_texts_are_not_all_named if {
	grants.words({"a"}) == "a"
	grants.words(["b", "a"]) == "a and b"
	grants.words({"a", "b", "c"}) == "a, b and c"
	grants.words({"a", "b", "c", "d"}) == "a, b and 2 others"
}
