provider "aws" {
  region = "eu-central-1"
}

locals {
  public_address = false
}

resource "aws_lambda_function_url" "payments" {
  function_name      = "payments"
  authorization_type = "AWS_IAM"
}

resource "aws_lambda_permission" "organisation" {
  function_name    = "claims"
  action           = "lambda:InvokeFunction"
  principal        = "*"
  principal_org_id = "o-a1b2c3d4e5"
}

resource "aws_ecs_service" "letters" {
  name        = "letters"
  cluster     = "claims"
  launch_type = "FARGATE"

  network_configuration {
    subnets          = ["subnet-0a1b2c3d"]
    assign_public_ip = local.public_address
  }
}

resource "aws_eks_node_group" "scores" {
  cluster_name  = "scores"
  node_role_arn = "arn:aws:iam::111122223333:role/nodes"
  subnet_ids    = ["subnet-0a1b2c3d"]

  scaling_config {
    desired_size = 2
    max_size     = 4
    min_size     = 2
  }

  remote_access {
    ec2_ssh_key               = "operators"
    source_security_group_ids = ["sg-0a1b2c3d"]
  }
}
