# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_storage_bucket" "images" {
  name     = "patient-images"
  location = "EUROPE-WEST3"

  logging {
    log_bucket = "access-logs-of-all-buckets"
  }
}

resource "azurerm_storage_account" "claims" {
  name                     = "claims"
  resource_group_name      = "claims"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "ZRS"
}

resource "azurerm_monitor_diagnostic_setting" "claims" {
  name                       = "access"
  target_resource_id         = azurerm_storage_account.claims.id
  log_analytics_workspace_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/audit"

  enabled_log {
    category = "StorageRead"
  }
}

# It has minute metrics only, and no log that could be off.
resource "azurerm_storage_account_queue_properties" "claims" {
  storage_account_id = azurerm_storage_account.claims.id

  minute_metrics {
    version = "1.0"
  }
}
