# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_container_registry" "payments" {
  name                          = "payments"
  resource_group_name           = "payments"
  location                      = "westeurope"
  sku                           = "Premium"
  anonymous_pull_enabled        = true
  public_network_access_enabled = false
}

resource "azurerm_container_registry" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
  sku                 = "Standard"
}

resource "azurerm_container_registry" "models" {
  name                = "models"
  resource_group_name = "models"
  location            = "westeurope"
  sku                 = "Premium"

  network_rule_set {
    default_action = "Allow"
  }
}
