# METADATA
# title: Data is kept outside of the regions that are allowed
# description: >-
#   Laws and contracts say in which countries data may lie, copies included. A bucket in another region, a replica of a
#   table or a geo-redundant registry carries it out of them without anybody deciding that. Nothing is judged until the
#   regions are named.
# related_resources:
#   - https://commission.europa.eu/law/law-topic/data-protection/international-dimension-data-protection_en
# custom:
#   id: TF104
#   severity: high
#   confidence: high
#   input: terraform
#   controls:
#     - nist-800-53:SA-9
#     - nist-800-53:SI-12
#     - csf-2:GV.OC-03
#     - soc2:C1.1
#     - iso-27001:A.5.31
#     - iso-27001:A.5.34
#   remediation: >-
#     Put the resource, or the copy, into one of the allowed regions. If the data may lie there, add the region to
#     `regions` with the consent of whoever answers for the data.
#   answers: >-
#     Write the region into the configuration of the provider or the resource, not into the environment of the run.
#   parameters:
#     regions:
#       description: >-
#         The regions and locations in which data may lie, as their clouds name them; `*` stands for any text. Zones of a
#         region are allowed with it. Without any, nothing is judged.
#       default: []
package gate.policies.terraform.data_outside_allowed_regions

import data.gate

deny contains finding if {
	count(regions) > 0
	some placement in input.facts.placements
	region := placement.region
	region != null
	not allowed(region)
	message := sprintf("%s keeps data in %s, which is none of the allowed regions", [placement.about, region])
	finding := gate.finding(placement, placement.path, message)
}

unknown contains finding if {
	count(regions) > 0
	some placement in input.facts.placements
	placement.region == null
	message := gate.doubt(sprintf("where %s keeps data", [placement.about]), placement.why)
	finding := gate.finding(placement, placement.path, message)
}

regions := data.gate.parameters["data-outside-allowed-regions"].regions

allowed(region) if {
	some pattern in regions
	some ending in ["", "[a-f]", "-[a-f]"]
	glob.match(concat("", [lower(pattern), ending]), null, lower(region))
}
