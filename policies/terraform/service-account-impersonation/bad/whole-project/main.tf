# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_project_iam_member" "developer" {
  project = "claims"
  role    = "roles/iam.serviceAccountTokenCreator"
  member  = "group:developers@insurer.example"
}

resource "google_folder_iam_binding" "pipeline" {
  folder  = "folders/271828"
  role    = "roles/iam.serviceAccountUser"
  members = ["serviceAccount:pipeline@claims.iam.gserviceaccount.com"]
}

resource "google_organization_iam_member" "keys" {
  org_id = "314159"
  role   = "roles/iam.serviceAccountKeyAdmin"
  member = "group:platform@insurer.example"
}
