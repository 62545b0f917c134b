# METADATA
# title: Code that builds DAGs cannot be followed
# description: >-
#   A DAG is what its code makes of it. Where that code calls something that is not in the repository, or hides what it does
#   from a reader, tasks may be there that nobody has seen. What gate cannot follow it cannot judge, so it answers that it
#   does not know instead of passing over it.
# related_resources:
#   - https://airflow.apache.org/docs/apache-airflow/stable/howto/dynamic-dag-generation.html
# custom:
#   id: AF000
#   severity: high
#   confidence: high
#   input: airflow
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CM-3(2)
#     - nist-800-53:SA-11
#     - ssdf:PW.7.2
#     - csf-2:PR.PS-06
#     - soc2:CC8.1
#     - iso-27001:A.8.32
#     - pci-dss:6.2.3
#     - sox-itgc:CM
#   remediation: >-
#     Put the code that builds DAGs into this repository, where it is followed through imports, and write tasks out instead
#     of hiding them behind exec, setattr or a metaclass. A folder of your own packages is named under
#     `inputs.airflow.folders`.
#   answers: >-
#     Put the code that is called into the repository, or name its folder under `inputs.airflow.folders`; write what it
#     makes as calls of operators. What has to stay is accepted by its owner.
package gate.policies.airflow.unfollowed_code

import data.gate

# Nobody is to blame for what gate cannot follow, so nothing is ever a violation here.
deny contains finding if some finding in set()

unknown contains finding if {
	some loss in input.facts.losses
	message := sprintf("tasks of %s may be missing: the code here %s", [subject(loss), loss.what])
	finding := gate.keyed(loss, loss.path, message, sprintf("%s/%s", [loss.about, loss.what]))
}

subject(loss) := "this file" if loss.dag == null

subject(loss) := sprintf("DAG `%s`", [loss.dag]) if loss.dag != null
