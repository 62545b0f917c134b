# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_storage_account" "claims" {
  name                     = "claimsfiles"
  resource_group_name      = "insurance"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "GRS"
}

resource "azurerm_storage_account_customer_managed_key" "claims" {
  storage_account_id = azurerm_storage_account.claims.id
  key_vault_key_id   = azurerm_key_vault_key.claims.id
}

resource "azurerm_managed_disk" "scans" {
  name                   = "scans"
  resource_group_name    = "insurance"
  location               = "westeurope"
  storage_account_type   = "Premium_LRS"
  create_option          = "Empty"
  disk_size_gb           = 512
  disk_encryption_set_id = azurerm_disk_encryption_set.claims.id
}

resource "google_storage_bucket" "patients" {
  name     = "patients-files"
  location = "EU"

  encryption {
    default_kms_key_name = google_kms_crypto_key.patients.id
  }
}

# This tier takes no key.
resource "google_filestore_instance" "letters" {
  name = "letters"
  tier = "BASIC_HDD"

  file_shares {
    capacity_gb = 1024
    name        = "letters"
  }

  networks {
    network = "default"
    modes   = ["MODE_IPV4"]
  }
}
