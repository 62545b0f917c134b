# METADATA
# title: A credential is written out in DAG code
# description: >-
#   Everybody who may read the repository, its forks and its history has the credential, and rotating it needs a
#   release. Airflow keeps credentials in connections and secret backends, where access is logged.
# related_resources:
#   - https://airflow.apache.org/docs/apache-airflow/stable/security/secrets/index.html
# custom:
#   id: AF001
#   severity: critical
#   confidence: high
#   input: airflow
#   adoptable: false
#   controls:
#     - nist-800-53:IA-5(7)
#     - ssdf:PS.1.1
#     - csf-2:PR.AA-01
#     - soc2:CC6.1
#     - iso-27001:A.5.17
#     - iso-27001:A.8.28
#     - pci-dss:8.6.2
#     - sox-itgc:LA
#   remediation: >-
#     Revoke this credential, put a new one into an Airflow connection or a secret backend, and name only the
#     connection id in the code.
package gate.policies.airflow.credential_literal

import data.gate

deny contains finding if {
	some credential in input.facts.credentials
	finding := gate.keyed(credential, credential.path, message(credential), sprintf("%s/%s", [credential.key, credential.kind]))
}

message(credential) := sprintf("`%s` is written out in the code (%s)", [credential.key, credential.kind]) if {
	credential.key != "text"
}

message(credential) := sprintf("a value of the kind `%s` is written out in the code", [credential.kind]) if {
	credential.key == "text"
}

# Nothing can be unknown here: what is written out is there to be seen, and a file that cannot be read is incomplete.
