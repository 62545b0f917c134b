provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "endpoint" {
  input = "vpce-0f1e2d3c4b5a69788"
}

resource "terraform_data" "network" {
  input = "vpc-0f1e2d3c4b5a69788"
}

data "aws_iam_policy_document" "visits" {
  statement {
    actions   = ["execute-api:Invoke"]
    resources = ["execute-api:/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceVpce"
      values   = [terraform_data.endpoint.output]
    }
  }
}

resource "aws_api_gateway_rest_api_policy" "visits" {
  rest_api_id = "a1b2c3d4e5"
  policy      = data.aws_iam_policy_document.visits.json
}

data "aws_iam_policy_document" "network" {
  statement {
    actions   = ["vpc-lattice-svcs:Invoke"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "vpc-lattice-svcs:SourceVpc"
      values   = [terraform_data.network.output]
    }
  }
}

resource "aws_vpclattice_auth_policy" "network" {
  resource_identifier = "arn:aws:vpc-lattice:eu-central-1:111122223333:service/svc-0f1e2d3c4b5a69788"
  policy              = data.aws_iam_policy_document.network.json
}

resource "aws_oam_sink_policy" "metrics" {
  sink_identifier = "arn:aws:oam:eu-central-1:111122223333:sink/0f1e2d3c"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = ["oam:CreateLink", "oam:UpdateLink"], Resource = "*" }]
  })
}
