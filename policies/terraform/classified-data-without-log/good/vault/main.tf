# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_key_vault" "records" {
  name                = "records"
  resource_group_name = "rg-records"
  location            = "westeurope"
  tenant_id           = "00000000-0000-0000-0000-000000000001"
  sku_name            = "premium"

  tags = {
    data-class = "secret"
  }
}

resource "azurerm_monitor_diagnostic_setting" "records" {
  name                       = "records"
  target_resource_id         = azurerm_key_vault.records.id
  log_analytics_workspace_id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/audit"

  enabled_log {
    category = "AuditEvent"
  }
}
