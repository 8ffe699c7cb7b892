"""The whole school in one locked file, and back."""
