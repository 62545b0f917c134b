# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_data_factory" "claims" {
  name                            = "claims"
  resource_group_name             = "claims"
  location                        = "westeurope"
  managed_virtual_network_enabled = true
}

resource "azurerm_synapse_workspace" "payments" {
  name                                 = "payments"
  resource_group_name                  = "payments"
  location                             = "westeurope"
  storage_data_lake_gen2_filesystem_id = "https://payments.dfs.core.windows.net/lake"
  managed_virtual_network_enabled      = true
  data_exfiltration_protection_enabled = true
}

resource "google_dataflow_job" "patients" {
  name              = "patients"
  region            = "europe-west3"
  template_gcs_path = "gs://hospital-templates/patients"
  temp_gcs_location = "gs://hospital-temp/patients"
  subnetwork        = "regions/europe-west3/subnetworks/research"
  ip_configuration  = "WORKER_IP_PRIVATE"
}

resource "google_dataproc_cluster" "scans" {
  name   = "scans"
  region = "europe-west3"

  cluster_config {
    gce_cluster_config {
      subnetwork       = "research"
      internal_ip_only = true
    }
  }
}

resource "google_data_fusion_instance" "loads" {
  name             = "loads"
  region           = "europe-west3"
  type             = "ENTERPRISE"
  private_instance = true
}
