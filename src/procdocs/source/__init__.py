"""YAML text to positioned values. The only folder that knows the syntax of YAML; it knows nothing of what the files mean."""
