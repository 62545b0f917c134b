# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_storage_bucket" "claims" {
  name     = "insurer-claims"
  location = "europe-west3"
}
