# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

# The rule of the lower number decides.
resource "azurerm_network_security_rule" "ssh" {
  name                        = "ssh"
  priority                    = 200
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_port_range           = "*"
  destination_port_range      = "20-30"
  source_address_prefix       = "*"
  destination_address_prefix  = "*"
  network_security_group_name = "nsg-core"
  resource_group_name         = "rg-core"
}

resource "azurerm_network_security_rule" "no_ssh_later" {
  name                        = "no_ssh_later"
  priority                    = 300
  direction                   = "Inbound"
  access                      = "Deny"
  protocol                    = "Tcp"
  source_port_range           = "*"
  destination_port_range      = "22"
  source_address_prefix       = "*"
  destination_address_prefix  = "*"
  network_security_group_name = "nsg-core"
  resource_group_name         = "rg-core"
}

resource "azurerm_network_security_rule" "no_telnet" {
  name                        = "no_telnet"
  priority                    = 100
  direction                   = "Inbound"
  access                      = "Deny"
  protocol                    = "Tcp"
  source_port_range           = "*"
  destination_port_range      = "23"
  source_address_prefix       = "*"
  destination_address_prefix  = "*"
  network_security_group_name = "nsg-core"
  resource_group_name         = "rg-core"
}

resource "google_compute_firewall" "ssh" {
  name          = "ssh"
  network       = "core"
  priority      = 1000
  source_ranges = ["0.0.0.0/0"]

  allow {
    protocol = "tcp"
    ports    = ["22", "443"]
  }
}

resource "google_compute_firewall" "no_ssh" {
  name          = "no-ssh"
  network       = "core"
  priority      = 1100
  source_ranges = ["0.0.0.0/0"]

  deny {
    protocol = "tcp"
    ports    = ["22"]
  }
}
