package gate.policies.terraform.data_outside_allowed_regions_test

import data.gate.policies.terraform.data_outside_allowed_regions as policy

placed(region) := {"facts": {"placements": [{
	"_loc": "r", "path": ["location"], "about": "aws_x.d", "why": "", "via": [],
	"service": "database", "region": region, "labels": {},
}]}}

eu := {"data-outside-allowed-regions": {"regions": ["eu-central-1", "europe-*", "West Europe"]}}

messages(findings) := {finding.message | some finding in findings}

test_another_region_is_said if {
	found := policy.deny with input as placed("us-east-1") with data.gate.parameters as eu
	messages(found) == {"aws_x.d keeps data in us-east-1, which is none of the allowed regions"}
}

test_allowed_regions_their_zones_and_globs_are_fine if {
	every region in ["eu-central-1", "eu-central-1b", "EU-CENTRAL-1", "europe-west3", "europe-west3-c", "west europe"] {
		found := policy.deny with input as placed(region) with data.gate.parameters as eu
		count(found) == 0
	}
}

test_one_region_is_enough_to_be_asked if {
	one := {"data-outside-allowed-regions": {"regions": ["europe-west3"]}}
	found := policy.deny with input as placed("us-east-1") with data.gate.parameters as one
	count(found) == 1
	open := policy.unknown with input as placed(null) with data.gate.parameters as one
	count(open) == 1
	zone := policy.deny with input as placed("europe-west3-c") with data.gate.parameters as one
	count(zone) == 0
}

test_a_region_whose_name_only_begins_alike_is_another if {
	every region in ["eu-central-11", "eu-central-1-x", "xeu-central-1"] {
		found := policy.deny with input as placed(region) with data.gate.parameters as eu
		count(found) == 1
	}
}

test_a_place_that_nobody_knows_is_unknown if {
	hidden := {"facts": {"placements": [object.union(
		placed("x").facts.placements[0],
		{"region": null, "why": "it is known only after apply"},
	)]}}
	found := policy.unknown with input as hidden with data.gate.parameters as eu
	messages(found) == {"where aws_x.d keeps data is known only after apply"}
	denied := policy.deny with input as hidden with data.gate.parameters as eu
	count(denied) == 0
}

test_without_regions_nothing_is_judged if {
	none := {"data-outside-allowed-regions": {"regions": []}}
	found := policy.deny with input as placed("us-east-1") with data.gate.parameters as none
	count(found) == 0
	open := policy.unknown with input as placed(null) with data.gate.parameters as none
	count(open) == 0
}
