# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_mssql_server" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
  version             = "12.0"
}

resource "azurerm_mssql_server_extended_auditing_policy" "claims" {
  server_id = azurerm_mssql_server.claims.id
  enabled   = false
}

resource "azurerm_postgresql_flexible_server_configuration" "connections" {
  name      = "log_connections"
  server_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/claims/providers/Microsoft.DBforPostgreSQL/flexibleServers/payments"
  value     = "off"
}

resource "azurerm_redis_cache" "quotes" {
  name                = "quotes"
  resource_group_name = "claims"
  location            = "westeurope"
  capacity            = 1
  family              = "C"
  sku_name            = "Standard"
}

resource "google_sql_database_instance" "risk" {
  name             = "risk"
  region           = "europe-west3"
  database_version = "SQLSERVER_2019_STANDARD"

  settings {
    tier = "db-custom-2-7680"
  }
}
