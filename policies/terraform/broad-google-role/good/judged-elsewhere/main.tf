# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

# Owners and editors are judged as administrators.
resource "google_project_iam_member" "owner" {
  project = "payments"
  role    = "roles/owner"
  member  = "group:platform@bank.example"
}

resource "google_folder_iam_binding" "editor" {
  folder  = "folders/271828"
  role    = "roles/editor"
  members = ["group:platform@bank.example"]
}

resource "google_storage_bucket_iam_member" "viewer" {
  bucket = "payments"
  role   = "roles/viewer"
  member = "group:platform@bank.example"
}
