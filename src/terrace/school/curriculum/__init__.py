"""Skills, what comes before what, items and their generators."""
