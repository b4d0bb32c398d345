"""The stacks of the orders platform, a module for each concern."""
