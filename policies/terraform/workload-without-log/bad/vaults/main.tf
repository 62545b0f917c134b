# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_recovery_services_vault" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
  sku                 = "Standard"
}

resource "azurerm_container_registry" "images" {
  name                = "images"
  resource_group_name = "claims"
  location            = "westeurope"
  sku                 = "Premium"
}

resource "azurerm_monitor_diagnostic_setting" "images" {
  name                       = "metrics"
  target_resource_id         = azurerm_container_registry.images.id
  log_analytics_workspace_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/audit"

  enabled_metric {
    category = "AllMetrics"
  }
}

resource "google_workstations_workstation_config" "research" {
  workstation_config_id  = "research"
  workstation_cluster_id = "research"
  location               = "europe-west3"
  enable_audit_agent     = false
}
