provider "aws" {
  region = "eu-central-1"

  default_tags {
    tags = {
      Classification = "confidential"
    }
  }
}

resource "aws_dynamodb_table" "payments" {
  name         = "payments"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_lb_target_group" "web" {
  name        = "web"
  target_type = "lambda"
}
