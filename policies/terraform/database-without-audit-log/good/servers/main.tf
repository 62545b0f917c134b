# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_mssql_server" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
  version             = "12.0"
}

resource "azurerm_mssql_server_extended_auditing_policy" "claims" {
  server_id = azurerm_mssql_server.claims.id
  enabled   = true
}

# Not one of those that an auditor asks for.
resource "azurerm_postgresql_flexible_server_configuration" "durations" {
  name      = "log_duration"
  server_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/claims/providers/Microsoft.DBforPostgreSQL/flexibleServers/payments"
  value     = "off"
}

# Its audit log is a flag of the database.
resource "google_sql_database_instance" "risk" {
  name             = "risk"
  region           = "europe-west3"
  database_version = "POSTGRES_16"

  settings {
    tier = "db-custom-2-7680"

    database_flags {
      name  = "log_connections"
      value = "on"
    }

    database_flags {
      name  = "log_disconnections"
      value = "on"
    }

    database_flags {
      name  = "cloudsql.enable_pgaudit"
      value = "on"
    }

    database_flags {
      name  = "log_lock_waits"
      value = "on"
    }
  }
}
