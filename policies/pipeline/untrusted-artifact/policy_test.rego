package gate.policies.pipeline.untrusted_artifact_test

import data.gate.policies.pipeline.untrusted_artifact as policy

build(folder) := {"facts": {"foreign_builds": [{"_loc": "w#1", "path": ["uses"], "about": "a", "why": "", "via": [], "taker": "npm", "folder": folder}]}}

found(message) := {{"loc": "w#1", "path": ["uses"], "message": message, "key": "a/npm", "related": []}}

test_the_folder_is_named if {
	policy.deny == found("npm runs what lies in `pr`, which the run of a stranger has filled") with input as build("pr")
	policy.deny == found("npm runs what lies in the workspace, which the run of a stranger has filled") with input as build("")
}

test_where_nothing_is_built_nothing_is_said if {
	count(policy.deny) == 0 with input as {"facts": {"foreign_builds": []}}
}
