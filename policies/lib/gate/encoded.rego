# METADATA
# title: What the code encodes
# description: >-
#   Reads a policy document that the code writes out with `jsonencode`, although its text is known only after apply. A
#   part that is not written out stays open; the ARN of one resource is an answer, because it is never a wildcard.
package gate.encoded

import data.gate.terraform as tf

# Whether the code writes out the text of an argument that is known only after apply.
given(resource, path) if {
	document := object.get(object.get(resource, "written", {}), tf.dotted(path), null)
	tf.undecided(resource, path)
	is_object(document)
	not open(document)
}

# The statements, legible or not.
statements(resource, path) := one_or_more(object.get(document, "Statement", [])) if {
	given(resource, path)
	document := resource.written[tf.dotted(path)]
}

statements(resource, path) := [] if not given(resource, path)

# Whether a statement is written out and says whether it allows or denies.
legible(raw) if {
	is_object(raw)
	not open(raw)
	is_string(object.get(raw, "Effect", "Allow"))
}

# Whether a value, or an element of it when it is a list, is not written out: it may be anything.
open(value) if {
	some part in one_or_more(value)
	is_object(part)
	some mark in ["$unknown", "redacted"]
	object.get(part, mark, false) == true
}

# The texts of an element of a statement, without what is open and without ARNs.
texts(raw, element) := [text | some text in one_or_more(object.get(raw, element, [])); is_string(text)]

# The conditions of a statement. One that is not written out may limit the statement or not.
conditions(raw) := array.concat(written, [undecided |
	some part in array.concat([all], [keys | some keys in objects(all)])
	open(part)
]) if {
	all := object.get(raw, "Condition", {})
	written := [{"operator": operator, "key": lower(key), "values": values} |
		some operator, keys in objects(all)
		some key, listed in objects(keys)
		values := [settled(value) | some value in one_or_more(listed)]
	]
}

# A condition of which nothing is known, in the words of one whose value is not known.
undecided := {"operator": "StringEquals", "key": "aws:sourceaccount", "values": [null]}

# The entries of an object that is written out.
objects(value) := value if {
	is_object(value)
	not open(value)
} else := {}

# A value of a condition: null when it is not known, the words of the code for an ARN.
settled(value) := null if {
	open(value)
} else := object.get(value, "$reference", "arn:aws") if {
	is_object(value)
} else := value

one_or_more(value) := value if is_array(value)

one_or_more(value) := [value] if not is_array(value)
