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

# Whether what a fact is about holds data of one of the `classes`, as one of its `labels` says. What nobody can tell counts
# as classified.
classified(fact, parameters) if holds(fact.labels, parameters.labels, parameters.classes)

classified(fact, _) if fact.labels_known == false

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
