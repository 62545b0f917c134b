provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "scope" {
  input = "arn:aws:iam::111122223333:role/patients/*"
}

resource "terraform_data" "boundary" {
  input = "arn:aws:iam::111122223333:policy/patients-boundary"
}

data "aws_iam_policy_document" "release" {
  statement {
    actions   = ["sts:AssumeRole"]
    resources = [terraform_data.scope.output]
  }

  # What asks for a boundary may be any policy, as far as the plan knows.
  statement {
    actions   = ["iam:PutRolePolicy"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = [terraform_data.boundary.output]
    }
  }

  statement {
    actions   = ["lambda:UpdateFunctionCode", "lambda:GetFunction"]
    resources = ["arn:aws:lambda:eu-central-1:111122223333:function:*"]
  }
}

resource "aws_iam_policy" "release" {
  name   = "release"
  policy = data.aws_iam_policy_document.release.json
}

resource "aws_iam_group" "release" {
  name = "release"
}

resource "aws_iam_group_policy_attachment" "release" {
  group      = aws_iam_group.release.name
  policy_arn = "arn:aws:iam::aws:policy/IAMFullAccess"
}

# A condition that everybody meets.
resource "aws_iam_group_policy" "release" {
  name  = "groups"
  group = aws_iam_group.release.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect    = "Allow"
      Action    = "sts:Assume*"
      Resource  = "*"
      Condition = { StringLike = { "iam:ResourceTag/team" = "*" } }
    }
  })
}
