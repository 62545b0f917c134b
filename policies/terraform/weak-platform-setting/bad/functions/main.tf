# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_linux_web_app" "portal" {
  name                = "portal"
  resource_group_name = "insurance"
  location            = "westeurope"
  service_plan_id     = "/subscriptions/s/resourceGroups/insurance/providers/Microsoft.Web/serverFarms/p"

  site_config {
    remote_debugging_enabled = true

    cors {
      allowed_origins = ["*"]
    }
  }
}

resource "google_container_node_pool" "claims" {
  name    = "claims"
  cluster = "claims"

  management {
    auto_repair  = true
    auto_upgrade = false
  }

  node_config {
    shielded_instance_config {
      enable_secure_boot = true
    }
  }
}
