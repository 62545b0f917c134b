# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_cdn_endpoint" "letters" {
  name                = "letters"
  resource_group_name = "insurance"
  location            = "westeurope"
  profile_name        = "insurance"
  is_http_allowed     = false

  origin {
    name      = "letters"
    host_name = "letters.insurance.example"
  }
}

# It answers HTTP only to send people on.
resource "azurerm_cdn_frontdoor_route" "portal" {
  name                          = "portal"
  cdn_frontdoor_endpoint_id     = azurerm_cdn_frontdoor_endpoint.portal.id
  cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.portal.id
  patterns_to_match             = ["/*"]
  supported_protocols           = ["Http", "Https"]
  https_redirect_enabled        = true
  forwarding_protocol           = "HttpsOnly"
}

resource "google_compute_ssl_policy" "portal" {
  name            = "portal"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_target_https_proxy" "portal" {
  name             = "portal"
  url_map          = google_compute_url_map.portal.id
  ssl_certificates = [google_compute_ssl_certificate.portal.id]
  ssl_policy       = google_compute_ssl_policy.portal.id
}

# Tunnels speak version 2 unless told otherwise.
resource "google_compute_vpn_tunnel" "branch" {
  name          = "branch"
  peer_ip       = "203.0.113.7"
  shared_secret = "from-the-vault"
}
