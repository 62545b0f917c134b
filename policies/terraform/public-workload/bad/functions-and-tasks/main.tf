provider "aws" {
  region = "eu-central-1"
}

variable "public_address" {
  type    = bool
  default = true
}

resource "terraform_data" "settings" {
  input = { sign_in = "AWS_IAM" }
}

resource "aws_lambda_function_url" "payments" {
  function_name      = "payments"
  authorization_type = "NONE"
}

resource "aws_lambda_function_url" "fraud" {
  function_name      = "fraud"
  authorization_type = terraform_data.settings.output.sign_in
}

resource "aws_lambda_permission" "anybody" {
  function_name = "claims"
  action        = "lambda:InvokeFunction"
  principal     = "*"
}

resource "aws_ecs_service" "letters" {
  name        = "letters"
  cluster     = "claims"
  launch_type = "FARGATE"

  network_configuration {
    subnets          = ["subnet-0a1b2c3d"]
    assign_public_ip = var.public_address
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
    ec2_ssh_key = "operators"
  }
}
