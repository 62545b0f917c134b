provider "aws" {
  region = "eu-central-1"
}

data "aws_iam_policy_document" "self" {
  statement {
    actions   = ["iam:CreateAccessKey", "iam:UpdateLoginProfile"]
    resources = ["arn:aws:iam::*:user/$${aws:username}"]
  }

  statement {
    actions   = ["sts:AssumeRole"]
    resources = ["arn:aws:iam::*:role/claims-*", "arn:aws:iam::111122223333:role/payments/deploy"]
  }

  statement {
    actions   = ["iam:Get*", "iam:List*", "sts:GetCallerIdentity"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "self" {
  name   = "self"
  policy = data.aws_iam_policy_document.self.json
}

# Not on the sort of resource that the action is about.
resource "aws_iam_policy" "users" {
  name = "users"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "iam:AttachRolePolicy", Resource = "arn:aws:iam::111122223333:user/*" },
      { Effect = "Deny", Action = "iam:*", Resource = "*" },
    ]
  })
}
