# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_container_cluster" "payments" {
  name                = "payments"
  location            = "europe-west3"
  initial_node_count  = 1
  deletion_protection = true
}

resource "google_compute_instance" "ledger" {
  name                = "ledger"
  zone                = "europe-west3-a"
  machine_type        = "n2-standard-4"
  deletion_protection = true

  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }

  network_interface {
    subnetwork = "payments"
  }
}

# It is not deleted while it holds something, because nothing else is said.
resource "google_dns_managed_zone" "portal" {
  name     = "portal"
  dns_name = "portal.example.com."
}
