provider "aws" {
  region = "eu-central-1"
}

resource "aws_rds_global_cluster" "bookings" {
  global_cluster_identifier = "bookings"
  engine                    = "aurora-postgresql"
  engine_version            = "16.4"
  storage_encrypted         = true
}

# Made from a cluster that is encrypted, it is too.
resource "aws_rds_global_cluster" "tickets" {
  global_cluster_identifier    = "tickets"
  source_db_cluster_identifier = aws_rds_cluster.tickets.arn
  force_destroy                = true
}

resource "aws_rds_cluster" "tickets" {
  cluster_identifier          = "tickets"
  engine                      = "aurora-postgresql"
  engine_version              = "16.4"
  master_username             = "tickets"
  manage_master_user_password = true
  storage_encrypted           = true

  lifecycle {
    ignore_changes = [global_cluster_identifier]
  }
}
