provider "aws" {
  region = "eu-central-1"
}

resource "aws_ebs_volume" "scratch" {
  availability_zone = "eu-central-1a"
  size              = 20
  encrypted         = false
}

resource "aws_ebs_volume" "training" {
  availability_zone = "eu-central-1a"
  size              = 500
}

resource "aws_db_instance" "payments" {
  identifier                  = "payments"
  engine                      = "postgres"
  instance_class              = "db.m6g.large"
  allocated_storage           = 100
  username                    = "payments"
  manage_master_user_password = true
}

resource "aws_instance" "worker" {
  ami           = "ami-0a1b2c3d4e5f60718"
  instance_type = "m6i.large"

  root_block_device {
    encrypted = true
  }

  ebs_block_device {
    device_name = "/dev/sdf"
    volume_size = 100
    encrypted   = false
  }
}
