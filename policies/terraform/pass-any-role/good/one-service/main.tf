provider "aws" {
  region = "eu-central-1"
}

data "aws_iam_policy_document" "tasks" {
  statement {
    actions   = ["iam:PassRole"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_policy" "tasks" {
  name   = "tasks"
  policy = data.aws_iam_policy_document.tasks.json
}

# Whoever may do this may do more, and that is said instead.
resource "aws_iam_policy" "identities" {
  name = "identities"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "iam:*", Resource = "*" }]
  })
}
