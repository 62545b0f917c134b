# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_bigquery_dataset" "claims" {
  dataset_id = "claims"
  location   = "europe-west3"

  labels = {
    sensitivity = "confidential"
  }
}
