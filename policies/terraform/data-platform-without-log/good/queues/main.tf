# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_servicebus_namespace" "payments" {
  name                = "payments"
  resource_group_name = "payments"
  location            = "westeurope"
  sku                 = "Premium"
}

resource "azurerm_monitor_diagnostic_setting" "payments" {
  name                       = "audit"
  target_resource_id         = azurerm_servicebus_namespace.payments.id
  log_analytics_workspace_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/audit"

  enabled_log {
    category_group = "allLogs"
  }
}

resource "google_data_fusion_instance" "claims" {
  name                       = "claims"
  region                     = "europe-west3"
  type                       = "ENTERPRISE"
  enable_stackdriver_logging = true
}

resource "google_cloud_tasks_queue" "letters" {
  name     = "letters"
  location = "europe-west3"

  stackdriver_logging_config {
    sampling_ratio = 1
  }
}

# Its log is one of the workspace only in the tier premium.
resource "azurerm_databricks_workspace" "trial" {
  name                = "trial"
  resource_group_name = "risk"
  location            = "westeurope"
  sku                 = "standard"
}
