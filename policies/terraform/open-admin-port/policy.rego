# METADATA
# title: An administrative or database port is open to the whole internet
# description: >-
#   Scanners find an open port within minutes, and a weak password or an unpatched server behind it is all that they
#   need. Judged is what security groups, network security groups and firewalls let in from every address, ranges of
#   ports and rules for every protocol included.
# related_resources:
#   - https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
# custom:
#   id: TF006
#   severity: high
#   confidence: high
#   input: terraform
#   types:
#     - aws_security_group
#     - aws_default_security_group
#     - aws_security_group_rule
#     - aws_vpc_security_group_ingress_rule
#     - azurerm_network_security_rule
#     - azurerm_network_security_group
#     - google_compute_firewall
#   controls:
#     - nist-800-53:SC-7
#     - nist-800-53:SC-7(5)
#     - nist-800-53:AC-17
#     - csf-2:PR.IR-01
#     - soc2:CC6.6
#     - iso-27001:A.8.20
#     - iso-27001:A.8.22
#     - pci-dss:1.2.5
#     - pci-dss:1.3.1
#     - pci-dss:1.4.1
#     - sox-itgc:LA
#   remediation: >-
#     Allow only the networks that need the port, or leave the port closed and reach the machine through a VPN, a
#     bastion or the session service of the cloud.
#   answers: >-
#     Write the networks and the ports into the code, or plan again once the networks that they are computed from have
#     been applied, so that the plan says who may connect.
#   parameters:
#     ports:
#       description: The ports that must not be open to everybody, as numbers.
#       default:
#         [22, 23, 445, 1433, 1521, 3306, 3389, 5432, 5439, 5900, 5985, 5986, 6379, 9042, 9200, 9300, 11211, 27017]
package gate.policies.terraform.open_admin_port

import data.gate
import data.gate.firewall
import data.gate.terraform as tf

deny contains finding if {
	some rule in firewall.rules
	some path in open_sources(rule)
	ports := touched(rule)
	count(ports) > 0
	message := sprintf("%s opens %s to the whole internet", [rule.resource.address, words(ports)])
	finding := gate.finding(rule.resource, path, message)
}

# Without a source and without the tags or accounts of machines, Google lets everybody in.
deny contains finding if {
	some rule in firewall.rules
	resource := rule.resource
	resource.type == "google_compute_firewall"
	ports := touched(rule)
	count(ports) > 0
	every argument in ["source_ranges", "source_tags", "source_service_accounts"] {
		count(tf.items(resource, [argument])) == 0
		not tf.undecided(resource, [argument])
	}
	message := sprintf("%s opens %s to the whole internet", [resource.address, words(ports)])
	finding := gate.finding(resource, [], message)
}

unknown contains finding if {
	some rule in firewall.rules
	resource := rule.resource
	some path in rule.sources
	undecided(rule, path)
	touches(rule)
	count(open_sources(rule)) == 0
	not narrow(resource, path)
	message := sprintf("who may connect to %s is known only after apply", [resource.address])
	finding := gate.finding(resource, path, message)
}

unknown contains finding if {
	some rule in firewall.rules
	count(open_sources(rule)) > 0
	count(touched(rule)) == 0
	some path in rule.ports
	undecided(rule, path)
	message := sprintf("which ports %s opens to the whole internet is known only after apply", [rule.resource.address])
	finding := gate.finding(rule.resource, path, message)
}

# The rules of a group as a whole, made in a loop over something that is not known yet.
unknown contains finding if {
	some [type, argument] in [
		["aws_security_group", "ingress"],
		["aws_default_security_group", "ingress"],
		["azurerm_network_security_group", "security_rule"],
		["google_compute_firewall", "allow"],
	]
	some resource in tf.existing(type)
	object.get(resource.unknown, argument, false) == true
	tf.written(resource, [argument])
	message := sprintf("what %s lets in is known only after apply", [resource.address])
	finding := gate.finding(resource, [argument], message)
}

# The ports of the parameter that a rule opens, in order.
touched(rule) := sort([port |
	some port in data.gate.parameters["open-admin-port"].ports
	covered(rule, port)
])

covered(rule, port) if {
	some [from, to] in rule.spans
	from <= port
	port <= to
}

# Whether a rule opens one of the ports, or may do so.
touches(rule) if count(touched(rule)) > 0

touches(rule) if {
	some path in rule.ports
	undecided(rule, path)
}

# The places where a rule names the whole internet.
open_sources(rule) := array.concat(
	[path | some path in rule.sources; firewall.everybody(tf.value(rule.resource, path))],
	[array.concat(path, [index]) |
		some path in rule.sources
		some index, source in tf.items(rule.resource, path)
		firewall.everybody(source)
	],
)

# Whether the code sets an argument to something that is known only after apply. Inside a block, the code is held to
# have written all of it: the paths of the code do not tell the blocks of a set apart.
undecided(rule, path) if {
	tf.unknown(rule.resource, path)
	tf.written(rule.resource, [path[0]])
}

# What is known only after apply may still be known to be one address or one network, and not the whole internet.
narrow(resource, path) if {
	references := tf.references(resource, path)
	count(references) > 0
	every reference in references {
		regex.match(`(^|[._])(ip|ip_address|cidr_block|ip_cidr_range|address_prefix|address_prefixes)(\.|$)`, reference.attr)
	}
}

words(ports) := sprintf("port %v", [ports[0]]) if count(ports) == 1

words(ports) := sprintf("ports %s", [listed]) if {
	count(ports) in {2, 3}
	listed := concat(", ", [sprintf("%v", [port]) | some port in ports])
}

words(ports) := sprintf("port %v and %v other sensitive ports", [ports[0], count(ports) - 1]) if count(ports) > 3
