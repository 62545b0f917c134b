provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "use" {
  input = "kms:Verify"
}

resource "aws_iam_role" "patients" {
  name = "patients"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ecs-tasks.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

data "aws_iam_policy_document" "patients" {
  statement {
    actions   = ["kms:PutKeyPolicy", "kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.patients.arn]
    }
  }
}

resource "aws_kms_key" "patients" {
  description = "patients"
  policy      = data.aws_iam_policy_document.patients.json
}

data "aws_iam_policy_document" "visits" {
  statement {
    actions   = ["kms:PutKeyPolicy", terraform_data.use.output]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/visits"]
    }
  }
}

resource "aws_kms_key_policy" "visits" {
  key_id = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
  policy = data.aws_iam_policy_document.visits.json
}
