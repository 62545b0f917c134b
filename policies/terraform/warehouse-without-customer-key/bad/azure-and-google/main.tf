# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_synapse_workspace" "claims" {
  name                                 = "claims"
  resource_group_name                  = "insurance"
  location                             = "westeurope"
  storage_data_lake_gen2_filesystem_id = azurerm_storage_data_lake_gen2_filesystem.claims.id
}

resource "azurerm_kusto_cluster" "telemetry" {
  name                = "telemetry"
  resource_group_name = "insurance"
  location            = "westeurope"

  sku {
    name     = "Standard_E8ads_v5"
    capacity = 2
  }
}

resource "google_bigquery_dataset" "payments" {
  dataset_id = "payments"
  location   = "EU"

  default_encryption_configuration {
    kms_key_name = ""
  }
}

# It has the key of its dataset, if that has one.
resource "google_bigquery_table" "transfers" {
  dataset_id = "payments"
  table_id   = "transfers"
}

resource "google_dataproc_cluster" "risk" {
  name   = "risk"
  region = "europe-west1"
}
