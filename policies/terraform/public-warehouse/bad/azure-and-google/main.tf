# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_synapse_workspace" "claims" {
  name                                 = "claims"
  resource_group_name                  = "claims"
  location                             = "westeurope"
  storage_data_lake_gen2_filesystem_id = "https://claims.dfs.core.windows.net/lake"
}

resource "azurerm_synapse_firewall_rule" "anybody" {
  name                 = "anybody"
  synapse_workspace_id = azurerm_synapse_workspace.claims.id
  start_ip_address     = "0.0.0.0"
  end_ip_address       = "255.255.255.255"
}

resource "azurerm_kusto_cluster" "payments" {
  name                = "payments"
  resource_group_name = "payments"
  location            = "westeurope"
  allowed_ip_ranges   = ["10.1.0.0/16", "0.0.0.0/0"]
}

resource "google_bigquery_dataset" "patients" {
  dataset_id = "patients"
  location   = "europe-west3"

  access {
    role          = "OWNER"
    user_by_email = "owner@hospital.example"
  }

  access {
    role          = "READER"
    special_group = "allAuthenticatedUsers"
  }
}

resource "google_data_fusion_instance" "loads" {
  name   = "loads"
  region = "europe-west3"
  type   = "ENTERPRISE"
}
