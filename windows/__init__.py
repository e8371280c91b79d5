"""A folder that runs on Windows without installing anything; ``python -m windows`` puts it together."""
