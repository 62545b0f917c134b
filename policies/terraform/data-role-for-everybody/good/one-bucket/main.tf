# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

# What is public lies in a bucket of its own, which is judged as such.
resource "google_storage_bucket_iam_member" "forms" {
  bucket = "hospital-forms"
  role   = "roles/storage.objectViewer"
  member = "allUsers"
}

resource "google_project_iam_policy" "patients" {
  project     = "patients"
  policy_data = "{\"bindings\":[{\"role\":\"roles/browser\",\"members\":[\"group:staff@hospital.example\"]}]}"
}
