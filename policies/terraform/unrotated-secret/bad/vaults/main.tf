# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_storage_account" "claims" {
  name                     = "claims"
  resource_group_name      = "claims"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "ZRS"
}

resource "azurerm_kubernetes_cluster" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"

  default_node_pool {
    name       = "default"
    node_count = 3
    vm_size    = "Standard_D4s_v5"
  }

  key_vault_secrets_provider {
    secret_rotation_enabled = false
  }
}

resource "google_secret_manager_secret" "ledger" {
  secret_id = "ledger"

  replication {
    auto {}
  }

  rotation {
    rotation_period    = "15552000s"
    next_rotation_time = "2027-01-01T00:00:00Z"
  }
}

resource "google_secret_manager_secret" "mail" {
  secret_id = "mail"

  replication {
    auto {}
  }
}
