package gate.policies.terraform.open_service_port_test

import data.gate.policies.terraform.open_service_port as policy

opening(ports, fields) := {"facts": {"openings": [object.union(
	{
		"_loc": "r", "path": ["cidr_blocks", 0], "about": "x.r", "why": "", "via": [],
		"at": "source", "everybody": true, "all_ports": true,
		"ports": [{"from": range[0], "to": range[1]} | some range in ports],
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_a_port_that_is_not_for_everybody if {
	found := policy.deny with input as opening([[11112, 11112]], {})
	messages(found) == {"x.r opens port 11112 to the whole internet"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["cidr_blocks", 0]]}
}

test_a_range_is_more_than_its_ends if {
	found := policy.deny with input as opening([[443, 443], [80, 443]], {})
	messages(found) == {"x.r opens ports 80 to 443 to the whole internet"}
}

test_ports_of_web_sites_are_for_everybody if {
	count(policy.deny) == 0 with input as opening([[80, 80], [443, 443]], {})
	count(policy.deny) == 0 with input as opening([], {})
	mine := {"open-service-port": {"public_ports": [8443]}}
	count(policy.deny) == 0 with input as opening([[8443, 8443]], {}) with data.gate.parameters as mine
	found := policy.deny with input as opening([[443, 443]], {}) with data.gate.parameters as mine
	count(found) == 1
}

test_what_is_not_known_is_asked_elsewhere if {
	count(policy.deny) == 0 with input as opening([[22, 22]], {"everybody": null})
	count(policy.deny) == 0 with input as opening([[22, 22]], {"at": "ports"})
}

# Two policies may say it of one place.
test_it_is_said_once if {
	found := policy.deny with input as opening([[11112, 11112]], {})
	{finding.once | some finding in found} == {"x.r"}
}
