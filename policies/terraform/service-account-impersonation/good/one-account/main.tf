# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_service_account" "loader" {
  account_id = "loader"
}

resource "google_service_account_iam_member" "loader" {
  service_account_id = google_service_account.loader.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = "group:developers@insurer.example"
}

resource "google_project_iam_member" "loader" {
  project = "claims"
  role    = "roles/bigquery.jobUser"
  member  = google_service_account.loader.member
}
