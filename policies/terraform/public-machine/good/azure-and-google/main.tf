# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_network_interface" "payments" {
  name                = "payments"
  resource_group_name = "payments"
  location            = "westeurope"

  ip_configuration {
    name                          = "first"
    private_ip_address_allocation = "Dynamic"
    subnet_id                     = "/subscriptions/1/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/bank/subnets/payments"
  }
}

resource "azurerm_linux_web_app" "claims" {
  name                          = "claims"
  resource_group_name           = "claims"
  location                      = "westeurope"
  service_plan_id               = "/subscriptions/1/resourceGroups/claims/providers/Microsoft.Web/serverFarms/claims"
  public_network_access_enabled = true

  site_config {
    ip_restriction_default_action = "Deny"
  }
}

resource "google_compute_instance" "patients" {
  name         = "patients"
  machine_type = "e2-standard-2"
  zone         = "europe-west3-a"

  metadata = {
    serial-port-enable = "FALSE"
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
