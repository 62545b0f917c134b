# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_project_iam_member" "pipeline" {
  project = "patients"
  role    = terraform_data.role.output
  member  = "serviceAccount:pipeline@patients.iam.gserviceaccount.com"
}

resource "google_project_iam_policy" "patients" {
  project     = "patients"
  policy_data = "{\"bindings\":[{\"role\":\"roles/browser\",\"members\":[\"group:staff@hospital.example\"]},{\"role\":\"roles/iam.workloadIdentityUser\",\"members\":[\"group:platform@hospital.example\"]}]}"
}
