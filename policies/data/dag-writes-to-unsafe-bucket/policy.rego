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
import data.gate.buckets

deny contains finding if {
	some [dag, task, write] in writes
	write.known == true
	some [bucket, words] in unsafe
	bucket.values.bucket == write.name
	finding := at(dag, task, write, bucket, sprintf("%s writes to %s, which %s", [task.task_id, write.name, words]))
}

unknown contains finding if {
	some [dag, task, write] in writes
	write.known == true
	some [bucket, words] in undecided
	bucket.values.bucket == write.name
	message := sprintf("%s writes to %s; whether it %s is known only after apply", [task.task_id, write.name, words])
	finding := at(dag, task, write, bucket, message)
}

# Part of the name is decided when the task runs, and what is written fits an unsafe bucket.
unknown contains finding if {
	some [dag, task, write] in writes
	write.known == false
	write.known_prefix != ""
	some [bucket, words] in unsafe
	startswith(bucket.values.bucket, write.known_prefix)
	message := sprintf("%s may write to %s, which %s", [task.task_id, bucket.values.bucket, words])
	finding := at(dag, task, write, bucket, message)
}

# Every task with a bucket that it writes to.
writes contains found if {
	some file in input.airflow.files
	some dag in file.dags
	some task in dag.tasks
	some write in task.writes
	write.kind == "bucket"
	found := [dag, task, write]
}

# Buckets with what is wrong with them.
unsafe contains found if {
	some plan in input.terraform.plans
	some bucket in buckets.named(plan)
	some words in buckets.exposures(plan, bucket)
	found := [bucket, words]
}

unsafe contains found if {
	some plan in input.terraform.plans
	some bucket in records(plan)
	not buckets.write_once(plan, bucket)
	not buckets.write_once_undecided(plan, bucket)
	found := [bucket, "holds records and is not write-once"]
}

# Buckets of which nobody can tell before apply, with what that is about.
undecided contains found if {
	some plan in input.terraform.plans
	some bucket in buckets.named(plan)
	buckets.exposure_undecided(plan, bucket)
	found := [bucket, "is public"]
}

undecided contains found if {
	some plan in input.terraform.plans
	some bucket in records(plan)
	not buckets.write_once(plan, bucket)
	buckets.write_once_undecided(plan, bucket)
	found := [bucket, "is write-once"]
}

records(plan) := [bucket |
	pattern := data.gate.parameters["dag-writes-to-unsafe-bucket"].record_pattern
	some bucket in buckets.named(plan)
	regex.match(pattern, bucket.values.bucket)
]

at(dag, task, write, bucket, message) := object.union(finding, {"related": [related]}) if {
	key := concat("/", [dag.dag_id, task.task_id, bucket.address])
	finding := gate.keyed(write, [], message, key)
	related := {"loc": bucket._loc, "path": ["bucket"], "message": sprintf("%s is planned here", [bucket.address])}
}
