# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_storage_account" "claims" {
  name                     = "claimsfiles"
  resource_group_name      = "insurance"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "GRS"
}

resource "azurerm_managed_disk" "scans" {
  name                 = "scans"
  resource_group_name  = "insurance"
  location             = "westeurope"
  storage_account_type = "Premium_LRS"
  create_option        = "Empty"
  disk_size_gb         = 512
}

resource "google_storage_bucket" "patients" {
  name     = "patients-files"
  location = "EU"

  encryption {
    default_kms_key_name = ""
  }
}

resource "google_filestore_instance" "letters" {
  name = "letters"
  tier = "ENTERPRISE"

  file_shares {
    capacity_gb = 1024
    name        = "letters"
  }

  networks {
    network = "default"
    modes   = ["MODE_IPV4"]
  }
}
