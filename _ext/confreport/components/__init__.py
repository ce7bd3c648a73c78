"""What the directives show: one module a component."""
