provider "aws" {
  region = "eu-central-1"
}

# Given to the run that makes the plan, never written here.
variable "database_password" {
  type      = string
  sensitive = true
}

resource "aws_db_instance" "payments" {
  identifier          = "payments"
  engine              = "postgres"
  instance_class      = "db.m6g.large"
  allocated_storage   = 100
  storage_encrypted   = true
  username            = "payments"
  password            = var.database_password
  skip_final_snapshot = true
}
