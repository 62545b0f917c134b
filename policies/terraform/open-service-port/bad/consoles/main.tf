# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_compute_firewall" "spark" {
  name          = "spark"
  network       = "research"
  source_ranges = ["0.0.0.0/0"]

  allow {
    protocol = "tcp"
    ports    = ["8088", "18080-18090"]
  }
}
