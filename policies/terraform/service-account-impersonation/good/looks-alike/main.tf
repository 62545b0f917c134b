# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_project_iam_member" "auditor" {
  project = "patients"
  role    = "roles/iam.serviceAccountViewer"
  member  = "group:auditors@hospital.example"
}

resource "google_folder_iam_binding" "creators" {
  folder  = "folders/271828"
  role    = "roles/iam.serviceAccountCreator"
  members = ["group:platform@hospital.example"]
}
