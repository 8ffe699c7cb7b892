"""The pages about people, thin."""
