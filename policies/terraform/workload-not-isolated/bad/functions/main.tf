provider "aws" {
  region = "eu-central-1"
}

variable "networks" {
  type    = map(list(string))
  default = {}
}

resource "aws_lambda_function" "payments" {
  function_name = "payments"
  role          = "arn:aws:iam::111122223333:role/functions"
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/payments:1.4"
}

resource "aws_lambda_function" "claims" {
  function_name = "claims"
  role          = "arn:aws:iam::111122223333:role/functions"
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/claims:1.4"

  vpc_config {
    subnet_ids         = lookup(var.networks, "claims", [])
    security_group_ids = []
  }
}
