provider "aws" {
  region = "eu-central-1"
}

variable "anonymous" {
  type    = bool
  default = true
}

resource "terraform_data" "settings" {
  input = { identities = "AWS_DIRECTORY_SERVICE" }
}

resource "aws_msk_cluster" "payments" {
  cluster_name           = "payments"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = "kafka.m7g.large"
    client_subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d", "subnet-2a1b2c3d"]
    security_groups = ["sg-0a1b2c3d"]
  }

  client_authentication {
    unauthenticated = var.anonymous

    sasl {
      iam = true
    }
  }
}

resource "aws_mq_broker" "claims" {
  broker_name             = "claims"
  engine_type             = "ActiveMQ"
  engine_version          = "5.18"
  host_instance_type      = "mq.m5.large"
  authentication_strategy = "simple"

  user {
    username = "claims"
    password = "not-the-real-one"
  }
}

resource "aws_transfer_server" "partners" {
  protocols     = ["SFTP"]
  endpoint_type = "VPC"

  endpoint_details {
    vpc_id     = "vpc-0a1b2c3d"
    subnet_ids = ["subnet-0a1b2c3d"]
  }
}

resource "aws_transfer_server" "letters" {
  protocols              = ["SFTP"]
  endpoint_type          = "VPC"
  identity_provider_type = terraform_data.settings.output.identities

  endpoint_details {
    vpc_id     = "vpc-0a1b2c3d"
    subnet_ids = ["subnet-0a1b2c3d"]
  }
}
