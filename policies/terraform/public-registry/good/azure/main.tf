# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_container_registry" "payments" {
  name                          = "payments"
  resource_group_name           = "payments"
  location                      = "westeurope"
  sku                           = "Premium"
  public_network_access_enabled = false
}

resource "azurerm_container_registry" "claims" {
  name                          = "claims"
  resource_group_name           = "claims"
  location                      = "westeurope"
  sku                           = "Premium"
  anonymous_pull_enabled        = false
  public_network_access_enabled = true

  network_rule_set {
    default_action = "Deny"

    ip_rule {
      action   = "Allow"
      ip_range = "20.50.4.0/24"
    }
  }
}
