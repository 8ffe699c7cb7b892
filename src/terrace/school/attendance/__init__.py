"""Who was at school, day by day."""
