# Three environments of a service, in Terraform's built-in provider: no account is needed to plan it.
terraform {
  required_version = ">= 1.4"
}

variable "suffix" {
  type    = string
  default = "dev"
}

variable "image" {
  type    = string
  default = "orders:1.4.0"
}

locals {
  workers = {
    email   = { memory = 256, retries = 3 }
    invoice = { memory = 512, retries = 0 }
  }
}

resource "terraform_data" "queue" {
  input = {
    name      = "orders-${var.suffix}"
    retention = 345600
  }
}

resource "terraform_data" "worker" {
  for_each = local.workers

  input = {
    name    = "orders-${each.key}"
    image   = var.image
    memory  = each.value.memory
    retries = each.value.retries
    queue   = terraform_data.queue.id
  }
  triggers_replace = [var.image]
}

output "queue" {
  description = "The id of the queue that the workers read"
  value       = terraform_data.queue.id
}
