provider "aws" {
  region = "eu-central-1"
}

resource "aws_sqs_queue" "claims" {
  name = "claims"
}

resource "aws_dynamodb_table" "payments" {
  name             = "payments"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "id"
    type = "S"
  }

  replica {
    region_name = "eu-west-1"
  }
}

resource "aws_iam_group" "payments" {
  name = "payments"
}
