# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_recovery_services_vault" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
  sku                 = "Standard"
}

resource "azurerm_monitor_diagnostic_setting" "vault" {
  name                       = "audit"
  target_resource_id         = azurerm_recovery_services_vault.claims.id
  log_analytics_workspace_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/audit"

  enabled_log {
    category = "CoreAzureBackup"
  }
}

resource "azurerm_container_registry" "images" {
  name                = "images"
  resource_group_name = "claims"
  location            = "westeurope"
  sku                 = "Premium"
}

resource "azurerm_monitor_diagnostic_setting" "images" {
  name                       = "audit"
  target_resource_id         = azurerm_container_registry.images.id
  log_analytics_workspace_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/audit"

  enabled_log {
    category = "ContainerRegistryLoginEvents"
  }
}
