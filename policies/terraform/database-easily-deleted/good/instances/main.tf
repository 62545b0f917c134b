# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_sql_database_instance" "payments" {
  name                = "payments"
  region              = "europe-west3"
  database_version    = "POSTGRES_16"
  deletion_protection = true

  settings {
    tier                        = "db-custom-2-7680"
    deletion_protection_enabled = true
  }
}

resource "google_bigtable_table" "quotes" {
  name                = "quotes"
  instance_name       = "quotes"
  deletion_protection = "PROTECTED"
}

# It is not deleted while it holds something, because nothing else is said.
resource "google_bigquery_dataset" "risk" {
  dataset_id = "risk"
  location   = "europe-west3"
}
