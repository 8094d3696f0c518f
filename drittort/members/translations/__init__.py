"""Reading what others wrote in another language: where the house has set up a service, marked, beside the original, and never against the writer's will."""
