provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "transfer" {
  input = { policy = "TransferSecurityPolicy-2024-01" }
}

resource "aws_transfer_server" "payments" {
  protocols            = ["SFTP"]
  security_policy_name = terraform_data.transfer.output.policy
}

resource "aws_transfer_server" "statements" {
  protocols            = ["SFTP"]
  security_policy_name = "TransferSecurityPolicy-2018-11"
}
