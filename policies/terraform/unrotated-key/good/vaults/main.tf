# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_key_vault_key" "claims" {
  name         = "claims"
  key_vault_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/claims/providers/Microsoft.KeyVault/vaults/claims"
  key_type     = "RSA-HSM"
  key_size     = 4096
  key_opts     = ["wrapKey", "unwrapKey"]

  rotation_policy {
    expire_after         = "P1Y"
    notify_before_expiry = "P30D"

    automatic {
      time_before_expiry = "P60D"
    }
  }
}

resource "azurerm_disk_encryption_set" "claims" {
  name                      = "claims"
  resource_group_name       = "claims"
  location                  = "westeurope"
  key_vault_key_id          = azurerm_key_vault_key.claims.id
  auto_key_rotation_enabled = true

  identity {
    type = "SystemAssigned"
  }
}

resource "google_kms_crypto_key" "payments" {
  name            = "payments"
  key_ring        = "projects/payments/locations/europe-west3/keyRings/payments"
  purpose         = "ENCRYPT_DECRYPT"
  rotation_period = "31536000s"
}

# A pair of keys cannot be rotated by the service.
resource "google_kms_crypto_key" "signatures" {
  name     = "signatures"
  key_ring = "projects/payments/locations/europe-west3/keyRings/payments"
  purpose  = "ASYMMETRIC_SIGN"
}
