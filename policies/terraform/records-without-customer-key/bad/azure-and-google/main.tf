# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_log_analytics_cluster" "insurance" {
  name                = "insurance"
  resource_group_name = "insurance"
  location            = "westeurope"

  identity {
    type = "SystemAssigned"
  }
}

resource "google_logging_project_bucket_config" "audit" {
  project   = "clinic-core"
  location  = "europe-west1"
  bucket_id = "audit"
}

resource "google_logging_folder_settings" "clinic" {
  folder       = "123456789012"
  kms_key_name = ""
}
