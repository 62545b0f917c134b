# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_mssql_server" "claims" {
  name                = "claims"
  resource_group_name = "insurance"
  location            = "westeurope"
  version             = "12.0"
}

# The part is there, and says no key.
resource "azurerm_mssql_server_transparent_data_encryption" "claims" {
  server_id = azurerm_mssql_server.claims.id
}

resource "azurerm_postgresql_flexible_server" "policies" {
  name                = "policies"
  resource_group_name = "insurance"
  location            = "westeurope"
}

resource "google_sql_database_instance" "payments" {
  name             = "payments"
  region           = "europe-west1"
  database_version = "POSTGRES_16"

  settings {
    tier = "db-custom-4-16384"
  }
}

resource "google_redis_instance" "sessions" {
  name                 = "sessions"
  memory_size_gb       = 4
  customer_managed_key = ""
}
