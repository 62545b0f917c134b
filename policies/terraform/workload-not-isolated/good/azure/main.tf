# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_container_group" "letters" {
  name                = "letters"
  resource_group_name = "claims"
  location            = "westeurope"
  os_type             = "Linux"
  ip_address_type     = "Private"
  subnet_ids          = ["/subscriptions/1/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/bank/subnets/letters"]

  container {
    name   = "letters"
    image  = "bank.azurecr.io/letters:1.4"
    cpu    = 1
    memory = 2

    security {
      privilege_enabled = false
    }
  }
}

resource "azurerm_batch_pool" "nightly" {
  name                = "nightly"
  resource_group_name = "payments"
  account_name        = "payments"
  node_agent_sku_id   = "batch.node.ubuntu 22.04"
  vm_size             = "STANDARD_D2S_V3"

  network_configuration {
    subnet_id = "/subscriptions/1/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/bank/subnets/nightly"
  }

  start_task {
    command_line = "true"

    user_identity {
      auto_user {
        elevation_level = "NonAdmin"
      }
    }
  }
}

resource "azurerm_container_app_environment" "claims" {
  name                     = "claims"
  resource_group_name      = "claims"
  location                 = "westeurope"
  infrastructure_subnet_id = "/subscriptions/1/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/bank/subnets/apps"
}
