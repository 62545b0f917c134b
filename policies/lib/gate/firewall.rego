# METADATA
# title: What policies about network access use
# description: >-
#   Brings what AWS, Azure and Google call a rule that lets traffic in into one form: `resource`; `spans`, the ports
#   from and to, as far as they are known; `sources`, the arguments that say who may connect; `ports`, those that say to
#   which ports.
package gate.firewall

import data.gate.terraform as tf

every_port := [0, 65535]

# The rules of a plan that let traffic in.
rules contains rule if {
	some type in ["aws_security_group", "aws_default_security_group"]
	some resource in tf.existing(type)
	some index, block in tf.items(resource, ["ingress"])
	rule := {
		"resource": resource,
		"spans": numbered(object.get(block, "protocol", null), block),
		"sources": [["ingress", index, key] | some key in ["cidr_blocks", "ipv6_cidr_blocks"]],
		"ports": [["ingress", index, key] | some key in ["protocol", "from_port", "to_port"]],
	}
}

rules contains rule if {
	some resource in tf.existing("aws_security_group_rule")
	direction := tf.value(resource, ["type"])
	direction != "egress"
	rule := {
		"resource": resource,
		"spans": numbered(tf.value(resource, ["protocol"]), resource.values),
		"sources": [["cidr_blocks"], ["ipv6_cidr_blocks"]],
		"ports": [["protocol"], ["from_port"], ["to_port"]],
	}
}

rules contains rule if {
	some resource in tf.existing("aws_vpc_security_group_ingress_rule")
	rule := {
		"resource": resource,
		"spans": numbered(tf.value(resource, ["ip_protocol"]), resource.values),
		"sources": [["cidr_ipv4"], ["cidr_ipv6"]],
		"ports": [["ip_protocol"], ["from_port"], ["to_port"]],
	}
}

rules contains rule if {
	some resource in tf.existing("azurerm_network_security_rule")
	rule := azure(resource, [], resource.values)
}

rules contains rule if {
	some resource in tf.existing("azurerm_network_security_group")
	some index, block in tf.items(resource, ["security_rule"])
	rule := azure(resource, ["security_rule", index], block)
}

rules contains rule if {
	some resource in tf.existing("google_compute_firewall")
	tf.value(resource, ["direction"]) in {null, "INGRESS"}
	disabled := tf.value(resource, ["disabled"])
	disabled != true
	some index, block in tf.items(resource, ["allow"])
	ports := tf.listed(object.get(block, "ports", []))
	open_ended := [every_port | count(ports) == 0; not tf.unknown(resource, ["allow", index, "ports"])]
	rule := {
		"resource": resource,
		"spans": block_spans(object.get(block, "protocol", null), array.concat(open_ended, spans(ports))),
		"sources": [["source_ranges"]],
		"ports": [["allow", index, "protocol"], ["allow", index, "ports"]],
	}
}

# The rule of Azure in a resource or in a block of it. Nothing when it denies, or is about traffic that goes out.
azure(resource, base, block) := {
	"resource": resource,
	"spans": block_spans(object.get(block, "protocol", null), spans(array.concat(range_texts, one_or_none(one_range)))),
	"sources": [array.concat(base, [key]) | some key in ["source_address_prefix", "source_address_prefixes"]],
	"ports": [array.concat(base, [key]) | some key in ["protocol", "destination_port_range", "destination_port_ranges"]],
} if {
	object.get(block, "direction", null) != "Outbound"
	object.get(block, "access", null) != "Deny"
	range_texts := tf.listed(object.get(block, "destination_port_ranges", []))
	one_range := object.get(block, "destination_port_range", null)
}

one_or_none(value) := [value] if is_string(value)

one_or_none(value) := [] if not is_string(value)

# The ports of AWS: two numbers, or all of them when the protocol is.
numbered(protocol, block) := [every_port] if any_protocol(protocol)

numbered(protocol, block) := [[from, to] |
	from := object.get(block, "from_port", null)
	to := object.get(block, "to_port", null)
	is_number(from)
	is_number(to)
] if {
	carries_ports(protocol)
}

numbered(protocol, _) := [] if {
	not any_protocol(protocol)
	not carries_ports(protocol)
}

# The ports of a block, none of them when its protocol has no ports or is not known.
block_spans(protocol, listed) := [span | some span in listed; has_ports(protocol)]

has_ports(protocol) if any_protocol(protocol)

has_ports(protocol) if carries_ports(protocol)

# The ports of texts such as `22`, `20-30` and `*`.
spans(texts) := array.concat([every_port | "*" in texts], [span |
	some text in texts
	is_string(text)
	regex.match(`^[0-9]{1,5}(-[0-9]{1,5})?$`, text)
	parts := split(text, "-")
	span := [to_number(parts[0]), to_number(parts[count(parts) - 1])]
])

any_protocol(protocol) if {
	is_string(protocol)
	lower(protocol) in {"-1", "all", "*"}
}

carries_ports(protocol) if {
	is_string(protocol)
	lower(protocol) in {"tcp", "udp", "6", "17"}
}

# Whether a source is the whole internet.
everybody(source) if {
	is_string(source)
	endswith(source, "/0")
}

everybody(source) if {
	is_string(source)
	lower(source) in {"*", "any", "internet"}
}
