provider "aws" {
  region = "eu-central-1"
}

# Its clusters in every region are what it is.
resource "aws_rds_global_cluster" "bookings" {
  global_cluster_identifier = "bookings"
  engine                    = "aurora-postgresql"
  engine_version            = "16.4"
}

resource "aws_rds_global_cluster" "tickets" {
  global_cluster_identifier = "tickets"
  engine                    = "aurora-postgresql"
  engine_version            = "16.4"
  storage_encrypted         = false
}
