provider "aws" {
  region = "eu-central-1"
}

resource "aws_msk_cluster" "claims" {
  cluster_name           = "claims"
  kafka_version          = "3.7.x"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = "kafka.m7g.large"
    client_subnets  = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718", "subnet-2a1b2c3d4e5f60718"]
    security_groups = ["sg-0a1b2c3d4e5f60718"]
  }

  encryption_info {
    encryption_in_transit {
      client_broker = "TLS_PLAINTEXT"
      in_cluster    = true
    }
  }
}

variable "protocol" {
  default = "http"
}

resource "aws_sns_topic_subscription" "fraud_alerts" {
  topic_arn = "arn:aws:sns:eu-central-1:123456789012:fraud-alerts"
  protocol  = var.protocol
  endpoint  = "http://alerts.bank.example/sns"
}

resource "aws_ses_configuration_set" "letters" {
  name = "letters"

  delivery_options {
    tls_policy = "Optional"
  }
}

# Mail goes out in the clear where the other side knows no TLS.
resource "aws_sesv2_configuration_set" "reminders" {
  configuration_set_name = "reminders"
}
