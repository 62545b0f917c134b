# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_postgresql_flexible_server" "payments" {
  name                = "payments"
  resource_group_name = "payments"
  location            = "westeurope"
  delegated_subnet_id = "/subscriptions/1/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/bank/subnets/database"
}

resource "azurerm_cosmosdb_account" "claims" {
  name                          = "claims"
  resource_group_name           = "claims"
  location                      = "westeurope"
  offer_type                    = "Standard"
  public_network_access_enabled = false
}

resource "azurerm_search_service" "letters" {
  name                = "letters"
  resource_group_name = "claims"
  location            = "westeurope"
  sku                 = "standard"
  allowed_ips         = ["20.50.4.0/24"]
}

resource "google_sql_database_instance" "patients" {
  name             = "patients"
  database_version = "POSTGRES_16"
  region           = "europe-west3"

  settings {
    tier = "db-custom-2-7680"

    ip_configuration {
      ipv4_enabled    = false
      private_network = "projects/hospital/global/networks/core"
    }
  }
}
