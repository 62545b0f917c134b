provider "aws" {
  region = "eu-central-1"
}

resource "aws_mq_broker" "payments" {
  broker_name         = "payments"
  engine_type         = "ActiveMQ"
  engine_version      = "5.18"
  host_instance_type  = "mq.m5.large"
  publicly_accessible = false

  user {
    username = "payments"
    password = "not-the-real-one"
  }
}

resource "aws_mq_broker" "claims" {
  broker_name        = "claims"
  engine_type        = "ActiveMQ"
  engine_version     = "5.18"
  host_instance_type = "mq.m5.large"

  user {
    username = "claims"
    password = "not-the-real-one"
  }
}

resource "aws_msk_cluster" "fraud" {
  cluster_name           = "fraud"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = "kafka.m7g.large"
    client_subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d", "subnet-2a1b2c3d"]
    security_groups = ["sg-0a1b2c3d"]

    connectivity_info {
      public_access {
        type = "DISABLED"
      }
    }
  }
}
