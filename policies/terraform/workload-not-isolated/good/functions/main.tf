provider "aws" {
  region = "eu-central-1"
}

locals {
  networks = { claims = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"] }
}

resource "aws_lambda_function" "payments" {
  function_name = "payments"
  role          = "arn:aws:iam::111122223333:role/functions"
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/payments:1.4"

  vpc_config {
    subnet_ids         = ["subnet-0a1b2c3d"]
    security_group_ids = ["sg-0a1b2c3d"]
  }
}

resource "aws_lambda_function" "claims" {
  function_name = "claims"
  role          = "arn:aws:iam::111122223333:role/functions"
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/claims:1.4"

  vpc_config {
    subnet_ids         = lookup(local.networks, "claims", [])
    security_group_ids = ["sg-0a1b2c3d"]
  }
}
