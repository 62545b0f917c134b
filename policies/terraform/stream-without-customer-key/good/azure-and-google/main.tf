# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_servicebus_namespace" "payments" {
  name                = "payments"
  resource_group_name = "bank"
  location            = "westeurope"
  sku                 = "Premium"

  customer_managed_key {
    key_vault_key_id = azurerm_key_vault_key.payments.id
    identity_id      = azurerm_user_assigned_identity.payments.id
  }
}

resource "azurerm_eventhub_namespace" "clicks" {
  name                = "clicks"
  resource_group_name = "bank"
  location            = "westeurope"
  sku                 = "Premium"
}

resource "azurerm_eventhub_namespace_customer_managed_key" "clicks" {
  eventhub_namespace_id = azurerm_eventhub_namespace.clicks.id
  key_vault_key_ids     = [azurerm_key_vault_key.clicks.id]
}

resource "google_pubsub_topic" "claims" {
  name         = "claims"
  kms_key_name = google_kms_crypto_key.claims.id
}

# A subscription keeps what its topic encrypts.
resource "google_pubsub_subscription" "claims" {
  name  = "claims"
  topic = google_pubsub_topic.claims.id
}
