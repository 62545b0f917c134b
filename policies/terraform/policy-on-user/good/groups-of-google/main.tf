# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_service_account" "loader" {
  account_id = "loader"
}

resource "google_project_iam_member" "loader" {
  project = "claims"
  role    = "roles/bigquery.dataEditor"
  member  = google_service_account.loader.member
}

resource "google_folder_iam_binding" "auditors" {
  folder  = "folders/271828"
  role    = "roles/iam.securityReviewer"
  members = ["group:auditors@insurer.example", "serviceAccount:audit@claims.iam.gserviceaccount.com"]
}
