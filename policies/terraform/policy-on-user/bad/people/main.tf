# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_project_iam_member" "analyst" {
  project = "claims"
  role    = "roles/bigquery.dataViewer"
  member  = "user:analyst@insurer.example"
}

resource "google_folder_iam_binding" "auditors" {
  folder  = "folders/271828"
  role    = "roles/iam.securityReviewer"
  members = ["group:auditors@insurer.example", "user:examiner@insurer.example"]
}

resource "google_project_iam_binding" "later" {
  project = "claims"
  role    = "roles/logging.viewer"
  members = [terraform_data.people.output]
}
