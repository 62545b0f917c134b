provider "aws" {
  region = "eu-central-1"
}

locals {
  identities = "AWS_DIRECTORY_SERVICE"
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
    tls {
      certificate_authority_arns = ["arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/11112222-3333-4444-5555-666677778888"]
    }
  }
}

resource "aws_mq_broker" "claims" {
  broker_name             = "claims"
  engine_type             = "ActiveMQ"
  engine_version          = "5.18"
  host_instance_type      = "mq.m5.large"
  authentication_strategy = "ldap"

  ldap_server_metadata {
    hosts                    = ["ldap.insurer.example"]
    role_base                = "ou=roles,dc=insurer,dc=example"
    role_search_matching     = "(member=uid={1})"
    service_account_username = "broker"
    service_account_password = "not-the-real-one"
    user_base                = "ou=people,dc=insurer,dc=example"
    user_search_matching     = "(uid={0})"
  }

  user {
    username = "claims"
    password = "not-the-real-one"
  }
}

resource "aws_mq_broker" "letters" {
  broker_name        = "letters"
  engine_type        = "RabbitMQ"
  engine_version     = "3.13"
  host_instance_type = "mq.m5.large"

  user {
    username = "letters"
    password = "not-the-real-one"
  }
}

resource "aws_transfer_server" "partners" {
  protocols              = ["SFTP"]
  endpoint_type          = "VPC"
  identity_provider_type = local.identities
  directory_id           = "d-0a1b2c3d4e"

  endpoint_details {
    vpc_id     = "vpc-0a1b2c3d"
    subnet_ids = ["subnet-0a1b2c3d"]
  }
}
