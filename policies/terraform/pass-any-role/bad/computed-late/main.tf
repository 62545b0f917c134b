provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "service" {
  input = "glue.amazonaws.com"
}

data "aws_iam_policy_document" "jobs" {
  statement {
    actions   = ["iam:PassRole"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = [terraform_data.service.output]
    }
  }

  statement {
    actions   = ["iam:PassRole"]
    resources = ["*"]

    condition {
      test     = "StringLike"
      variable = "iam:PassedToService"
      values   = ["*"]
    }
  }
}

resource "aws_iam_policy" "jobs" {
  name   = "jobs"
  policy = data.aws_iam_policy_document.jobs.json
}
