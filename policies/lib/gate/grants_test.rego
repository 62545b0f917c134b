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

test_what_is_not_known_may_cover_a_name if {
	open := {"listed": ["sqs:*"], "except": [], "every": null, "whole": false}
	grants.covering(open, {"s3:getobject"}) == set()
	grants.may_cover(open, {"s3:getobject"})
	grants.may_cover(object.union(but(["sqs:*"]), {"every": null}), {"s3:getobject"})
	not grants.may_cover(object.union(but(["s3:*"]), {"every": null}), {"s3:getobject"})
	not grants.may_cover(listed(["sqs:*"]), {"s3:getobject"})
	grants.may_cover(listed(["s3:*"]), {"s3:getobject"})
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
