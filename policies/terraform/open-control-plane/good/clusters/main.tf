provider "aws" {
  region = "eu-central-1"
}

locals {
  networks = ["20.50.4.0/24"]
}

resource "aws_eks_cluster" "payments" {
  name     = "payments"
  role_arn = "arn:aws:iam::111122223333:role/clusters"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}

resource "aws_eks_cluster" "claims" {
  name     = "claims"
  role_arn = "arn:aws:iam::111122223333:role/clusters"

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    endpoint_private_access = true
    endpoint_public_access  = true
    public_access_cidrs     = local.networks
  }
}
