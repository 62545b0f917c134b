# METADATA
# title: Classified data is encrypted with a key of the cloud
# description: >-
#   A label says that the resource holds personal, health or card data, or data that is confidential. With a key of the
#   cloud nobody in the company decides who may read it, sees who did, or can end the reading by taking the key away.
# related_resources:
#   - https://www.nist.gov/privacy-framework
# custom:
#   id: TF100
#   severity: high
#   confidence: medium
#   input: terraform
#   controls:
#     - nist-800-53:SC-12
#     - nist-800-53:SC-28
#     - nist-800-53:SC-28(1)
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:C1.1
#     - iso-27001:A.8.24
#     - pci-dss:3.5.1
#     - pci-dss:3.6.1
#   remediation: >-
#     Give the resource a key of your own, whose policy names who may use it, and turn its rotation on.
#   answers: >-
#     Write the key and the labels into the code, or plan again once what they are computed from has been applied.
#   parameters:
#     labels:
#       description: The names of labels and tags that say of which class data is, whatever their case.
#       default: [classification, data-classification, data_classification, dataclassification, data-class, sensitivity]
#     classes:
#       description: The classes whose data must be kept so, whatever their case.
#       default: [pii, phi, pci, personal, personal-data, sensitive, confidential, restricted, secret]
package gate.policies.terraform.classified_data_with_key_of_the_cloud

import data.gate.labels
import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.holds == false
	labels.classified(property, parameters)
	finding := properties.lacking(property, fault)
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.holds == null
	labels.classified(property, parameters)
	finding := properties.open(property, fault)
}

fault := "is labelled as classified and uses no key of its own"

parameters := data.gate.parameters["classified-data-with-key-of-the-cloud"]
