provider "aws" {
  region = "eu-central-1"
}

variable "stage" {
  type    = string
  default = "prod"
}

variable "broker_password" {
  type = string
}

variable "host" {
  type = string
}

locals {
  collectors = {
    edge = { url = "https://collect.acme.example", word = "Quarry-heron-4471" }
  }
}

resource "aws_secretsmanager_secret_version" "loader" {
  secret_id                = "loader"
  secret_string_wo         = "velvet-Basalt-6617-pier"
  secret_string_wo_version = 1
}

resource "aws_instance" "jump" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.small"
  user_data     = <<-EOT
    #!/bin/sh
    set -eu
    export LDAP_PASSWORD=Marl1n-cedar-Stove
    export LDAP_HOST=${var.host}
  EOT

  root_block_device {
    encrypted = true
  }

  connection {
    type     = "winrm"
    host     = self.private_ip
    user     = "Administrator"
    password = "Juniper!Harbour!5093"
  }

  provisioner "local-exec" {
    command = "scripts/register.sh"
    environment = {
      REGISTRY_PASSWORD = "Thistle-Quay-4402"
      REGISTRY_URL      = "https://registry.acme.example"
    }
  }
}

resource "aws_launch_template" "worker" {
  name      = "worker"
  user_data = base64encode(templatefile("${path.module}/templates/worker.sh.tftpl", { stage = var.stage, host = aws_instance.jump.private_ip }))
}

resource "aws_ssm_parameter" "relay" {
  name  = "/edge/relay"
  type  = "SecureString"
  value = "https://edge:${local.collectors.edge.word}@${aws_instance.jump.private_ip}/in"
}

resource "aws_ssm_parameter" "community" {
  name  = "/edge/community"
  type  = "SecureString"
  value = var.stage == "prod" ? join("-", ["otter", "Lantern", 9917]) : "unused"
}

resource "aws_secretsmanager_secret_version" "migrator" {
  secret_id = "migrator"
  secret_string = jsonencode({
    username = "migrator"
    host     = aws_instance.jump.private_ip
    password = "copper-Juniper-2094-dock"
  })
}

resource "aws_mq_broker" "queue" {
  broker_name        = "core"
  engine_type        = "RabbitMQ"
  engine_version     = "3.13"
  host_instance_type = "mq.m5.large"

  auto_minor_version_upgrade = true

  user {
    username = "core"
    password = var.broker_password
  }
}

# That changes are ignored makes no real password harmless.
resource "aws_db_instance" "ledger" {
  identifier          = "ledger"
  engine              = "postgres"
  instance_class      = "db.m6g.large"
  allocated_storage   = 100
  storage_encrypted   = true
  username            = "ledger"
  password            = "changeme-Gr4nite-77"
  skip_final_snapshot = true

  lifecycle {
    ignore_changes = [password]
  }
}
