# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_project_iam_member" "analyst" {
  project = "claims"
  role    = "roles/bigquery.dataViewer"
  member  = "group:analysts@insurer.example"
}

resource "google_project_iam_custom_role" "loader" {
  role_id     = "loader"
  title       = "Loader"
  permissions = ["bigquery.jobs.create"]
}

resource "google_project_iam_member" "loader" {
  project = "claims"
  role    = google_project_iam_custom_role.loader.id
  member  = "serviceAccount:loader@claims.iam.gserviceaccount.com"
}
