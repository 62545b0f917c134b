# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_log_analytics_cluster" "insurance" {
  name                = "insurance"
  resource_group_name = "insurance"
  location            = "westeurope"

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_log_analytics_cluster_customer_managed_key" "insurance" {
  log_analytics_cluster_id = azurerm_log_analytics_cluster.insurance.id
  key_vault_key_id         = azurerm_key_vault_key.insurance.id
}

resource "google_logging_project_bucket_config" "audit" {
  project   = "clinic-core"
  location  = "europe-west1"
  bucket_id = "audit"

  cmek_settings {
    kms_key_name = google_kms_crypto_key.audit.id
  }
}

# The key of the bucket that is always there comes from the settings of the folder.
resource "google_logging_project_bucket_config" "default" {
  project        = "clinic-core"
  location       = "global"
  bucket_id      = "_Default"
  retention_days = 90
}
