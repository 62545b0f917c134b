provider "aws" {
  region = "eu-central-1"
}

resource "aws_db_instance" "claims" {
  identifier                  = "claims"
  engine                      = "postgres"
  instance_class              = "db.m6g.large"
  allocated_storage           = 100
  username                    = "claims"
  manage_master_user_password = true
  publicly_accessible         = true
  storage_encrypted           = true
}
