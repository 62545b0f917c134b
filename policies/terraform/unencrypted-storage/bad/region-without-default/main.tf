provider "aws" {
  region = "eu-central-1"
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
}

# What an account says for its volumes holds in one region.
module "eu" {
  source = "./region"
}

resource "aws_ebs_volume" "eu" {
  availability_zone = "eu-central-1a"
  size              = 20
}

resource "aws_ebs_volume" "us" {
  provider          = aws.us
  availability_zone = "us-east-1a"
  size              = 20
}
