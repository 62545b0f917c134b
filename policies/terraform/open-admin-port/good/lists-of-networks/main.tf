provider "aws" {
  region = "eu-central-1"
}

resource "aws_ec2_managed_prefix_list" "offices" {
  name           = "offices"
  address_family = "IPv4"
  max_entries    = 4

  entry {
    cidr = "10.0.0.0/8"
  }
}

resource "aws_ec2_managed_prefix_list_entry" "office" {
  for_each       = toset(["203.0.113.0/24", "198.51.100.0/24"])
  cidr           = each.value
  prefix_list_id = aws_ec2_managed_prefix_list.offices.id
}

resource "aws_security_group" "bastion" {
  name = "bastion"

  ingress {
    protocol        = "tcp"
    from_port       = 22
    to_port         = 22
    prefix_list_ids = [aws_ec2_managed_prefix_list.offices.id]
  }
}

# Machines of another group, and a list that AWS keeps.
resource "aws_vpc_security_group_ingress_rule" "database" {
  security_group_id            = "sg-0123456789abcdef0"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = aws_security_group.bastion.id
}

resource "aws_vpc_security_group_ingress_rule" "edge" {
  security_group_id = "sg-0123456789abcdef0"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  prefix_list_id    = "pl-6ea54007"
}
