# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_kubernetes_cluster" "payments" {
  name                    = "payments"
  resource_group_name     = "payments"
  location                = "westeurope"
  dns_prefix              = "payments"
  private_cluster_enabled = true

  default_node_pool {
    name       = "system"
    node_count = 3
    vm_size    = "Standard_D4s_v5"
  }
}

resource "azurerm_kubernetes_cluster" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
  dns_prefix          = "claims"
  run_command_enabled = false

  api_server_access_profile {
    authorized_ip_ranges = ["20.50.4.0/24", "0.0.0.0/0"]
  }

  default_node_pool {
    name       = "system"
    node_count = 3
    vm_size    = "Standard_D4s_v5"
  }
}

resource "google_container_cluster" "patients" {
  name     = "patients"
  location = "europe-west3"

  master_authorized_networks_config {
    gcp_public_cidrs_access_enabled = false

    cidr_blocks {
      cidr_block   = "0.0.0.0/0"
      display_name = "Anywhere"
    }
  }
}
