variable "name" {
  type = string
}

variable "key" {
  type = string
}

variable "password" {
  type      = string
  sensitive = true
}

resource "aws_security_group" "database" {
  name = "${var.name}-database"

  ingress {
    description = "postgres, from the private network"
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.20.0.0/16"]
  }
}

resource "aws_db_instance" "this" {
  identifier                          = var.name
  engine                              = "postgres"
  instance_class                      = "db.t4g.medium"
  allocated_storage                   = 50
  username                            = "payments"
  password                            = var.password
  iam_database_authentication_enabled = true
  storage_encrypted                   = true
  kms_key_id                          = var.key
  backup_retention_period             = 35
  deletion_protection                 = true
  final_snapshot_identifier           = "${var.name}-final"
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
  vpc_security_group_ids              = [aws_security_group.database.id]
}
