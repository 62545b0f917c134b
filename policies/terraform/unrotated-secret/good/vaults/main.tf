# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

# Nobody signs in with a key of this account.
resource "azurerm_storage_account" "claims" {
  name                      = "claims"
  resource_group_name       = "claims"
  location                  = "westeurope"
  account_tier              = "Standard"
  account_replication_type  = "ZRS"
  shared_access_key_enabled = false
}

# Secrets of a vault do not reach this cluster.
resource "azurerm_kubernetes_cluster" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"

  default_node_pool {
    name       = "default"
    node_count = 3
    vm_size    = "Standard_D4s_v5"
  }
}

resource "google_secret_manager_secret" "ledger" {
  secret_id = "ledger"

  replication {
    auto {}
  }

  rotation {
    rotation_period    = "7776000s"
    next_rotation_time = "2027-01-01T00:00:00Z"
  }
}
