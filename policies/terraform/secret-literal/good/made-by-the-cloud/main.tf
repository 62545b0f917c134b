provider "aws" {
  region = "eu-central-1"
}

resource "aws_db_instance" "payments" {
  identifier                  = "payments"
  engine                      = "postgres"
  instance_class              = "db.m6g.large"
  allocated_storage           = 100
  storage_encrypted           = true
  username                    = "payments"
  manage_master_user_password = true
  skip_final_snapshot         = true
}

resource "aws_secretsmanager_secret" "api" {
  name = "payments/api-token"
}
