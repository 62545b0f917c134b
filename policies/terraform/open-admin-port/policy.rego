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
#   aliases:
#     - AWS-0107
#     - AZU-0048
#     - AZU-0050
#     - CKV_AWS_24
#     - CKV_AWS_25
#     - CKV_AZURE_10
#     - CKV_AZURE_9
#     - CKV_GCP_2
#     - CKV_GCP_3
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

deny contains finding if {
	some opening in input.facts.openings
	opening.at == "source"
	opening.everybody == true
	ports := touched(opening)
	count(ports) > 0
	message := sprintf("%s opens %s to the whole internet", [opening.about, words(ports)])
	finding := gate.once(gate.finding(opening, opening.path, message), opening.about)
}

unknown contains finding if {
	some opening in input.facts.openings
	opening.at == "source"
	opening.everybody == null
	may_touch(opening)
	message := gate.doubt(sprintf("who may connect to %s", [opening.about]), opening.why)
	finding := gate.finding(opening, opening.path, message)
}

unknown contains finding if {
	some opening in input.facts.openings
	opening.at == "ports"
	count(touched(opening)) == 0
	subject := sprintf("which ports %s opens to the whole internet", [opening.about])
	message := gate.doubt(subject, opening.why)
	finding := gate.finding(opening, opening.path, message)
}

unknown contains finding if {
	some opening in input.facts.openings
	opening.at == "rule"
	message := gate.doubt(sprintf("what %s lets in", [opening.about]), opening.why)
	finding := gate.finding(opening, opening.path, message)
}

# The ports of the parameter that an opening is about, in order.
touched(opening) := sort([port |
	some port in data.gate.parameters["open-admin-port"].ports
	some range in opening.ports
	range.from <= port
	port <= range.to
])

may_touch(opening) if opening.all_ports == false

may_touch(opening) if count(touched(opening)) > 0

words(ports) := sprintf("port %v", [ports[0]]) if count(ports) == 1

words(ports) := sprintf("ports %s", [listed]) if {
	count(ports) in {2, 3}
	listed := concat(", ", [sprintf("%v", [port]) | some port in ports])
}

words(ports) := sprintf("port %v and %v other sensitive ports", [ports[0], count(ports) - 1]) if count(ports) > 3
