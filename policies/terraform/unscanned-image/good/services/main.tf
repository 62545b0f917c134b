# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_cloud_run_v2_service" "portal" {
  name     = "portal"
  location = "europe-west3"

  binary_authorization {
    use_default = true
  }

  template {
    containers {
      image = "europe-west3-docker.pkg.dev/portal/images/portal:1.4.2"
    }
  }
}

resource "google_binary_authorization_policy" "payments" {
  default_admission_rule {
    evaluation_mode  = "ALWAYS_DENY"
    enforcement_mode = "ENFORCED_BLOCK_AND_AUDIT_LOG"
  }
}

# The plan for another kind of resource says nothing of images.
resource "azurerm_security_center_subscription_pricing" "machines" {
  resource_type = "VirtualMachines"
  tier          = "Free"
}

resource "azurerm_container_registry" "images" {
  name                      = "images"
  resource_group_name       = "claims"
  location                  = "westeurope"
  sku                       = "Premium"
  quarantine_policy_enabled = true
}
