# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

# Its backups are in two regions, because nothing else is said.
resource "azurerm_synapse_sql_pool" "risk" {
  name                 = "risk"
  synapse_workspace_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/risk/providers/Microsoft.Synapse/workspaces/risk"
  sku_name             = "DW100c"
  storage_account_type = "GRS"
}

resource "google_dataproc_metastore_service" "claims" {
  service_id = "claims"
  location   = "europe-west3"

  scheduled_backup {
    enabled         = true
    backup_location = "gs://metadata-backups"
  }
}

resource "google_composer_environment" "payouts" {
  name   = "payouts"
  region = "europe-west3"

  config {
    environment_size = "ENVIRONMENT_SIZE_SMALL"

    recovery_config {
      scheduled_snapshots_config {
        enabled                    = true
        snapshot_location          = "gs://payouts-snapshots"
        snapshot_creation_schedule = "0 4 * * *"
        time_zone                  = "UTC"
      }
    }
  }
}
