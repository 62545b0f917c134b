# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_postgresql_flexible_server" "claims" {
  name                         = "claims"
  resource_group_name          = "claims"
  location                     = "westeurope"
  version                      = "16"
  sku_name                     = "GP_Standard_D4s_v3"
  backup_retention_days        = 14
  geo_redundant_backup_enabled = true
}

# What it copies is backed up.
resource "azurerm_postgresql_flexible_server" "reports" {
  name                = "reports"
  resource_group_name = "claims"
  location            = "westeurope"
  create_mode         = "Replica"
  source_server_id    = azurerm_postgresql_flexible_server.claims.id
}

# One kind of backup is enough.
resource "azurerm_cosmosdb_account" "patients" {
  name                = "patients"
  resource_group_name = "patients"
  location            = "westeurope"
  offer_type          = "Standard"

  backup {
    type = "Continuous"
    tier = "Continuous7Days"
  }

  consistency_policy {
    consistency_level = "Session"
  }

  geo_location {
    location          = "westeurope"
    failover_priority = 0
  }
}

resource "google_sql_database_instance" "risk" {
  name             = "risk"
  region           = "europe-west3"
  database_version = "POSTGRES_16"

  settings {
    tier = "db-custom-2-7680"

    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
    }
  }
}

resource "google_redis_cluster" "quotes" {
  name        = "quotes"
  region      = "europe-west3"
  shard_count = 3

  automated_backup_config {
    retention = "604800s"

    fixed_frequency_schedule {
      start_time {
        hours = 3
      }
    }
  }
}
