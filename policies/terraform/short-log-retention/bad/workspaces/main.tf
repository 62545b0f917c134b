# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_log_analytics_workspace" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
}

resource "azurerm_log_analytics_workspace" "payments" {
  name                                    = "payments"
  resource_group_name                     = "payments"
  location                                = "westeurope"
  retention_in_days                       = 90
  immediate_data_purge_on_30_days_enabled = true
}

resource "google_logging_project_bucket_config" "patients" {
  project   = "patients"
  location  = "europe-west3"
  bucket_id = "patients"
}

resource "google_logging_organization_bucket_config" "audit" {
  organization   = "123456789012"
  location       = "europe-west3"
  bucket_id      = "audit"
  retention_days = 180
}
