# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_project_iam_member" "analyst" {
  project = "claims"
  role    = "roles/viewer"
  member  = "group:analysts@insurer.example"
}

resource "google_organization_iam_binding" "identity" {
  org_id  = "314159"
  role    = "roles/iam.securityAdmin"
  members = ["group:identity@insurer.example"]
}

resource "google_folder_iam_member" "platform" {
  folder = "folders/271828"
  role   = "roles/writer"
  member = "group:platform@insurer.example"
}
