package gate.policies.terraform.open_admin_port_test

import data.gate.policies.terraform.open_admin_port as policy

# What an opening is, is told by the tests of the facts; here stand the ports that matter.
opening(ports, fields) := {"facts": {"openings": [object.union(
	{
		"_loc": "r", "path": ["cidr_blocks", 0], "about": "x.r", "why": "", "via": [],
		"at": "source", "everybody": true, "all_ports": true,
		"ports": [{"from": range[0], "to": range[1]} | some range in ports],
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

later := {"everybody": null, "why": "it is known only after apply"}

test_one_port_for_everybody if {
	found := policy.deny with input as opening([[22, 22]], {})
	messages(found) == {"x.r opens port 22 to the whole internet"}
	{finding.path | some finding in found} == {["cidr_blocks", 0]}
}

test_a_range_is_judged_by_the_ports_inside_it if {
	wide := policy.deny with input as opening([[5432, 5439]], {})
	messages(wide) == {"x.r opens ports 5432, 5439 to the whole internet"}
	every_port := policy.deny with input as opening([[0, 65535]], {})
	messages(every_port) == {"x.r opens port 22 and 17 other sensitive ports to the whole internet"}
	count(policy.deny) == 0 with input as opening([[5433, 5438], [443, 443]], {})
}

test_several_ranges_are_one_finding if {
	found := policy.deny with input as opening([[80, 80], [1400, 1500]], {})
	messages(found) == {"x.r opens port 1433 to the whole internet"}
}

test_only_the_ports_of_the_parameter_count if {
	parameters := {"open-admin-port": {"ports": [8443]}}
	count(policy.deny) == 0 with input as opening([[22, 22]], {}) with data.gate.parameters as parameters
	count(policy.deny) == 1 with input as opening([[8443, 8443]], {}) with data.gate.parameters as parameters
}

test_a_source_that_is_not_known_is_unknown_where_the_ports_matter if {
	count(policy.deny) == 0 with input as opening([[22, 22]], later)
	messages(policy.unknown) == {"who may connect to x.r is known only after apply"} with input as opening([[22, 22]], later)
	count(policy.unknown) == 0 with input as opening([[443, 443]], later)
	count(policy.unknown) == 1 with input as opening([], object.union(later, {"all_ports": false}))
}

test_ports_that_are_not_known_are_unknown if {
	fields := {"at": "ports", "all_ports": false, "why": "it is known only after apply"}
	messages(policy.unknown) == {"which ports x.r opens to the whole internet is known only after apply"} with input as opening([], fields)
	count(policy.unknown) == 0 with input as opening([[22, 22]], fields)
	count(policy.deny) == 0 with input as opening([], fields)
}

test_rules_that_are_not_known_are_unknown if {
	looped := opening([], object.union(later, {"at": "rule", "path": ["ingress"], "all_ports": false}))
	messages(policy.unknown) == {"what x.r lets in is known only after apply"} with input as looped
}

test_a_plan_without_openings_has_no_answer if {
	count(policy.deny) == 0 with input as {"facts": {"openings": []}}
	count(policy.unknown) == 0 with input as {"facts": {"openings": []}}
}

test_up_to_three_ports_are_listed if {
	every expected in [
		[[[22, 22], [3306, 3306]], "x.r opens ports 22, 3306 to the whole internet"],
		[[[22, 22], [3306, 3306], [3389, 3389]], "x.r opens ports 22, 3306, 3389 to the whole internet"],
		[[[22, 22], [3306, 3306], [3389, 3389], [5432, 5432]], "x.r opens port 22 and 3 other sensitive ports to the whole internet"],
	] {
		[ports, message] := expected
		messages(policy.deny) == {message} with input as opening(ports, {})
	}
}

# Two policies may say it of one place.
test_it_is_said_once if {
	found := policy.deny with input as opening([[22, 22]], {})
	{finding.once | some finding in found} == {"x.r"}
}
