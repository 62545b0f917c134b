# METADATA
# title: A retention is weakened
# description: >-
#   Records that must be kept for years are gone once a lock, a version history or a retention is cut short, and no
#   later fix brings them back. The state before the plan is compared with the state after it, so that the change is
#   found whatever the length; a resource that was always weak is the matter of other policies.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
# custom:
#   id: TF004
#   severity: critical
#   confidence: high
#   input: terraform
#   controls:
#     - nist-800-53:AU-9
#     - nist-800-53:AU-9(2)
#     - nist-800-53:AU-11
#     - nist-800-53:SI-12
#     - csf-2:PR.DS-01
#     - csf-2:PR.PS-04
#     - soc2:PI1.5
#     - soc2:CC7.2
#     - iso-27001:A.5.33
#     - iso-27001:A.8.10
#     - pci-dss:10.3.4
#     - pci-dss:10.5.1
#     - sox-itgc:CO
#   remediation: >-
#     Put back what protected the records. When the obligation to keep them has really ended, have the owner of the
#     records agree to the change in writing and waive this finding.
#   answers: >-
#     Write the period and the lock into the code, or plan again once what they are computed from has been applied, so
#     that the plan says how long the records are kept.
package gate.policies.terraform.retention_weakened

import data.gate

deny contains finding if {
	some change in input.facts.weakenings
	change.weaker == true
	finding := at(change, sprintf("%s %s", [change.about, loss(change)]))
}

unknown contains finding if {
	some change in input.facts.weakenings
	change.weaker == null
	finding := at(change, gate.doubt(question(change), change.why))
}

loss(change) := sprintf("keeps for %s what it kept for %s", [change.after, change.before]) if change.kind == "retention"

loss(change) := sprintf("locks for %s what it locked for %s", [change.after, change.before]) if change.kind == "lock"

loss(change) := change.loss if change.kind == "guard"

loss(change) := sprintf("is deleted, which protected %s", [change.subject]) if change.kind == "protection"

loss(change) := sprintf("is deleted, %s", [change.loss]) if change.kind == "records"

question(change) := sprintf("how long %s keeps its records", [change.about]) if change.kind == "retention"

question(change) := sprintf("how long %s locks its records", [change.about]) if change.kind == "lock"

question(change) := sprintf("whether %s %s", [change.about, change.loss]) if change.kind == "guard"

question(change) := sprintf("whether %s, which is deleted, protected records", [change.about]) if {
	change.kind in {"protection", "records"}
}

at(change, message) := gate.keyed(change, change.path, message, change.about) if change.kind in {"protection", "records"}

at(change, message) := gate.finding(change, change.path, message) if change.kind in {"retention", "lock", "guard"}
