# METADATA
# title: A load balancer, gateway or content network allows connections that are weakly encrypted or not at all
# description: >-
#   Here the traffic of customers comes in from networks that nobody controls. Over plain HTTP, or with an old version
#   of TLS, anyone on the way can read sessions and change what is sent. The same holds for the way from the entry on
#   to the servers, which often crosses networks that others use too.
# related_resources:
#   - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
#   - https://learn.microsoft.com/en-us/azure/application-gateway/application-gateway-ssl-policy-overview
#   - https://cloud.google.com/load-balancing/docs/ssl-policies-concepts
# custom:
#   id: TF021
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0005
#     - AWS-0012
#     - AWS-0013
#     - AWS-0047
#     - AWS-0054
#     - CKV_AWS_103
#     - CKV_AWS_174
#     - CKV_AWS_2
#     - CKV_AWS_206
#     - CKV_AWS_215
#     - CKV_AWS_34
#     - CKV_AZURE_197
#     - GCP-0039
#   controls:
#     - nist-800-53:SC-8
#     - nist-800-53:SC-8(1)
#     - nist-800-53:SC-13
#     - csf-2:PR.DS-02
#     - soc2:CC6.7
#     - iso-27001:A.8.24
#     - iso-27001:A.5.14
#     - pci-dss:4.2.1
#     - sox-itgc:LA
#   remediation: >-
#     Serve HTTPS with a policy that starts at TLS 1.2, and let port 80 only redirect to it. Encrypt the way to the
#     servers behind the entry as well, and check their certificates.
#   answers: >-
#     Write the protocol and the TLS policy into the code, or plan again once what they are computed from has been
#     applied. Where the cloud chooses the oldest version of TLS, choose it yourself.
package gate.policies.terraform.entry_without_tls

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "in-transit"
	property.service in {"network"}
	property.holds == false
	finding := properties.lacking(property, "allows connections that are weakly encrypted or not at all")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "in-transit"
	property.service in {"network"}
	property.holds == null
	finding := properties.open(property, "allows connections that are weakly encrypted or not at all")
}
