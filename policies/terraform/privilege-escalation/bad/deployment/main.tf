provider "aws" {
  region = "eu-central-1"
}

variable "pipeline" {
  type    = string
  default = "claims-pipeline"
}

locals {
  keys = ["iam:ListAccessKeys", "iam:CreateAccessKey"]
}

# It writes a policy and makes it the one that counts.
resource "aws_iam_policy" "pipeline" {
  name = var.pipeline
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "iam:List*", Resource = "*" },
      { Effect = "Allow", Action = ["iam:CreatePolicyVersion", "iam:GetPolicy"], Resource = "*" },
    ]
  })
}

# A wildcard inside of a name is enough.
data "aws_iam_policy_document" "support" {
  statement {
    sid       = "Read"
    actions   = ["iam:Get*"]
    resources = ["*"]
  }

  statement {
    sid       = "Roles"
    actions   = ["IAM:*rolepolicy"]
    resources = ["arn:aws:iam::111122223333:role/*"]
  }
}

resource "aws_iam_policy" "support" {
  name   = "support"
  policy = data.aws_iam_policy_document.support.json
}

resource "aws_iam_role" "rotation" {
  name = "key-rotation"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "rotation" {
  name = "rotation"
  role = aws_iam_role.rotation.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = local.keys
      Resource  = "arn:aws:iam::*:user/*"
      Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }
    }]
  })
}
