# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_synapse_workspace" "claims" {
  name                                 = "claims"
  resource_group_name                  = "claims"
  location                             = "westeurope"
  storage_data_lake_gen2_filesystem_id = "https://claims.dfs.core.windows.net/lake"
  public_network_access_enabled        = false
}

resource "azurerm_kusto_cluster" "payments" {
  name                = "payments"
  resource_group_name = "payments"
  location            = "westeurope"
  allowed_ip_ranges   = ["20.50.4.0/24"]
}

resource "google_bigquery_dataset" "patients" {
  dataset_id = "patients"
  location   = "europe-west3"

  access {
    role           = "READER"
    group_by_email = "doctors@hospital.example"
  }

  access {
    role          = "OWNER"
    special_group = "projectOwners"
  }
}

resource "google_looker_instance" "reports" {
  name               = "reports"
  region             = "europe-west3"
  platform_edition   = "LOOKER_CORE_ENTERPRISE_ANNUAL"
  private_ip_enabled = true
  public_ip_enabled  = false
}
