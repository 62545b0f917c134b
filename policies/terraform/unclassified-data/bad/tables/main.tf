provider "aws" {
  region = "eu-central-1"
}

resource "aws_dynamodb_table" "payments" {
  name         = "payments"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  tags = {
    team = "payments"
  }
}

resource "terraform_data" "class" {
  input = "pii"
}

resource "aws_sqs_queue" "claims" {
  name = "claims"

  tags = {
    classification = terraform_data.class.output
  }
}
