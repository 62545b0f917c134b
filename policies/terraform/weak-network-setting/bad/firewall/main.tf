# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_cdn_frontdoor_firewall_policy" "main" {
  name                = "main"
  resource_group_name = "bank"
  sku_name            = "Premium_AzureFrontDoor"
  mode                = "Detection"
}

resource "google_dns_managed_zone" "public" {
  name     = "public"
  dns_name = "bank.example."

  dnssec_config {
    state = "off"
  }
}
