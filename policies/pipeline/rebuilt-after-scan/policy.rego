# METADATA
# title: The image that is pushed is not the one that was scanned
# description: >-
#   A job builds an image and scans it, and a job behind it builds the image once more and pushes that. Base
#   images, package lists and downloads may have changed in between, and the file may be given other arguments:
#   what is shipped has been seen by no scan.
# related_resources:
#   - https://docs.docker.com/build/ci/github-actions/share-image-jobs/
#   - https://docs.docker.com/build/ci/github-actions/test-before-push/
# custom:
#   id: CI093
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:RA-5
#     - nist-800-53:SI-2
#     - ssdf:RV.1.1
#     - ssdf:PW.8.2
#     - csf-2:ID.RA-01
#     - soc2:CC7.1
#     - iso-27001:A.8.8
#     - pci-dss:6.3.1
#     - pci-dss:11.3.1
#     - sox-itgc:CO
#   remediation: >-
#     Build once: push the image under its digest or a tag of the commit, scan that, and only give it the final
#     tag afterwards (`docker buildx imagetools create --tag NEW IMAGE@DIGEST`); or hand the image from job to job
#     as a file (`docker save`, `docker load`); or build, scan and push in one job.
#   answers: >-
#     Split the pipeline: gate looks at what stands before each job that pushes an image for some thousand jobs of
#     one file.
package gate.policies.pipeline.rebuilt_after_scan

import data.gate

deny contains finding if {
	some rebuild in input.facts.rebuilds
	rebuild.anew == true
	message := sprintf("%s builds and pushes an image anew that %s has scanned in another build, in %s", [rebuild.about, rebuild.scanner, rebuild.scanned_in])
	finding := gate.followed(rebuild, message, sprintf("%s/%s", [rebuild.about, rebuild.scanned_in]))
}

unknown contains finding if {
	some rebuild in input.facts.rebuilds
	rebuild.anew == null
	finding := gate.followed(rebuild, sprintf("whether an image is built anew after its scan is not known: %s", [rebuild.why]), "")
}
