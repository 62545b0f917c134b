# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_container_group" "letters" {
  name                = "letters"
  resource_group_name = "claims"
  location            = "westeurope"
  os_type             = "Linux"
  ip_address_type     = "None"

  container {
    name   = "letters"
    image  = "bank.azurecr.io/letters:1.4"
    cpu    = 1
    memory = 2
  }
}

resource "azurerm_container_group" "scores" {
  name                = "scores"
  resource_group_name = "fraud"
  location            = "westeurope"
  os_type             = "Linux"
  ip_address_type     = "Private"
  subnet_ids          = ["/subscriptions/1/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/bank/subnets/scores"]

  container {
    name   = "scores"
    image  = "bank.azurecr.io/scores:1.4"
    cpu    = 1
    memory = 2

    security {
      privilege_enabled = true
    }
  }

  container {
    name   = "probe"
    image  = "bank.azurecr.io/probe:1.4"
    cpu    = 1
    memory = 2

    security {
      privilege_enabled = terraform_data.settings.output
    }
  }
}

resource "azurerm_batch_pool" "nightly" {
  name                = "nightly"
  resource_group_name = "payments"
  account_name        = "payments"
  node_agent_sku_id   = "batch.node.ubuntu 22.04"
  vm_size             = "STANDARD_D2S_V3"
}

resource "terraform_data" "settings" {
  input = false
}
