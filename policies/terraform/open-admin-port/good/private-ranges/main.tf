provider "aws" {
  region = "eu-central-1"
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_security_group" "database" {
  name = "database"

  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.20.0.0/16"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# One address that Amazon hands out: known after apply, and certainly not the whole internet.
resource "aws_vpc_security_group_ingress_rule" "ssh" {
  security_group_id = aws_security_group.database.id
  cidr_ipv4         = "${aws_eip.nat.public_ip}/32"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}
