# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_storage_account" "claims" {
  name                          = "claims"
  resource_group_name           = "claims"
  location                      = "westeurope"
  account_tier                  = "Standard"
  account_replication_type      = "ZRS"
  public_network_access_enabled = true
}

resource "azurerm_storage_account_network_rules" "claims" {
  storage_account_id = azurerm_storage_account.claims.id
  default_action     = "Allow"
}

resource "azurerm_managed_disk" "payments" {
  name                 = "payments"
  resource_group_name  = "payments"
  location             = "westeurope"
  storage_account_type = "Premium_LRS"
  create_option        = "Empty"
  disk_size_gb         = 128
}

resource "google_storage_bucket_access_control" "patients" {
  bucket = "patients"
  role   = "READER"
  entity = "allUsers"
}

resource "google_filestore_instance" "scans" {
  name     = "scans"
  location = "europe-west3-a"
  tier     = "ENTERPRISE"

  file_shares {
    name        = "scans"
    capacity_gb = 1024

    nfs_export_options {
      ip_ranges   = ["0.0.0.0/0"]
      access_mode = "READ_WRITE"
    }
  }
}
