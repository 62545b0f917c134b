package gate.policies.pipeline.unsigned_model_test

import data.gate.policies.pipeline.unsigned_model as policy

model(value) := {"facts": {"models": [{
	"_loc": "w#1",
	"path": [],
	"about": "train",
	"why": "",
	"via": [],
	"tool": "hf",
	"evaluated": "other",
	"signed": "other",
	"signed": value,
}]}}

test_what_is_missing_is_said if {
	message := "hf takes a model from here that no job signs"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "train/hf", "related": []}}
	policy.deny == expected with input as model(false)
}

test_what_is_there_is_fine if {
	count(policy.deny) == 0 with input as model(true)
	count(policy.deny) == 0 with input as {"facts": {"models": []}}
}
