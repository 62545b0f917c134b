provider "aws" {
  region = "eu-central-1"
}

resource "aws_db_instance" "patients" {
  identifier                  = "patients"
  engine                      = "postgres"
  instance_class              = "db.m6g.large"
  allocated_storage           = 100
  username                    = "patients"
  manage_master_user_password = true
  storage_encrypted           = true
  publicly_accessible         = true

  tags = {
    Classification = "PHI"
  }
}
