# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_linux_virtual_machine" "claims" {
  name                  = "claims"
  resource_group_name   = "claims"
  location              = "westeurope"
  size                  = "Standard_D4s_v5"
  admin_username        = "operator"
  network_interface_ids = ["/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/claims/providers/Microsoft.Network/networkInterfaces/claims"]

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Premium_ZRS"
  }
}

resource "azurerm_storage_account" "letters" {
  name                     = "letters"
  resource_group_name      = "claims"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

resource "google_compute_disk" "payments" {
  name = "payments"
  zone = "europe-west3-a"
  size = 500
}

resource "google_backup_dr_backup_plan" "machines" {
  backup_plan_id = "machines"
  location       = "europe-west3"
  resource_type  = "compute.googleapis.com/Instance"
  backup_vault   = "projects/payments/locations/europe-west3/backupVaults/machines"

  backup_rules {
    rule_id               = "daily"
    backup_retention_days = 2
  }
}
