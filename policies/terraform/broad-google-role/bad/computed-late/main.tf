# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_project_iam_member" "pipeline" {
  project = "payments"
  role    = terraform_data.role.output
  member  = "serviceAccount:pipeline@payments.iam.gserviceaccount.com"
}

resource "google_project_iam_policy" "payments" {
  project     = "payments"
  policy_data = "{\"bindings\":[{\"role\":\"roles/resourcemanager.projectIamAdmin\",\"members\":[\"group:platform@bank.example\"]},{\"role\":\"roles/browser\",\"members\":[\"group:staff@bank.example\"]}]}"
}
