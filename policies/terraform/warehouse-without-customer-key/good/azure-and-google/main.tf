# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_synapse_workspace" "claims" {
  name                                 = "claims"
  resource_group_name                  = "insurance"
  location                             = "westeurope"
  storage_data_lake_gen2_filesystem_id = azurerm_storage_data_lake_gen2_filesystem.claims.id

  customer_managed_key {
    key_versionless_id = azurerm_key_vault_key.claims.versionless_id
  }
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

resource "azurerm_kusto_cluster_customer_managed_key" "telemetry" {
  cluster_id         = azurerm_kusto_cluster.telemetry.id
  managed_hsm_key_id = "https://insurance.managedhsm.azure.net/keys/telemetry"
}

resource "google_bigquery_dataset" "payments" {
  dataset_id = "payments"
  location   = "EU"

  default_encryption_configuration {
    kms_key_name = google_kms_crypto_key.payments.id
  }
}

# A view stores nothing.
resource "google_bigquery_table" "transfers" {
  dataset_id = "payments"
  table_id   = "transfers_by_day"

  view {
    query          = "SELECT day, SUM(amount) FROM payments.transfers GROUP BY day"
    use_legacy_sql = false
  }
}
