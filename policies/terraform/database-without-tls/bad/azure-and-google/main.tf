# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_redis_cache" "sessions" {
  name                 = "sessions"
  resource_group_name  = "bank"
  location             = "westeurope"
  capacity             = 1
  family               = "P"
  sku_name             = "Premium"
  non_ssl_port_enabled = true
}

# What the server requires is a resource of its own.
resource "azurerm_postgresql_flexible_server_configuration" "tls" {
  name      = "require_secure_transport"
  server_id = azurerm_postgresql_flexible_server.claims.id
  value     = "off"
}

resource "azurerm_mssql_server" "claims" {
  name                = "claims"
  resource_group_name = "insurance"
  location            = "westeurope"
  version             = "12.0"
  minimum_tls_version = "1.0"
}

resource "google_sql_database_instance" "payments" {
  name             = "payments"
  region           = "europe-west1"
  database_version = "POSTGRES_16"

  settings {
    tier = "db-custom-4-16384"

    ip_configuration {
      ipv4_enabled = false
      ssl_mode     = "ALLOW_UNENCRYPTED_AND_ENCRYPTED"
    }
  }
}

resource "google_redis_instance" "limits" {
  name           = "limits"
  memory_size_gb = 4
}
