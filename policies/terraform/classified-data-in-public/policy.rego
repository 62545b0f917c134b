# METADATA
# title: Classified data can be reached from the internet
# description: >-
#   A label says that the resource holds personal, health or card data, or data that is confidential, and its own
#   settings let everybody on the internet get as far as its door.
# related_resources:
#   - https://www.nist.gov/privacy-framework
# custom:
#   id: TF101
#   severity: critical
#   confidence: medium
#   input: terraform
#   controls:
#     - nist-800-53:AC-3
#     - nist-800-53:SC-7
#     - csf-2:PR.AA-05
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:CC6.6
#     - iso-27001:A.8.20
#     - pci-dss:1.4.4
#   remediation: >-
#     Switch public access off and put a private endpoint in its place. If the label is wrong, correct the label.
#   answers: >-
#     Write the setting and the labels into the code, or plan again once what they are computed from has been applied.
#   parameters:
#     labels:
#       description: The names of labels and tags that say of which class data is, whatever their case.
#       default: [classification, data-classification, data_classification, dataclassification, data-class, sensitivity]
#     classes:
#       description: The classes whose data must be kept so, whatever their case.
#       default: [pii, phi, pci, personal, personal-data, sensitive, confidential, restricted, secret]
package gate.policies.terraform.classified_data_in_public

import data.gate.labels
import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.holds == false
	labels.classified(property, parameters)
	finding := properties.lacking(property, fault)
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.holds == null
	labels.classified(property, parameters)
	finding := properties.open(property, fault)
}

fault := "is labelled as classified and can be reached from the internet"

parameters := data.gate.parameters["classified-data-in-public"]
