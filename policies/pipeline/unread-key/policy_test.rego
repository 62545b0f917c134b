package gate.policies.pipeline.unread_key_test

import data.gate.policies.pipeline.unread_key as policy

unread(loc, job) := {"_loc": loc, "path": [], "about": job, "why": "", "via": [], "key": "matrix-of", "of": "job"}

document(entries) := {"facts": {"unread": entries}}

test_an_unread_key_is_unknown_at_its_place if {
	message := "gate does not know `matrix-of` of job here, so it cannot say what it does"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/job/matrix-of"}}
	policy.unknown == expected with input as document([unread("w#1", "build")])
}

test_each_job_has_its_own_answer if {
	two := [unread("w#1", "build"), unread("w#2", "release")]
	count({finding.key | some finding in policy.unknown}) == 2 with input as document(two)
}

test_what_is_known_needs_no_answer if {
	count(policy.unknown) == 0 with input as document([])
}
