# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_kubernetes_cluster" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"

  default_node_pool {
    name       = "default"
    node_count = 3
    vm_size    = "Standard_D4s_v5"
  }

  oms_agent {
    log_analytics_workspace_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/audit"
  }
}

resource "azurerm_monitor_diagnostic_setting" "claims" {
  name                       = "audit"
  target_resource_id         = azurerm_kubernetes_cluster.claims.id
  log_analytics_workspace_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/audit"

  enabled_log {
    category = "kube-audit"
  }
}

resource "google_container_cluster" "payments" {
  name                        = "payments"
  location                    = "europe-west3"
  initial_node_count          = 1
  enable_intranode_visibility = true
}

# It sees the traffic between its pods without being asked.
resource "google_container_cluster" "risk" {
  name             = "risk"
  location         = "europe-west3"
  enable_autopilot = true
}
