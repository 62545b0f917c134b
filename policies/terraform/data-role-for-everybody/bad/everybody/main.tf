# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_project_iam_member" "forms" {
  project = "claims"
  role    = "roles/storage.objectViewer"
  member  = "allUsers"
}

resource "google_folder_iam_binding" "rates" {
  folder  = "folders/271828"
  role    = "roles/bigquery.dataViewer"
  members = ["group:analysts@insurer.example", "allAuthenticatedUsers"]
}
