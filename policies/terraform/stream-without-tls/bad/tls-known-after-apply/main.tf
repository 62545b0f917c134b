provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "settings" {
  input = { tls = true }
}

resource "aws_msk_cluster" "patients" {
  cluster_name           = "patients"
  kafka_version          = "3.7.x"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = "kafka.m7g.large"
    client_subnets  = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718", "subnet-2a1b2c3d4e5f60718"]
    security_groups = ["sg-0a1b2c3d4e5f60718"]
  }

  encryption_info {
    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = terraform_data.settings.output.tls
    }
  }
}

# Which versions of TLS it takes is the choice of the cloud.
resource "aws_iot_domain_configuration" "monitors" {
  name        = "monitors"
  domain_name = "monitors.hospital.example"
}
