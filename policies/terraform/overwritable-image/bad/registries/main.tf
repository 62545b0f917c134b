# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_artifact_registry_repository" "payments" {
  repository_id = "payments"
  location      = "europe-west3"
  format        = "DOCKER"

  docker_config {
    immutable_tags = false
  }
}

resource "google_artifact_registry_repository" "claims" {
  repository_id = "claims"
  location      = "europe-west3"
  format        = "DOCKER"
}
