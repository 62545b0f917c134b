provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "settings" {
  input = { plain = false }
}

resource "aws_quicksight_data_source" "patients" {
  data_source_id = "patients"
  name           = "patients"
  type           = "POSTGRESQL"
  aws_account_id = "123456789012"

  parameters {
    postgresql {
      database = "patients"
      host     = "patients.hospital.example"
      port     = 5432
    }
  }

  ssl_properties {
    disable_ssl = terraform_data.settings.output.plain
  }
}

resource "aws_ecs_task_definition" "lab" {
  family                = "lab"
  container_definitions = jsonencode([{ name = "lab", image = "lab:1", memory = 512, essential = true }])

  volume {
    name = "results"

    efs_volume_configuration {
      file_system_id     = "fs-0a1b2c3d4e5f60718"
      transit_encryption = "DISABLED"
    }
  }
}
