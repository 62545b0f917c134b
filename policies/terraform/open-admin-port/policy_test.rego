package gate.policies.terraform.open_admin_port_test

import data.gate.policies.terraform.open_admin_port as policy

# The providers of Azure and Google are not at hand where the plans of the fixtures are made, so their resources are
# judged here.

resource(type, values, unknown, refs) := {
	"_loc": "r",
	"address": "x.r",
	"type": type,
	"mode": "managed",
	"action": "create",
	"values": values,
	"unknown": {path: true | some path in unknown},
	"constants": {key: true | some key, _ in values},
	"refs": [{"path": path, "to": "y.r", "attr": attr, "exact": true} | some path, attr in refs],
}

document(type, values, unknown, refs) := {"by_type": {type: [resource(type, values, unknown, refs)]}}

known(type, values) := document(type, values, [], {})

messages(findings) := {finding.message | some finding in findings}

paths(findings) := {finding.path | some finding in findings}

rule(protocol, from, to, sources) := {
	"type": "ingress",
	"protocol": protocol,
	"from_port": from,
	"to_port": to,
	"cidr_blocks": sources,
	"ipv6_cidr_blocks": null,
}

test_one_port_for_everybody if {
	found := policy.deny with input as known("aws_security_group_rule", rule("tcp", 22, 22, ["10.0.0.0/8", "0.0.0.0/0"]))
	messages(found) == {"x.r opens port 22 to the whole internet"}
	paths(found) == {["cidr_blocks", 1]}
}

test_a_range_is_judged_by_the_ports_inside_it if {
	wide := policy.deny with input as known("aws_security_group_rule", rule("6", 5432, 5439, ["0.0.0.0/0"]))
	messages(wide) == {"x.r opens ports 5432, 5439 to the whole internet"}
	count(policy.deny) == 0 with input as known("aws_security_group_rule", rule("tcp", 5433, 5438, ["0.0.0.0/0"]))
}

test_all_protocols_mean_all_ports if {
	found := policy.deny with input as known("aws_security_group_rule", rule("-1", 0, 0, ["0.0.0.0/0"]))
	messages(found) == {"x.r opens port 22 and 17 other sensitive ports to the whole internet"}
}

test_a_ping_has_no_port if {
	count(policy.deny) == 0 with input as known("aws_security_group_rule", rule("icmp", 0, 255, ["0.0.0.0/0"]))
}

test_what_goes_out_is_not_judged if {
	out := object.union(rule("-1", 0, 0, ["0.0.0.0/0"]), {"type": "egress"})
	count(policy.deny) == 0 with input as known("aws_security_group_rule", out)
}

test_only_the_ports_of_the_parameter_count if {
	parameters := {"open-admin-port": {"ports": [8443]}}
	count(policy.deny) == 0 with input as known("aws_security_group_rule", rule("tcp", 22, 22, ["0.0.0.0/0"]))
		with data.gate.parameters as parameters
	count(policy.deny) == 1 with input as known("aws_security_group_rule", rule("tcp", 8443, 8443, ["0.0.0.0/0"]))
		with data.gate.parameters as parameters
}

test_a_deleted_rule_opens_nothing if {
	open := resource("aws_security_group_rule", rule("tcp", 22, 22, ["0.0.0.0/0"]), [], {})
	deleted := object.union(open, {"action": "delete"})
	count(policy.deny) == 0 with input as {"by_type": {"aws_security_group_rule": [deleted]}}
}

single(values) := object.union({"ip_protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_ipv6": null}, values)

test_a_source_known_after_apply_is_unknown if {
	type := "aws_vpc_security_group_ingress_rule"
	later := document(type, single({}), ["cidr_ipv4"], {"cidr_ipv4": "output"})
	count(policy.deny) == 0 with input as later
	messages(policy.unknown) == {"who may connect to x.r is known only after apply"} with input as later
}

test_an_address_or_a_network_of_the_plan_is_not_the_whole_internet if {
	type := "aws_vpc_security_group_ingress_rule"
	count(policy.unknown) == 0 with input as document(type, single({}), ["cidr_ipv4"], {"cidr_ipv4": "public_ip"})
	count(policy.unknown) == 0 with input as document(type, single({}), ["cidr_ipv4"], {"cidr_ipv4": "cidr_block"})
}

test_an_unknown_source_of_a_harmless_port_does_not_matter if {
	type := "aws_vpc_security_group_ingress_rule"
	web := single({"from_port": 443, "to_port": 443})
	count(policy.unknown) == 0 with input as document(type, web, ["cidr_ipv4"], {"cidr_ipv4": "output"})
}

test_a_source_that_the_code_leaves_out_is_not_unknown if {
	count(policy.unknown) == 0 with input as document("aws_security_group_rule", single({}), ["cidr_blocks"], {})
}

test_an_unknown_port_is_unknown_only_for_everybody if {
	type := "aws_vpc_security_group_ingress_rule"
	half := {"ip_protocol": "tcp", "from_port": 1}
	open := object.union(half, {"cidr_ipv4": "0.0.0.0/0"})
	closed := object.union(half, {"cidr_ipv4": "10.0.0.0/8"})
	count(policy.unknown) == 1 with input as document(type, open, ["to_port"], {"to_port": "output"})
	count(policy.unknown) == 0 with input as document(type, closed, ["to_port"], {"to_port": "output"})
}

test_rules_made_in_an_unknown_loop_are_unknown if {
	looped := document("aws_security_group", {}, ["ingress"], {"ingress": "output"})
	messages(policy.unknown) == {"what x.r lets in is known only after apply"} with input as looped
	count(policy.unknown) == 0 with input as document("aws_security_group", {}, ["ingress"], {})
}

azure(values) := object.union(
	{"direction": "Inbound", "access": "Allow", "protocol": "Tcp", "destination_port_range": "3389"},
	values,
)

test_azure_has_words_for_everybody if {
	every everybody in ["*", "Internet", "0.0.0.0/0", "any"] {
		opens_to(everybody)
	}
}

opens_to(everybody) if {
	open := azure({"source_address_prefix": everybody})
	found := policy.deny with input as known("azurerm_network_security_rule", open)
	messages(found) == {"x.r opens port 3389 to the whole internet"}
}

test_azure_lists_ports_and_sources if {
	open := azure({
		"destination_port_range": null,
		"destination_port_ranges": ["80", "1400-1500"],
		"source_address_prefixes": ["10.0.0.0/8", "::/0"],
	})
	found := policy.deny with input as known("azurerm_network_security_rule", open)
	paths(found) == {["source_address_prefixes", 1]}
}

test_azure_rules_that_deny_or_go_out_are_fine if {
	denied := azure({"access": "Deny", "source_address_prefix": "*"})
	out := azure({"direction": "Outbound", "source_address_prefix": "*"})
	count(policy.deny) == 0 with input as known("azurerm_network_security_rule", denied)
	count(policy.deny) == 0 with input as known("azurerm_network_security_rule", out)
}

test_azure_groups_hold_rules_themselves if {
	group := {"security_rule": [azure({"destination_port_range": "*", "source_address_prefix": "*"})]}
	found := policy.deny with input as known("azurerm_network_security_group", group)
	paths(found) == {["security_rule", 0, "source_address_prefix"]}
}

google(ports, values) := object.union({"direction": "INGRESS", "allow": [{"protocol": "tcp", "ports": ports}]}, values)

test_google_ranges_and_missing_ports if {
	named := google(["22"], {"source_ranges": ["0.0.0.0/0"]})
	all := google([], {"source_ranges": ["0.0.0.0/0"]})
	web := google(["80", "443"], {"source_ranges": ["0.0.0.0/0"]})
	count(policy.deny) == 1 with input as known("google_compute_firewall", named)
	count(policy.deny) == 1 with input as known("google_compute_firewall", all)
	count(policy.deny) == 0 with input as known("google_compute_firewall", web)
}

test_google_lets_everybody_in_when_no_source_is_named if {
	tagged := google(["22"], {"source_tags": ["bastion"]})
	count(policy.deny) == 1 with input as known("google_compute_firewall", google(["22"], {}))
	count(policy.deny) == 0 with input as known("google_compute_firewall", tagged)
}

test_google_rules_that_are_off_are_fine if {
	off := google(["22"], {"source_ranges": ["0.0.0.0/0"], "disabled": true})
	count(policy.deny) == 0 with input as known("google_compute_firewall", off)
}

test_google_ports_known_after_apply_are_unknown if {
	open := {"source_ranges": ["0.0.0.0/0"], "allow": [{"protocol": "tcp"}]}
	refs := {"allow.0.ports": "output"}
	later := document("google_compute_firewall", open, ["allow.0.ports"], refs)
	count(policy.deny) == 0 with input as later
	count(policy.unknown) == 1 with input as later
}
