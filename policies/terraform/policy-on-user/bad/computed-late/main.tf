provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "document" {
  input = "{}"
}

resource "terraform_data" "examiner" {
  input = "examiner"
}

resource "aws_iam_user_policy" "examiner" {
  name   = "examiner"
  user   = "examiner"
  policy = terraform_data.document.output
}

resource "aws_iam_policy_attachment" "auditors" {
  name       = "auditors"
  users      = [terraform_data.examiner.output]
  policy_arn = "arn:aws:iam::aws:policy/SecurityAudit"
}

resource "aws_iam_user_policy_attachments_exclusive" "examiner" {
  user_name   = "examiner"
  policy_arns = ["arn:aws:iam::aws:policy/SecurityAudit"]
}
