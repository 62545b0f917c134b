provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "table" {
  input = "arn:aws:dynamodb:eu-central-1:111122223333:table/patients"
}

data "aws_iam_policy_document" "patients" {
  statement {
    actions   = ["dynamodb:*"]
    resources = [terraform_data.table.output]
  }

  statement {
    actions       = ["sqs:*", "sns:*"]
    not_resources = ["arn:aws:sqs:eu-central-1:111122223333:audit"]
  }
}

resource "aws_iam_policy" "patients" {
  name   = "patients"
  policy = data.aws_iam_policy_document.patients.json
}
