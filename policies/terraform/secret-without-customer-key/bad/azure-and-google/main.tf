# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_app_configuration" "claims" {
  name                = "claims"
  resource_group_name = "insurance"
  location            = "westeurope"
  sku                 = "standard"
}

resource "google_secret_manager_secret" "card_network" {
  secret_id = "card-network"

  replication {
    auto {}
  }
}

# One of its two copies has a key.
resource "google_secret_manager_secret" "lab" {
  secret_id = "lab"

  replication {
    user_managed {
      replicas {
        location = "europe-west1"

        customer_managed_encryption {
          kms_key_name = google_kms_crypto_key.lab.id
        }
      }

      replicas {
        location = "europe-west4"
      }
    }
  }
}

resource "google_parameter_manager_parameter" "limits" {
  parameter_id = "limits"
  kms_key      = ""
}
