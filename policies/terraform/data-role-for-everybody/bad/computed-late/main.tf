# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_project_iam_binding" "visits" {
  project = "patients"
  role    = "roles/bigquery.jobUser"
  members = [terraform_data.members.output]
}

resource "google_organization_iam_policy" "hospital" {
  org_id      = "314159"
  policy_data = "{\"bindings\":[{\"role\":\"roles/browser\",\"members\":[\"group:staff@hospital.example\"]},{\"role\":\"roles/browser\",\"members\":[\"allUsers\"]}]}"
}
