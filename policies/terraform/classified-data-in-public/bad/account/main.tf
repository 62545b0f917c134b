# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_mssql_server" "claims" {
  name                          = "claims"
  resource_group_name           = "rg-claims"
  location                      = "westeurope"
  version                       = "12.0"
  public_network_access_enabled = true

  tags = {
    sensitivity = "restricted"
  }
}
