# METADATA
# title: Classified data travels without encryption
# description: >-
#   A label says that the resource holds personal, health or card data, or data that is confidential, and it takes
#   connections that are not encrypted, or only by what was broken years ago.
# related_resources:
#   - https://www.nist.gov/privacy-framework
# custom:
#   id: TF103
#   severity: high
#   confidence: medium
#   input: terraform
#   controls:
#     - nist-800-53:SC-8
#     - nist-800-53:SC-8(1)
#     - csf-2:PR.DS-02
#     - soc2:CC6.7
#     - iso-27001:A.8.24
#     - pci-dss:4.2.1
#   remediation: >-
#     Refuse plain connections, and set the lowest version of TLS to 1.2 or 1.3.
#   answers: >-
#     Write the setting and the labels into the code, or plan again once what they are computed from has been applied.
#   parameters:
#     labels:
#       description: The names of labels and tags that say of which class data is, whatever their case.
#       default: [classification, data-classification, data_classification, dataclassification, data-class, sensitivity]
#     classes:
#       description: The classes whose data must be kept so, whatever their case.
#       default: [pii, phi, pci, personal, personal-data, sensitive, confidential, restricted, secret]
package gate.policies.terraform.classified_data_over_open_connections

import data.gate.labels
import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "in-transit"
	property.holds == false
	labels.classified(property, parameters)
	finding := properties.lacking(property, fault)
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "in-transit"
	property.holds == null
	labels.classified(property, parameters)
	finding := properties.open(property, fault)
}

fault := "is labelled as classified and takes connections without safe encryption"

parameters := data.gate.parameters["classified-data-over-open-connections"]
