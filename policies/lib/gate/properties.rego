# METADATA
# title: What policies on the properties of resources share
# description: Says that a resource lacks a property, or that nobody can tell, with what the plan says about it.
package gate.properties

import data.gate

# A finding about a resource that lacks a property. `fault` is what is wrong with it, and follows its address. Of several
# policies that say it of one place, as one for classified data does, the strongest is heard.
lacking(property, fault) := gate.once(found, subject) if {
	message := sprintf("%s %s: %s", [property.about, fault, property.says])
	found := gate.finding(property, property.path, message)
	subject := sprintf("%s %s: %s", [property.about, property.property, property.says])
}

# The same where nobody can tell.
open(property, fault) := gate.once(found, subject) if {
	message := question(property, fault)
	found := gate.finding(property, property.path, message)
	subject := sprintf("%s %s: %s", [property.about, property.property, property.why])
}

question(property, fault) := gate.doubt(sprintf("whether %s %s", [property.about, fault]), property.why) if {
	property.only_if == ""
}

question(property, fault) := sprintf("whether %s %s hangs on whether %s, which the plan does not say", words) if {
	property.only_if != ""
	words := [property.about, fault, property.only_if]
}
