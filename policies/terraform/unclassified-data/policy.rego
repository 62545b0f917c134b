# METADATA
# title: Nobody says of which class data is
# description: >-
#   What must be encrypted, kept apart, recorded and erased follows from the class of the data. A store without a label of
#   its class is treated as harmless by everybody who looks at labels, gate included. Nothing is judged until the labels
#   are named.
# related_resources:
#   - https://docs.aws.amazon.com/whitepapers/latest/data-classification/data-classification.html
# custom:
#   id: TF105
#   severity: medium
#   confidence: high
#   input: terraform
#   controls:
#     - nist-800-53:RA-2
#     - csf-2:ID.AM-05
#     - soc2:C1.1
#     - iso-27001:A.5.12
#     - iso-27001:A.5.13
#   remediation: >-
#     Give the resource a label that says of which class its data is, or give all of them one by the default labels of the
#     provider.
#   answers: >-
#     Write the labels into the code, or plan again once what they are computed from has been applied.
#   parameters:
#     labels:
#       description: >-
#         The names of labels and tags of which one must be there, whatever their case. Without any, nothing is judged.
#       default: []
#     services:
#       description: What resources are for whose data must be classified.
#       default: [storage, database, cache, search, warehouse, analytics, streaming, messaging, ml, backup, secrets]
package gate.policies.terraform.unclassified_data

import data.gate
import data.gate.labels

deny contains finding if {
	some placement in input.facts.placements
	asked(placement)
	placement.labels_known == true
	said := placement.labels
	names := parameters.labels
	not labels.given(said, names)
	message := sprintf("%s has no label that says of which class its data is", [placement.about])
	finding := gate.keyed(placement, [], message, placement.about)
}

unknown contains finding if {
	some placement in input.facts.placements
	asked(placement)
	placement.labels_known == false
	message := sprintf("whether %s says of which class its data is is not known: its labels are computed", [placement.about])
	finding := gate.keyed(placement, [], message, placement.about)
}

parameters := data.gate.parameters["unclassified-data"]

asked(placement) if {
	count(parameters.labels) > 0
	placement.service in parameters.services
}
