# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_key_vault" "payments" {
  name                = "payments"
  resource_group_name = "payments"
  location            = "westeurope"
  sku_name            = "premium"
  tenant_id           = "00000000-0000-0000-0000-000000000000"
}

resource "azurerm_key_vault" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
  sku_name            = "premium"
  tenant_id           = "00000000-0000-0000-0000-000000000000"
}

resource "azurerm_monitor_diagnostic_setting" "claims" {
  name                       = "metrics"
  target_resource_id         = azurerm_key_vault.claims.id
  log_analytics_workspace_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/audit"

  enabled_metric {
    category = "AllMetrics"
  }
}

resource "google_identity_platform_config" "patients" {
  project = "patients"

  monitoring {
    request_logging {
      enabled = false
    }
  }
}
