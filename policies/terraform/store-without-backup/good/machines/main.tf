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

resource "azurerm_backup_protected_vm" "claims" {
  resource_group_name = "claims"
  recovery_vault_name = "claims"
  source_vm_id        = azurerm_linux_virtual_machine.claims.id
  backup_policy_id    = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/claims/providers/Microsoft.RecoveryServices/vaults/claims/backupPolicies/daily"
}

resource "google_compute_disk" "payments" {
  name = "payments"
  zone = "europe-west3-a"
  size = 500
}

resource "google_compute_disk_resource_policy_attachment" "payments" {
  name = "daily"
  disk = google_compute_disk.payments.name
  zone = "europe-west3-a"
}

# It says how machines are placed, and no backup.
resource "google_compute_resource_policy" "apart" {
  name   = "apart"
  region = "europe-west3"

  group_placement_policy {
    availability_domain_count = 2
  }
}
