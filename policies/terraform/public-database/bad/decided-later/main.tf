provider "aws" {
  region = "eu-central-1"
}

variable "exposed" {
  type    = bool
  default = true
}

resource "terraform_data" "settings" {
  input = { exposed = false }
}

resource "aws_rds_cluster_instance" "payments" {
  cluster_identifier  = "payments"
  engine              = "aurora-postgresql"
  instance_class      = "db.r6g.large"
  publicly_accessible = terraform_data.settings.output.exposed
}

resource "aws_dms_replication_instance" "policies" {
  replication_instance_id    = "policies"
  replication_instance_class = "dms.r5.large"
  publicly_accessible        = var.exposed
}

resource "aws_opensearch_domain" "claims" {
  domain_name    = "claims"
  engine_version = "OpenSearch_2.11"
}
