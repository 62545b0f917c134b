package gate.policies.pipeline.rebuilt_after_scan_test

import data.gate.policies.pipeline.rebuilt_after_scan as policy

test_a_build_of_what_was_scanned_is_a_violation if {
	rebuild := {"_loc": "w#1", "path": [], "about": "publish", "tool": "docker", "scanned_in": "scan", "scanner": "trivy", "anew": true, "why": "", "via": []}
	message := "publish builds and pushes an image anew that trivy has scanned in another build, in scan"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "publish/scan", "related": []}}
	policy.deny == expected with input as {"facts": {"rebuilds": [rebuild]}}
	count(policy.unknown) == 0 with input as {"facts": {"rebuilds": [rebuild]}}
}

test_a_pipeline_that_is_too_large_is_unknown if {
	large := {"facts": {"rebuilds": [{"_loc": "w#0", "path": [], "about": "", "tool": "", "scanned_in": "", "scanner": "", "anew": null, "why": "it is too large", "via": []}]}}
	expected := {{"loc": "w#0", "path": [], "message": "whether an image is built anew after its scan is not known: it is too large", "key": "", "related": []}}
	policy.unknown == expected with input as large
	count(policy.deny) == 0 with input as large
}
