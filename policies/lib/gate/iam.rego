# METADATA
# title: What policies about access rights use
# description: Reads AWS policy documents, as JSON text or as an aws_iam_policy_document, into one form of statement.
package gate.iam

import data.gate.encoded
import data.gate.terraform as tf

# The statements of the policy document in an argument: from its JSON text or, when that is known only after apply, from
# what the code encodes or from the data source that it refers to. Nothing when it cannot be read; see `unreadable`.
# `place` of a statement is the value that says it.
statements(resource, path) := [object.union(statement, {"place": {"_loc": resource._loc, "path": path}}) |
	some statement in from_json(tf.value(resource, path))
] if {
	readable_json(tf.value(resource, path))
}

statements(resource, path) := [object.union(statement, {"place": place}) |
	some document in documents(resource, path)
	some index, block in tf.items(document, ["statement"])
	is_object(block)
	statement := from_block(document, index, block)
	place := {"_loc": document._loc, "path": ["statement", index]}
] if {
	text := tf.value(resource, path)
	not readable_json(text)
	not encoded.given(resource, path)
}

statements(resource, path) := [object.union(statement, {"place": place}) |
	some index, raw in encoded.statements(resource, path)
	statement := from_code(raw)
	place := {"_loc": resource._loc, "path": array.concat(path, ["Statement", index])}
] if {
	encoded.given(resource, path)
}

# Whether nobody can tell before apply what the policy document in an argument allows.
unreadable(resource, path) if {
	tf.undecided(resource, path)
	not encoded.given(resource, path)
	count(documents(resource, path)) == 0
}

# A statement of the code that is not written out, or of which nobody can tell whether it allows or denies.
unreadable(resource, path) if {
	some raw in encoded.statements(resource, path)
	not encoded.legible(raw)
}

unreadable(resource, path) if {
	text := tf.value(resource, path)
	not text in {null, ""}
	not readable_json(text)
}

# A data source that takes in further documents.
unreadable(resource, path) if {
	tf.undecided(resource, path)
	some document in documents(resource, path)
	some source in ["source_json", "override_json", "source_policy_documents", "override_policy_documents"]
	tf.given(document, [source])
}

# A data source whose statements, or whom they are about, are known only after apply; the ARN of a resource is not
# everybody.
unreadable(resource, path) if {
	tf.undecided(resource, path)
	some document in documents(resource, path)
	some part, _ in document.unknown
	regex.match(`^statement(\.[0-9]+(\.(not_)?principals(\..*)?|\.condition(\.[0-9]+)?)?)?$`, part)
	references := tf.references(document, split(part, "."))
	not only_arns(references)
}

# The data sources whose document an argument is. Several of them, or one beside something else, are not one document.
documents(resource, path) := [document |
	not encoded.given(resource, path)
	references := tf.references(resource, path)
	count({reference.to | some reference in references}) == 1
	some reference in references
	reference.exact == true
	reference.attr in {"json", "minified_json"}
	some document in tf.at(reference.to)
	document.type == "aws_iam_policy_document"
]

# A valid text is an object when it begins like one.
readable_json(text) if {
	is_string(text)
	startswith(trim_left(text, " \t\r\n"), "{")
	json.is_valid(text)
}

# The statements of a JSON text.
from_json(text) := [statement |
	some raw in one_or_more(object.get(json.unmarshal(text), "Statement", []))
	is_object(raw)
	statement := {
		"allows": object.get(raw, "Effect", "Allow") == "Allow",
		"actions": one_or_more(object.get(raw, "Action", [])),
		"not_actions": one_or_more(object.get(raw, "NotAction", [])),
		"resources": one_or_more(object.get(raw, "Resource", [])),
		"not_resources": one_or_more(object.get(raw, "NotResource", [])),
		"anybody": anybody(raw),
		"conditions": conditions(object.get(raw, "Condition", {})),
		"unknown": set(),
	}
]

# A statement that the code encodes. `unknown` names the parts that are not written out; `anybody` is null when nobody
# can tell.
from_code(raw) := {
	"allows": object.get(raw, "Effect", "Allow") == "Allow",
	"actions": encoded.texts(raw, "Action"),
	"not_actions": encoded.texts(raw, "NotAction"),
	"resources": encoded.texts(raw, "Resource"),
	"not_resources": encoded.texts(raw, "NotResource"),
	"anybody": anybody_in_code(raw),
	"conditions": encoded.conditions(raw),
	"unknown": {part |
		some part, element in {
			"actions": "Action",
			"not_actions": "NotAction",
			"resources": "Resource",
			"not_resources": "NotResource",
		}
		encoded.open(object.get(raw, element, []))
	},
} if {
	encoded.legible(raw)
}

anybody_in_code(raw) := true if {
	anybody(raw)
} else := null if {
	principal := object.get(raw, "Principal", {})
	some part in array.concat([principal], aws_principals(principal))
	encoded.open(part)
} else := false

# The statement of a block of an aws_iam_policy_document. What is not known yet is null in its lists, except for the ARN
# of a resource, which is never a wildcard; `unknown` names the parts of which that is true.
from_block(document, index, block) := {
	"allows": object.get(block, "effect", null) in {null, "Allow"},
	"actions": tf.listed(object.get(block, "actions", [])),
	"not_actions": tf.listed(object.get(block, "not_actions", [])),
	"resources": resources(document, index, tf.listed(object.get(block, "resources", []))),
	"not_resources": tf.listed(object.get(block, "not_resources", [])),
	"anybody": anybody_in(block),
	"conditions": [{"operator": condition.test, "key": lower(condition.variable), "values": tf.listed(condition.values)} |
		some condition in tf.listed(object.get(block, "condition", []))
		is_string(condition.test)
		is_string(condition.variable)
	],
	"unknown": {part |
		some part in ["effect", "actions", "not_actions", "resources", "not_resources"]
		tf.undecided(document, ["statement", index, part])
		references := tf.references(document, ["statement", index, part])
		not only_arns(references)
	},
}

# Whether a statement allows something to anybody on the internet; null when that hangs on a condition or a principal
# that is known only after apply.
open_to_anybody(statement) := true if {
	grants_anybody(statement)
	every condition in statement.conditions {
		not may_restrict(condition)
	}
} else := null if {
	grants_anybody(statement)
	unrestricted(statement)
} else := null if {
	statement.allows == true
	statement.anybody == null
	unrestricted(statement)
} else := false

# Whether no condition is sure to limit a statement.
unrestricted(statement) if {
	every condition in statement.conditions {
		not restricts(condition)
	}
}

grants_anybody(statement) if {
	statement.allows == true
	statement.anybody == true
}

# Whether a condition limits a statement to known callers or networks, in the sense of AWS: a key that says who or from
# where, an operator that fails when the key is missing, and values without a wildcard for all.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
restricts(condition) if {
	may_restrict(condition)
	every value in condition.values {
		value != null
	}
}

may_restrict(condition) if {
	condition.key in caller_keys
	trim_prefix(lower(condition.operator), "foranyvalue:") in caller_operators
	count(condition.values) > 0
	every value in condition.values {
		not value in {"*", "arn:*", "0.0.0.0/0", "::/0"}
	}
}

caller_keys := {
	"aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:sourceaccount",
	"aws:sourcearn", "aws:sourceip", "aws:sourceorgid", "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce",
	"aws:userid", "s3:dataaccesspointaccount", "s3:dataaccesspointarn",
}

caller_operators := {
	"arnequals", "arnlike", "ipaddress", "stringequals", "stringequalsignorecase", "stringlike",
}

resources(document, index, list) := [resource | some resource in list; resource != null] if {
	only_arns(tf.references(document, ["statement", index, "resources"]))
}

resources(document, index, list) := list if {
	references := tf.references(document, ["statement", index, "resources"])
	not only_arns(references)
}

only_arns(references) if {
	count(references) > 0
	every reference in references {
		endswith(reference.attr, "arn")
	}
}

# Whether a statement is about anybody at all.
anybody(raw) := true if {
	principal := object.get(raw, "Principal", {})
	"*" in array.concat(one_or_more(principal), aws_principals(principal))
} else := true if {
	object.get(raw, "NotPrincipal", null) != null
} else := false

aws_principals(principal) := one_or_more(object.get(principal, "AWS", [])) if is_object(principal)

aws_principals(principal) := [] if not is_object(principal)

anybody_in(block) := true if {
	some principal in tf.listed(object.get(block, "principals", []))
	principal.type in {"*", "AWS"}
	"*" in tf.listed(principal.identifiers)
} else := true if {
	count(tf.listed(object.get(block, "not_principals", []))) > 0
} else := false

# The conditions of a statement: `{"StringEquals": {"aws:SourceVpce": "vpce-1"}}`, one for each key.
conditions(raw) := [{"operator": operator, "key": lower(key), "values": one_or_more(values)} |
	is_object(raw)
	some operator, keys in raw
	is_object(keys)
	some key, values in keys
]

# Many elements of a policy document are one value or a list of them.
one_or_more(value) := value if is_array(value)

one_or_more(value) := [value] if not is_array(value)
