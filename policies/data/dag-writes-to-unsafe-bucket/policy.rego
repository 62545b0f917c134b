# METADATA
# title: A DAG writes to a bucket that is public or not write-once
# description: >-
#   The code that moves data and the plan that creates its destination are reviewed by different people. A task may
#   look harmless and the bucket may look harmless, while together they publish customer data or keep an audit trail
#   where it can be changed. Judged are S3 buckets that a plan of this repository creates or changes.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
# custom:
#   id: DATA001
#   severity: high
#   confidence: high
#   input: repository
#   needs: [airflow, terraform]
#   controls:
#     - nist-800-53:AC-3
#     - nist-800-53:AU-9
#     - nist-800-53:AU-9(2)
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:C1.1
#     - iso-27001:A.8.3
#     - iso-27001:A.5.33
#     - pci-dss:7.2.1
#     - pci-dss:10.3.4
#     - sox-itgc:CO
#   remediation: >-
#     Close the bucket with a public access block and give a bucket for records an object lock with a default
#     retention, or let the task write to a bucket that has them.
#   answers: >-
#     Write the name of the bucket as text or a constant of the DAG file and the settings of the bucket into its code,
#     or plan again once what they depend on has been applied.
#   parameters:
#     record_pattern:
#       description: A regular expression for the names of buckets that hold records and must be write-once.
#       default: '(?i)(^|[^a-z])(audit|ledger|records|evidence)([^a-z]|$)'
package gate.policies.data.dag_writes_to_unsafe_bucket

import data.gate

deny contains finding if {
	some delivery in input.facts.deliveries
	delivery.named == true
	delivery.at_risk == true
	matters(delivery)
	message := sprintf("%s writes to %s, which %s", [delivery.task, delivery.name, words[delivery.risk]])
	finding := at(delivery, message)
}

unknown contains finding if {
	some delivery in input.facts.deliveries
	delivery.at_risk == null
	matters(delivery)
	whether := sprintf("%s writes to %s; whether it %s", [delivery.task, delivery.name, questions[delivery.risk]])
	finding := at(delivery, gate.doubt(whether, delivery.why))
}

# Part of the name is decided when the task runs or is not shown, and what is known fits an unsafe bucket.
unknown contains finding if {
	some delivery in input.facts.deliveries
	delivery.named == false
	delivery.at_risk == true
	matters(delivery)
	message := sprintf("%s may write to %s, which %s", [delivery.task, delivery.name, words[delivery.risk]])
	finding := at(delivery, message)
}

words := {
	"access-list": "is public by its access list",
	"policy": "is public by its policy",
	"changeable": "holds records and is not write-once",
}

questions := {"access-list": "is public", "policy": "is public", "changeable": "is write-once"}

matters(delivery) if delivery.risk in {"access-list", "policy"}

matters(delivery) if {
	delivery.risk == "changeable"
	regex.match(data.gate.parameters["dag-writes-to-unsafe-bucket"].record_pattern, delivery.name)
}

at(delivery, message) := object.union(finding, {"related": related}) if {
	key := concat("/", [delivery.dag, delivery.task, delivery.bucket])
	finding := gate.keyed(delivery, delivery.path, message, key)
	related := [{"loc": place._loc, "path": place.path, "message": sprintf("%s %s", [delivery.bucket, place.what])} |
		some place in delivery.via
	]
}
