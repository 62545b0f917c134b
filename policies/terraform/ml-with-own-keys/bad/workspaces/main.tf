# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_machine_learning_workspace" "fraud" {
  name                        = "fraud"
  resource_group_name         = "fraud"
  location                    = "westeurope"
  application_insights_id     = "/subscriptions/1/resourceGroups/fraud/providers/Microsoft.Insights/components/fraud"
  key_vault_id                = "/subscriptions/1/resourceGroups/fraud/providers/Microsoft.KeyVault/vaults/fraud"
  storage_account_id          = "/subscriptions/1/resourceGroups/fraud/providers/Microsoft.Storage/storageAccounts/fraud"
  storage_account_access_type = "AccessKey"
}

resource "azurerm_machine_learning_compute_cluster" "training" {
  name                          = "training"
  location                      = "westeurope"
  machine_learning_workspace_id = azurerm_machine_learning_workspace.fraud.id
  vm_priority                   = "Dedicated"
  vm_size                       = "STANDARD_DS3_V2"
  local_auth_enabled            = true

  scale_settings {
    min_node_count                       = 0
    max_node_count                       = 4
    scale_down_nodes_after_idle_duration = "PT10M"
  }
}

resource "azurerm_machine_learning_compute_instance" "notebook" {
  name                          = "notebook"
  machine_learning_workspace_id = azurerm_machine_learning_workspace.fraud.id
  virtual_machine_size          = "STANDARD_DS3_V2"
}
