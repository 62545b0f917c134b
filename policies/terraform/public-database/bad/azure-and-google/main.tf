# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_mssql_server" "payments" {
  name                          = "payments"
  resource_group_name           = "payments"
  location                      = "westeurope"
  version                       = "12.0"
  public_network_access_enabled = true
}

resource "azurerm_postgresql_flexible_server_firewall_rule" "reports" {
  name             = "reports"
  server_id        = azurerm_postgresql_flexible_server.reports.id
  start_ip_address = "0.0.0.0"
  end_ip_address   = "20.50.4.255"
}

resource "azurerm_postgresql_flexible_server" "reports" {
  name                          = "reports"
  resource_group_name           = "reports"
  location                      = "westeurope"
  public_network_access_enabled = false
}

resource "azurerm_redis_cache" "sessions" {
  name                = "sessions"
  resource_group_name = "bank"
  location            = "westeurope"
  capacity            = 1
  family              = "C"
  sku_name            = "Standard"
}

resource "google_sql_database_instance" "patients" {
  name             = "patients"
  database_version = "POSTGRES_16"
  region           = "europe-west3"

  settings {
    tier = "db-custom-2-7680"

    ip_configuration {
      ipv4_enabled = true

      authorized_networks {
        name  = "anywhere"
        value = "0.0.0.0/0"
      }
    }
  }
}
