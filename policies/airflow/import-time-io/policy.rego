# METADATA
# title: A DAG file goes out to other systems when Airflow reads it
# description: >-
#   Airflow reads every DAG file again and again, in the processor, the scheduler and every worker. A look-up or a
#   request at the top level runs each time, with their access, and when the other side is slow or down the DAG
#   disappears.
# related_resources:
#   - https://airflow.apache.org/docs/apache-airflow/stable/best-practices.html#top-level-python-code
# custom:
#   id: AF004
#   severity: medium
#   confidence: high
#   input: airflow
#   controls:
#     - nist-800-53:SI-11
#     - csf-2:PR.PS-04
#     - soc2:PI1.3
#     - iso-27001:A.8.28
#     - sox-itgc:CO
#   remediation: >-
#     Move the call into a task. A Variable or connection that an argument needs is a template:
#     `{{ var.value.name }}`, `{{ conn.name.host }}`.
package gate.policies.airflow.import_time_io

import data.gate

deny contains finding if {
	some call in input.facts.imports_io
	message := sprintf("`%s` runs whenever Airflow reads this file, not when a task runs", [call.what])
	finding := gate.keyed(call, call.path, message, subject(call))
}

subject(call) := call.what if call.name == null

subject(call) := sprintf("%s/%s", [call.what, call.name]) if call.name != null

# Nothing can be unknown here: a call stands at the top level or it does not, and a file that cannot be followed to its
# end is incomplete.
