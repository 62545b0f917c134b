provider "aws" {
  region = "eu-central-1"
}

variable "networks" {
  type    = list(string)
  default = ["0.0.0.0/0"]
}

resource "terraform_data" "settings" {
  input = { public = false }
}

resource "aws_eks_cluster" "payments" {
  name     = "payments"
  role_arn = "arn:aws:iam::111122223333:role/clusters"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    endpoint_private_access = true
    endpoint_public_access  = true
  }
}

resource "aws_eks_cluster" "claims" {
  name     = "claims"
  role_arn = "arn:aws:iam::111122223333:role/clusters"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    endpoint_private_access = true
    endpoint_public_access  = true
    public_access_cidrs     = var.networks
  }
}

resource "aws_eks_cluster" "scores" {
  name     = "scores"
  role_arn = "arn:aws:iam::111122223333:role/clusters"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    endpoint_private_access = false
    public_access_cidrs     = ["20.50.4.0/24"]
  }
}

resource "aws_eks_cluster" "fraud" {
  name     = "fraud"
  role_arn = "arn:aws:iam::111122223333:role/clusters"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    endpoint_private_access = true
    endpoint_public_access  = terraform_data.settings.output.public
    public_access_cidrs     = ["0.0.0.0/0"]
  }
}
