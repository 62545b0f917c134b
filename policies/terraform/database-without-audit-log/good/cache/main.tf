# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_redis_cache" "quotes" {
  name                = "quotes"
  resource_group_name = "claims"
  location            = "westeurope"
  capacity            = 1
  family              = "C"
  sku_name            = "Standard"
}

resource "azurerm_monitor_diagnostic_setting" "quotes" {
  name                       = "audit"
  target_resource_id         = azurerm_redis_cache.quotes.id
  log_analytics_workspace_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/audit"

  enabled_log {
    category_group = "audit"
  }
}

resource "google_sql_database_instance" "risk" {
  name             = "risk"
  region           = "europe-west3"
  database_version = "SQLSERVER_2019_STANDARD"

  settings {
    tier = "db-custom-2-7680"

    sql_server_audit_config {
      bucket = "gs://risk-audit"
    }
  }
}
