# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "google_container_cluster" "patients" {
  name     = "patients"
  location = "europe-west3"

  workload_identity_config {
    workload_pool = "hospital.svc.id.goog"
  }

  node_config {
    machine_type = "e2-standard-4"

    workload_metadata_config {
      mode = "GKE_METADATA"
    }
  }
}

resource "google_container_cluster" "scans" {
  name                     = "scans"
  location                 = "europe-west3"
  remove_default_node_pool = true
  initial_node_count       = 1
}

resource "google_container_node_pool" "scans" {
  name     = "scans"
  cluster  = "scans"
  location = "europe-west3"

  node_config {
    machine_type = "e2-standard-4"

    metadata = {
      disable-legacy-endpoints = "true"
    }

    workload_metadata_config {
      mode = "GKE_METADATA"
    }
  }
}
