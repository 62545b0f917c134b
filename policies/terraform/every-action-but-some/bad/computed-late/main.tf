provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "forbidden" {
  input = "dynamodb:DeleteTable"
}

data "aws_iam_policy_document" "patients" {
  statement {
    not_actions = ["dynamodb:UpdateTable", terraform_data.forbidden.output]
    resources   = ["arn:aws:dynamodb:eu-central-1:111122223333:table/patients"]
  }

  statement {
    not_actions = ["dynamodb:Delete*"]
    resources   = ["arn:aws:dynamodb:eu-central-1:111122223333:table/visits"]
  }
}

resource "aws_iam_policy" "patients" {
  name   = "patients"
  policy = data.aws_iam_policy_document.patients.json
}
