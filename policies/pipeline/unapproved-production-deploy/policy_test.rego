package gate.policies.pipeline.unapproved_production_deploy_test

import data.gate.policies.pipeline.unapproved_production_deploy as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

base := {
	"tools": ["helm"],
	"deploys": true,
	"environments": [],
	"written": "",
	"signs": ["build", "build", "", "helm upgrade"],
	"approver": "nobody",
}

deployment(changes) := fact("deployments", object.union(base, changes))

in_environment(names) := {"environments": names, "written": "x", "signs": []}

test_production_by_what_the_tools_are_given_or_by_names if {
	every signs in [["a", "a", "", "helm upgrade -n prod"], ["deploy-production"], ["a", "Deploy (live)"]] {
		count(policy.deny) == 1 with input as deployment({"signs": signs})
		count(policy.unknown) == 0 with input as deployment({"signs": signs})
	}
	every signs in [["a", "helm upgrade -n staging"], ["products"], []] {
		count(policy.deny) == 0 with input as deployment({"signs": signs})
	}
}

test_the_first_sign_is_named if {
	message := "build deploys to production (prod) and nobody has to agree"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build", "related": []}}
	policy.deny == expected with input as deployment(in_environment(["dev", "prod", "production"]))
}

test_who_agrees_counts if {
	named := in_environment(["production"])
	count(policy.deny) == 1 with input as deployment(named)
	every approver in ["starter", "environment", null] {
		count(policy.deny) == 0 with input as deployment(object.union(named, {"approver": approver}))
	}
	every approver, expected in {"starter": 0, "environment": 0, "nobody": 0} {
		count(policy.unknown) == expected with input as deployment(object.union(named, {"approver": approver}))
	}
	count(policy.unknown) == 1 with input as deployment(object.union(named, {"approver": null}))
	count(policy.unknown) == 0 with input as deployment(object.union(in_environment(["dev"]), {"approver": null}))
}

test_why_nobody_knows_who_agrees_is_said if {
	asked := object.union(in_environment(["production"]), {"approver": null})
	every why, said in {
		"a variable decides whether the job is there that asks for it": "whether somebody has to agree cannot be told: a variable decides whether the job is there that asks for it",
		"a part of the job stands in a file of another project": "whether somebody has to agree stands in a file of another project",
	} {
		messages := {finding.message | some finding in policy.unknown} with input as deployment(object.union(asked, {"why": why}))
		messages == {sprintf("build deploys to production (production); %s", [said])}
	}
}

test_an_environment_that_is_chosen_at_run_time_is_unknown if {
	every approver, expected in {"nobody": 1, "environment": 1, "starter": 0} {
		chosen := deployment(object.union(in_environment(null), {"approver": approver}))
		count(policy.unknown) == expected with input as chosen
		count(policy.deny) == 0 with input as chosen
	}
	elsewhere := deployment(object.union(in_environment(null), {"approver": null}))
	count(policy.unknown) == 1 with input as elsewhere
	count(policy.deny) == 0 with input as elsewhere
}

test_a_job_that_deploys_nothing_is_fine if {
	idle := {"deploys": false, "tools": []}
	count(policy.deny) == 0 with input as deployment(object.union(in_environment(["production"]), idle))
	every names in [["production"], null] {
		every approver in [null, "nobody", "environment"] {
			idle_there := object.union(in_environment(names), object.union(idle, {"approver": approver}))
			count(policy.unknown) == 0 with input as deployment(idle_there)
		}
	}
}

test_the_words_for_production_are_a_parameter if {
	parameters := {"unapproved-production-deploy": {"production_pattern": "blue"}}
	count(policy.deny) == 1 with input as deployment({"signs": ["blue"]}) with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as deployment({"signs": ["prod"]}) with data.gate.parameters as parameters
}

test_what_deploys_by_its_name_only_is_unknown if {
	named := {"deploys": null, "tools": ["deploy.sh"], "why": "only the name `deploy.sh` says so", "signs": ["a", "./deploy.sh prod"]}
	message := "build may deploy to production (./deploy.sh prod) and nobody has to agree; only the name `deploy.sh` says so"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build", "related": []}}
	policy.unknown == expected with input as deployment(named)
	count(policy.deny) == 0 with input as deployment(named)
	every approver, count_of in {"starter": 0, "environment": 0} {
		count(policy.unknown) == count_of with input as deployment(object.union(named, {"approver": approver}))
	}
	count(policy.unknown) == 1 with input as deployment(object.union(named, {"approver": null}))
	count(policy.unknown) == 0 with input as deployment(object.union(named, {"signs": ["./deploy.sh test"]}))
	count(policy.unknown) == 0 with input as deployment(object.union(named, {"environments": null, "approver": "environment"}))
}
