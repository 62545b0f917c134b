# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_container_registry" "payments" {
  name                = "payments"
  resource_group_name = "payments"
  location            = "westeurope"
  sku                 = "Premium"
  admin_enabled       = false
}

resource "azurerm_app_configuration" "limits" {
  name                = "limits"
  resource_group_name = "payments"
  location            = "westeurope"
  sku                 = "standard"
  local_auth_enabled  = false
}

resource "azurerm_linux_virtual_machine" "claims" {
  name                  = "claims"
  resource_group_name   = "claims"
  location              = "westeurope"
  size                  = "Standard_D2s_v5"
  admin_username        = "operator"
  network_interface_ids = ["/subscriptions/1/resourceGroups/claims/providers/Microsoft.Network/networkInterfaces/claims"]
}

resource "google_compute_project_metadata" "hospital" {
  metadata = {
    enable-oslogin = "TRUE"
  }
}

resource "google_compute_instance" "patients" {
  name         = "patients"
  machine_type = "e2-standard-2"
  zone         = "europe-west3-a"

  metadata = {
    enable-oslogin = "true"
  }

  boot_disk {
    initialize_params {
      image = "projects/hospital/global/images/base"
    }
  }

  network_interface {
    subnetwork = "projects/hospital/regions/europe-west3/subnetworks/core"
  }
}
