# METADATA
# title: What every policy uses
# description: Builds the findings that gate accepts.
package gate

# A finding about the value at `path` below `entity`, which is a list of keys and indexes.
finding(entity, path, message) := {
	"loc": entity._loc,
	"path": path,
	"message": message,
}

# A finding that stays the same when its subject moves: `key` names the subject, such as an action and its version.
keyed(entity, path, message, key) := {
	"loc": entity._loc,
	"path": path,
	"message": message,
	"key": key,
}

# A finding about a fact, at its place, that stays the same when its subject moves; the places that it was followed
# through are related.
followed(fact, message, key) := {
	"loc": fact._loc,
	"path": fact.path,
	"message": message,
	"key": key,
	"related": [place | some via in fact.via; place := {"loc": via._loc, "path": via.path, "message": via.what}],
}

# A finding with the places that its fact was followed through.
along(finding, fact) := object.union(finding, {"related": [place |
	some via in fact.via
	place := {"loc": via._loc, "path": via.path, "message": via.what}
]})

# The words for a question that has no answer because of `why`, as a fact says it.
doubt(question, why) := sprintf("%s is known only after apply", [question]) if why == "it is known only after apply"

doubt(question, why) := sprintf("%s cannot be told: %s", [question, why]) if why != "it is known only after apply"

# A finding that stands for weaker ones at its place which are about the same: of all that have this `subject`, in whatever
# policy and for whichever caller, the strongest is said.
once(finding, subject) := object.union(finding, {"once": subject})
