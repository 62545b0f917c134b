provider "aws" {
  region = "eu-central-1"
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
}

module "eu" {
  source = "./region"
}

module "us" {
  source    = "./region"
  providers = { aws = aws.us }
}

resource "aws_ebs_volume" "eu" {
  availability_zone = "eu-central-1a"
  size              = 20
}

resource "aws_launch_template" "us" {
  provider = aws.us
  name     = "acme"

  block_device_mappings {
    device_name = "/dev/sdf"

    ebs {
      volume_size = 20
    }
  }
}
