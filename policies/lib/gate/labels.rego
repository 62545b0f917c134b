# METADATA
# title: What policies on the classification of data share
# description: Tells by the labels and tags of a resource which class of data it holds.
package gate.labels

# Whether one of the labels of these names says one of these classes, whatever the case.
holds(labels, names, classes) if {
	some name, value in labels
	named(name, names)
	some class in classes
	lower(class) == lower(value)
}

# Whether there is a label of one of these names that says anything.
given(labels, names) if {
	some name, value in labels
	named(name, names)
	value != ""
}

named(name, names) if {
	some wanted in names
	lower(wanted) == lower(name)
}
