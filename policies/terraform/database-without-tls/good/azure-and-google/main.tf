# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

# It starts at TLS 1.2 and keeps the other port closed unless told otherwise.
resource "azurerm_redis_cache" "sessions" {
  name                = "sessions"
  resource_group_name = "bank"
  location            = "westeurope"
  capacity            = 1
  family              = "P"
  sku_name            = "Premium"
}

resource "azurerm_postgresql_flexible_server_configuration" "tls" {
  name      = "require_secure_transport"
  server_id = azurerm_postgresql_flexible_server.claims.id
  value     = "on"
}

# This setting has nothing to do with connections.
resource "azurerm_postgresql_flexible_server_configuration" "checkpoints" {
  name      = "log_checkpoints"
  server_id = azurerm_postgresql_flexible_server.claims.id
  value     = "off"
}

resource "google_sql_database_instance" "payments" {
  name             = "payments"
  region           = "europe-west1"
  database_version = "POSTGRES_16"

  settings {
    tier = "db-custom-4-16384"

    ip_configuration {
      ipv4_enabled = false
      ssl_mode     = "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"
    }
  }
}

resource "google_redis_instance" "limits" {
  name                    = "limits"
  memory_size_gb          = 4
  transit_encryption_mode = "SERVER_AUTHENTICATION"
}
