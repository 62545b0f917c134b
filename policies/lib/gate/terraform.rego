# METADATA
# title: What Terraform policies use
# description: Reads the resources of one plan, with what is known only after apply kept apart from what is not there.
package gate.terraform

# The managed resources of a type that exist once the plan is applied, changed by it or not.
existing(type) := [resource |
	some resource in object.get(input.by_type, type, [])
	resource.mode == "managed"
	resource.action in {"create", "update", "replace", "no-op"}
]

# The value of an argument, null when there is none or it is not known.
value(resource, path) := object.get(resource.values, path, null)

# The value of an argument that is a list, empty when it is anything else.
items(resource, path) := listed(value(resource, path))

# A list as it is; anything else as an empty one.
listed(value) := value if is_array(value)

listed(value) := [] if not is_array(value)

# A path as the plan writes it: `rule.0.status`.
dotted(path) := concat(".", [sprintf("%v", [step]) | some step in path])

# Whether an argument, as a whole or in part, is known only after apply.
unknown(resource, path) if {
	wanted := dotted(path)
	some known_later, _ in resource.unknown
	overlap(known_later, wanted)
}

# Whether the code says something about an argument, or about a part of it.
written(resource, path) if {
	wanted := dotted(path)
	some constant, _ in resource.constants
	overlap(constant, wanted)
}

written(resource, path) if {
	wanted := dotted(path)
	some reference in resource.refs
	overlap(reference.path, wanted)
}

# Whether the code sets an argument to something that is known only after apply. An argument that the code leaves out
# may be known after apply too, but then the provider's default is the answer.
undecided(resource, path) if {
	unknown(resource, path)
	written(resource, path)
}

# Whether an argument is given: a value that is not empty, or something that is known only after apply, such as the id
# of a key that this plan creates.
given(resource, path) if {
	found := value(resource, path)
	not found in {null, ""}
}

given(resource, path) if undecided(resource, path)

# The path to point at: the argument when the code writes it, else the resource as a whole.
place(resource, path) := path if written(resource, path)

place(resource, path) := [] if not written(resource, path)

# The resource of an address, in a list that is empty when the plan does not have it.
at(address) := [resource |
	index := object.get(input.by_address, address, null)
	is_number(index)
	resource := input.resources[index]
]

# The resources of a type that refer to this one for sure: the parts of a split resource.
linked(resource, type) := [part |
	some address in object.get(resource.linked, type, [])
	some part in at(address)
]

# Whether a resource of this type refers to this one or to another instance of it, so that nobody can tell.
maybe_linked(resource, type) if count(object.get(resource.maybe_linked, type, [])) > 0

# The resources that an argument refers to for sure.
targets(resource, path) := [target |
	wanted := dotted(path)
	some reference in resource.refs
	reference.exact == true
	reference.path == wanted
	some target in at(reference.to)
]

# What an argument, or a part of it, refers to.
references(resource, path) := [reference |
	wanted := dotted(path)
	some reference in resource.refs
	overlap(reference.path, wanted)
]

# Whether two dotted paths are the same, or one leads to a part of the other.
overlap(a, b) if a == b

overlap(a, b) if startswith(a, concat("", [b, "."]))

overlap(a, b) if startswith(b, concat("", [a, "."]))
