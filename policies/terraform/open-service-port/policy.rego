# METADATA
# title: A port of a service is open to everybody
# description: >-
#   What the whole internet may connect to is found within minutes and tried for as long as it is there. Only what is made
#   for everybody, a web site on its usual ports, belongs there; consoles, agents and protocols of machines do not.
# related_resources:
#   - https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
# custom:
#   id: TF047
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0107
#     - CKV_GCP_88
#     - GCP-0027
#   controls:
#     - nist-800-53:AC-3
#     - nist-800-53:SC-7
#     - csf-2:PR.AA-05
#     - csf-2:PR.IR-01
#     - soc2:CC6.6
#     - iso-27001:A.8.20
#     - pci-dss:1.3.1
#   remediation: >-
#     Name the networks that must reach the port, or put the service behind a balancer. If the port is meant for everybody,
#     add it to `public_ports`.
#   parameters:
#     public_ports:
#       description: The ports that may be open to everybody, as numbers.
#       default: [80, 443]
package gate.policies.terraform.open_service_port

import data.gate

# What is not known of an opening is asked by the policy for administration ports.
deny contains finding if {
	some opening in input.facts.openings
	opening.at == "source"
	opening.everybody == true
	ranges := [range | some range in opening.ports; not public(range)]
	message := sprintf("%s opens %s to the whole internet", [opening.about, words(ranges[0])])
	finding := gate.once(gate.finding(opening, opening.path, message), opening.about)
}

public(range) if {
	range.from == range.to
	range.from in data.gate.parameters["open-service-port"].public_ports
}

words(range) := sprintf("port %v", [range.from]) if range.from == range.to

words(range) := sprintf("ports %v to %v", [range.from, range.to]) if range.from != range.to
