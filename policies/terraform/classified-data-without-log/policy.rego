# METADATA
# title: What is done with classified data is not recorded
# description: >-
#   A label says that the resource holds personal, health or card data, or data that is confidential. Without a record of
#   who read and changed it no breach can be told from a normal day, and no duty to report one can be met.
# related_resources:
#   - https://www.nist.gov/privacy-framework
# custom:
#   id: TF102
#   severity: high
#   confidence: medium
#   input: terraform
#   controls:
#     - nist-800-53:AU-2
#     - nist-800-53:AU-12
#     - csf-2:PR.PS-04
#     - soc2:CC7.2
#     - iso-27001:A.8.15
#     - pci-dss:10.2.1
#   remediation: >-
#     Switch the access or audit log of the service on and send it to a store that those who work with the data cannot change.
#   answers: >-
#     Write the setting and the labels into the code, or plan again once what they are computed from has been applied.
#   parameters:
#     labels:
#       description: The names of labels and tags that say of which class data is, whatever their case.
#       default: [classification, data-classification, data_classification, dataclassification, data-class, sensitivity]
#     classes:
#       description: The classes whose data must be kept so, whatever their case.
#       default: [pii, phi, pci, personal, personal-data, sensitive, confidential, restricted, secret]
package gate.policies.terraform.classified_data_without_log

import data.gate.labels
import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.holds == false
	labels.classified(property, parameters)
	finding := properties.lacking(property, fault)
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.holds == null
	labels.classified(property, parameters)
	finding := properties.open(property, fault)
}

fault := "is labelled as classified and keeps no record of what is done with it"

parameters := data.gate.parameters["classified-data-without-log"]
